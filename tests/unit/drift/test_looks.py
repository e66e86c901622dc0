"""What a check means for drift."""

from dataclasses import replace

import pytest
from tests.examining import DRIFT_BY_NAME, examine, grave
from tests.unit.drift.test_episodes import finding

from truecopy.check import CheckResult
from truecopy.drift.looks import (
    confirmed,
    examined_by,
    is_whole,
    sort_findings,
    to_confirm,
    unconfirmed,
)
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


def test_a_further_look_that_was_refused_or_failed_denies_nothing(
    drifted: CheckResult, clean: CheckResult
) -> None:
    """What has no claim needs a whole look without failures there; what has one needs a verdict that is one."""
    loose = replace(finding(""), operation="edit-image-json")
    failed = replace(finding("a"), rule="answer-server-failed", operation="edit-image-json")
    busy = replace(clean, unanswered="429: the target answers too many requests")
    broken = replace(clean, findings=(failed,))
    claimed = grave(drifted)[0]
    at_it = replace(clean, findings=(replace(failed, claim=claimed.claim),))

    for look, each in ((busy, loose), (broken, loose), (at_it, claimed)):
        assert confirmed([each], {each.fingerprint}, [look]) == ([each], [])
        assert unconfirmed([each], {each.fingerprint}, [look]) == [each]
    assert confirmed([loose], {loose.fingerprint}, [clean])[0] == []
    assert unconfirmed(grave(drifted), {claimed.fingerprint}, [drifted]) == []


def test_what_a_server_failed_at_is_not_examined(drifted: CheckResult) -> None:
    """A failure is no verdict on a claim."""
    claim = next(iter(drifted.examined))
    failed = replace(finding(claim), rule="answer-server-failed")

    assert examined_by(drifted) == drifted.examined
    assert examined_by(replace(drifted, findings=(failed,))) == drifted.examined - {claim}
    assert is_whole(drifted)
    assert not is_whole(replace(drifted, unanswered="no answer: reset"))
    assert not is_whole(replace(drifted, exit_reason=ExitReason.BUDGET))
