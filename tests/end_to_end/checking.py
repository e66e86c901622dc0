"""`truecopy check` in a process of its own, and what it showed."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.drifts.drifts import DRIFTS
from tests.end_to_end.live_server import PROGRAM, environment

from truecopy.model import Severity

DRIFT_BY_NAME = {each.name: each for each in DRIFTS}
LONG_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check showed."""

    code: int
    content: Any
    out: str
    err: str

    @property
    def rules(self) -> set[str]:
        """Rules of the findings above info."""
        return {
            each["rule"]
            for each in self.content["findings"]
            if each["severity"] != Severity.INFO.value
        }


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start a check in a folder and a process group of its own."""
    return subprocess.Popen(
        [*PROGRAM, "check", *arguments, "--report", "json=result.json"],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], folder: Path) -> Checked:
    """Wait for a check to end, and return what it showed."""
    out, err = process.communicate(timeout=LONG_S)
    report = folder / "result.json"
    content = json.loads(report.read_text()) if report.exists() else None
    assert "Traceback" not in err
    return Checked(code=process.returncode, content=content, out=out, err=err)


def check(folder: Path, target: str, vendor: str, *arguments: str) -> Checked:
    """Run a check to its end."""
    return finish(start(folder, target, "--vendor", vendor, *arguments), folder)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """End a check on leaving, if it still runs."""
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
