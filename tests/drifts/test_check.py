"""The check finds every drift by the rule meant for it, and is quiet about what breaks nothing."""

import pytest
from tests.drifts.drifts import DRIFTS, Drift
from tests.examining import TEST_VENDORS, examine, grave

from truecopy.model import Standing

PROVOKE = {"failed": {"prefer": "scenario=task-fails"}}


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_a_clean_vendor_agrees_in_few_requests(vendor: str) -> None:
    """A vendor that keeps its contract has no finding at all, and 120 requests are enough to see it."""
    result = examine(vendor, provoke=PROVOKE)

    assert [each.message for each in result.findings] == []
    assert result.exit_reason == "agrees"
    assert result.requests <= 120
    assert result.count(Standing.HELD) > 3 * result.count(Standing.UNDETERMINED)
    assert result.tasks_left == ()


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda each: each.name)
def test_a_drift_is_found_by_the_rule_meant_for_it(drift: Drift) -> None:
    """A drift that matters is found, with its claim broken; one that only adds is info at most."""
    result = examine(drift.vendor, drift, provoke=PROVOKE)

    rules = {each.rule for each in grave(result)}
    if drift.kind == "additive":
        assert rules == set()
        assert result.exit_reason == "agrees"
        return
    broken = {each.claim for each in result.verdicts if each.standing is Standing.BROKEN}
    assert rules & drift.rules, [each.message for each in result.findings]
    assert not drift.claim or drift.claim in broken
