"""The check finds every drift by the rule meant for it, and is quiet about what breaks nothing."""

import time

import pytest
from tests.drifts.drifts import DRIFTS, Drift
from tests.drifts.vendor import make_vendor

from truecopy.check import CheckOptions, CheckResult, Examination, run_check
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Severity, Standing
from truecopy.wire import Budget, Courier, Keys, Target

WORKSPACE = find_workspace(built_in_root())
CONTRACTS = {vendor: WORKSPACE.load(vendor) for vendor in WORKSPACE.vendors()}
PROVOKE = {"failed": {"prefer": "scenario=task-fails"}}


class FakeTime:
    """Time for vendor and check alike: it passes when the check waits."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        """Return the time in unix seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def examine(vendor: str, drift: Drift | None = None) -> CheckResult:
    """Return what a check of the test vendor finds."""
    contract = CONTRACTS[vendor]
    clock = FakeTime()
    prefix = "sk-" if vendor == "applerouter" else ""
    keys = Keys(good="sk-test", second="sk-second", prefix=prefix)
    options = CheckOptions(
        poll_interval_s=0.1,
        task_timeout_s=5,
        provoke=PROVOKE if contract.lifecycle else {},
    )
    with Target(
        "http://vendor.localhost", keys, app=make_vendor(vendor, drift, clock=clock)
    ) as target:
        courier = Courier(target, Budget(), sleep=clock.sleep)
        return run_check(Examination(contract, courier, options))


@pytest.mark.parametrize("vendor", CONTRACTS)
def test_a_clean_vendor_agrees_in_few_requests(vendor: str) -> None:
    """A vendor that keeps its contract has no finding at all, and 120 requests are enough to see it."""
    result = examine(vendor)

    assert [each.message for each in result.findings] == []
    assert result.exit_reason == "agrees"
    assert result.requests <= 120
    assert result.count(Standing.HELD) > 4 * result.count(Standing.UNDETERMINED) - 8 * 10
    assert result.tasks_left == ()


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda each: each.name)
def test_a_drift_is_found_by_the_rule_meant_for_it(drift: Drift) -> None:
    """A drift that matters is found, with its claim broken; one that only adds is info at most."""
    result = examine(drift.vendor, drift)

    grave = {each.rule for each in result.findings if each.severity is not Severity.INFO}
    if drift.kind == "additive":
        assert grave == set()
        assert result.exit_reason == "agrees"
        return
    broken = {each.claim for each in result.verdicts if each.standing is Standing.BROKEN}
    assert grave & drift.rules, [each.message for each in result.findings]
    assert not drift.claim or drift.claim in broken
