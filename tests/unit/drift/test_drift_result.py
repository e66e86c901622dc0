"""What came of a look for drift."""

import pytest
from tests.unit.model.test_changes import make_change

from truecopy.drift import DriftResult, drift_result, with_severities, worst_reason
from truecopy.model import ExitReason, Severity


@pytest.mark.parametrize(
    ("found", "fail_on", "reason"),
    [
        ([], "warning", "agrees"),
        (["info"], "warning", "agrees"),
        (["info"], "info", "drift"),
        (["info", "warning"], "warning", "drift"),
        (["warning"], "error", "agrees"),
    ],
)
def test_what_counts_is_drift(found: list[str], fail_on: str, reason: str) -> None:
    """At or above a severity; the gravest is told first."""
    changes = [make_change(severity=Severity(each)) for each in found]

    result = drift_result("a", changes, Severity(fail_on))

    assert result.exit_reason == reason
    assert [each.severity for each in result.changes] == sorted(found, reverse=True)


def test_that_one_could_not_look_is_told_first() -> None:
    """Of several vendors: nobody takes the others' agreement for the whole."""
    reasons = (ExitReason.AGREES, ExitReason.COULD_NOT_LOOK, ExitReason.DRIFT)
    results = [DriftResult(vendor="a", exit_reason=each) for each in reasons]

    assert worst_reason(results) is ExitReason.COULD_NOT_LOOK
    assert worst_reason(results[::2]) is ExitReason.DRIFT


def test_a_severity_can_be_chosen() -> None:
    """Rules that nobody chose one for keep theirs."""
    changes = [make_change(), make_change(rule="operation-added", severity=Severity.INFO)]

    found = with_severities(changes, {"operation-added": Severity.ERROR, "x": Severity.INFO})

    assert [each.severity for each in found] == [Severity.ERROR, Severity.ERROR]
