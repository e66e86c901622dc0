"""Checks of the test vendors in process, at a clock that passes when the check waits."""

from collections.abc import Callable
from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.drifts import DRIFTS
from tests.drifts.vendor import make_vendor

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.check.mutation.middleware import App
from truecopy.check.mutation.self_test import PassingTime
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Contract, Finding, Phase, Severity
from truecopy.wire import Budget, Keys, RequestSender, Target

WORKSPACE = find_workspace(built_in_root())
VENDORS = tuple(WORKSPACE.vendors())
DRIFT_BY_NAME = {each.name: each for each in DRIFTS}


def load(vendor: str) -> Contract:
    """Return the contract of a built-in vendor."""
    return WORKSPACE.load(vendor)


def make_keys(vendor: str) -> Keys:
    """Return two good keys of a vendor."""
    return Keys(good="sk-test", second="sk-second", prefix="sk-" if vendor == "applerouter" else "")


def examine(
    vendor: str,
    drift: Drift | None = None,
    *,
    wrap: Callable[[App], App] = lambda app: app,
    budget: Budget | None = None,
    **options: Any,
) -> CheckResult:
    """Return what a check of a test vendor finds.

    Args:
        wrap: Puts another application in front of the vendor.
        options: Of the check.
    """
    clock = PassingTime()
    app = wrap(make_vendor(vendor, drift, clock=clock))
    chosen = CheckOptions(**{"poll_interval_s": 0.1, "task_timeout_s": 5, **options})
    with Target("http://vendor.localhost", make_keys(vendor), app=app) as target:
        sender = RequestSender(target, budget or Budget(), sleep=clock.sleep)
        return run_check(CheckRun(load(vendor), sender, chosen))


def fuzz(vendor: str, drift: Drift | None = None, **options: Any) -> CheckResult:
    """Return what generated requests alone find."""
    return examine(vendor, drift, **{"phases": frozenset({Phase.FUZZ}), **options})


def grave(result: CheckResult) -> list[Finding]:
    """Return the findings above info."""
    return [each for each in result.findings if each.severity is not Severity.INFO]
