"""What a check means for drift."""

from dataclasses import replace

import pytest
from tests.examining import DRIFT_BY_NAME, examine, grave
from tests.unit.drift.test_episodes import finding

from truecopy.check import CheckResult
from truecopy.drift.looks import confirmed, look_of, sort_findings, to_confirm
from truecopy.model import ExitReason, Severity


@pytest.fixture(scope="module")
def drifted() -> CheckResult:
    """What a check of a vendor with a drift finds."""
    return examine("powertokens", DRIFT_BY_NAME["metadata-removed"])


@pytest.fixture(scope="module")
def clean() -> CheckResult:
    """What a check of a vendor without one finds."""
    return examine("powertokens")


def test_a_server_that_fails_is_no_drift() -> None:
    """It is kept apart, to be said."""
    failed = replace(finding("a"), rule="answer-server-failed")

    parted = sort_findings([failed, finding("b")])

    assert [each.claim for each in parted.counted] == ["b"]
    assert [each.claim for each in parted.noise] == ["a"]


def test_only_what_is_new_and_counts_is_looked_at_again() -> None:
    """What is info costs no further request."""
    known, new, info = finding("a"), finding("b"), finding("c", Severity.INFO)

    assert to_confirm([known, new, info], {known.fingerprint}) == [new]


def test_what_a_further_look_does_not_see_was_seen_once(
    drifted: CheckResult, clean: CheckResult
) -> None:
    """It is info then; what it sees again counts, and so does what it did not come to."""
    findings = grave(drifted)
    doubtful = {each.fingerprint for each in findings}
    blind = replace(clean, verdicts=(), exit_reason=ExitReason.BUDGET)

    assert confirmed(findings, doubtful, [drifted]) == (findings, [])
    assert confirmed(findings, doubtful, [blind]) == (findings, [])
    assert confirmed(findings, doubtful, []) == (findings, [])
    assert confirmed(findings, set(), [clean]) == (findings, [])
    counted, once = confirmed(findings, doubtful, [drifted, clean])
    assert counted == []
    assert {each.severity for each in once} == {Severity.INFO}
    assert once[0].message.startswith("seen once")
    assert [each.fingerprint for each in once] == [each.fingerprint for each in findings]


def test_a_check_is_a_look_at_its_claims(drifted: CheckResult) -> None:
    """Those with a verdict; what a baseline silences is named."""
    look = look_of(drifted, drifted.findings, [finding("a")], 5.0)

    assert look.at == 5.0
    assert look.examined == drifted.examined
    assert look.is_complete
    assert look.accepted == {finding("a").fingerprint}
