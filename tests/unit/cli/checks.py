"""`truecopy check` run on targets that behave as a test wants it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME, load
from tests.stand_ins import Watched, serving
from tests.unit.cli.shell import Outcome, Shell

LIVE = "https://api.vendor.invalid"


def check(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> Outcome:
    """Run `check` on a target."""
    return shell.run("check", target, "--vendor", vendor, *arguments)


def check_json(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> tuple[int, Any]:
    """Run `check` for programs; return exit code and result."""
    outcome = check(shell, target, vendor, "--format", "json", *arguments)
    return outcome.code, json.loads(outcome.out)


def is_priced(vendor: str) -> bool:
    """Return whether the price of everything that a vendor makes is documented."""
    operations = load(vendor).operations.values()
    return all(each.price_usd is not None for each in operations if each.request)


@contextmanager
def drifting(name: str) -> Iterator[tuple[str, str]]:
    """Serve a vendor with a drift; yields its address and its name."""
    drift = DRIFT_BY_NAME[name]
    with serving(make_vendor(drift.vendor, drift)) as url:
        yield url, drift.vendor


@contextmanager
def watching(vendor: str) -> Iterator[tuple[str, Watched]]:
    """Serve a vendor that remembers what arrived; yields its address and its memory."""
    watched = Watched(make_vendor(vendor))
    with serving(watched) as url:
        yield url, watched
