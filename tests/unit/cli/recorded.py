"""`truecopy record` run on targets, and what it leaves behind."""

import json
from pathlib import Path
from typing import Any

from tests.unit.cli.shell import Outcome, Shell

KEY = "sk-live-0123456789abcdefghij"
ACCEPTED = Path("recordings/powertokens/edit-image-json/accepted.yaml")


def record(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> Outcome:
    """Run `record` on a target."""
    return shell.run("record", target, "--vendor", vendor, "--poll-interval", "0.01", *arguments)


def record_json(shell: Shell, target: str, vendor: str, *arguments: str) -> tuple[int, Any]:
    """Run `record` for programs; return exit code and result."""
    outcome = record(shell, target, vendor, "--format", "json", *arguments)
    return outcome.code, json.loads(outcome.out)


def files(shell: Shell) -> dict[Path, bytes]:
    """Return every file of the workspace."""
    return {each: each.read_bytes() for each in shell.folder.rglob("*") if each.is_file()}
