"""The check finds every drift by the rule meant for it, and is quiet about what breaks nothing."""

from typing import Any

import pytest
from tests.drifts.drifts import DRIFTS, Drift
from tests.drifts.lighter import is_about_weight
from tests.examining import TEST_VENDORS, examine, grave

from truecopy.model import Standing, is_observed
from truecopy.wire.inprocess import App

# What these break no sentence states: they are told, and not demanded.
OBSERVED = """
    created-in-2023 error-message-renamed error-unwrapped unreadable-422 data-uri-refused n-anything
    parameter-size-with-an-x-too prompt-anything watermark-anything extra-anything no-messages empty-content
    size-any-text role-optional processing-then-pending file-unseen
    conversation-image-unseen address-refused
"""
PROVOKE = {"failed": {"prefer": "scenario=task-fails"}}


class Watch:
    """Keeps what an application raises; a drift is an answer, never an accident of its vendor."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def __call__(self, app: App) -> App:
        """Put the watch in front of an application."""

        async def pass_on(scope: Any, receive: Any, send: Any) -> None:
            try:
                await app(scope, receive, send)
            except Exception as error:
                self.errors.append(error)
                raise

        return pass_on


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_a_clean_vendor_agrees_in_few_requests(vendor: str) -> None:
    """A vendor that keeps its contract has no finding at all, and 120 requests are enough to see it."""
    result = examine(vendor, is_lighter=False, provoke=PROVOKE)

    assert [each.message for each in result.findings] == []
    assert result.exit_reason == "agrees"
    assert result.requests <= 120
    assert result.count(Standing.HELD) > 3 * result.count(Standing.UNDETERMINED)
    assert result.tasks_left == ()


@pytest.mark.slow
@pytest.mark.parametrize("drift", DRIFTS, ids=lambda each: each.name)
def test_a_drift_is_found_by_the_rule_meant_for_it(drift: Drift) -> None:
    """A drift that matters is found, with its claim broken or seen otherwise; one that only adds is info at most."""
    watch = Watch()
    result = examine(
        drift.vendor, drift, wrap=watch, is_lighter=not is_about_weight(drift), provoke=PROVOKE
    )

    assert watch.errors == []
    assert result.requests <= 120
    told = grave(result)
    if drift.name in OBSERVED.split():
        assert told == []
        told = [each for each in result.findings if is_observed(each)]
    rules = {each.rule for each in told}
    if drift.kind == "additive":
        assert rules == set()
        assert result.exit_reason == "agrees"
        return
    wanted = Standing.OBSERVED_OTHERWISE if drift.name in OBSERVED.split() else Standing.BROKEN
    broken = {each.claim for each in result.verdicts if each.standing is wanted}
    assert rules & drift.rules, [each.message for each in result.findings]
    assert not drift.claim or drift.claim in broken
