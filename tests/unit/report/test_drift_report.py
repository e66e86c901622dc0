"""Changes for people and for programs."""

import json
from typing import Any

import pytest
from tests.unit.model.test_changes import make_change

from truecopy.drift import DriftResult
from truecopy.model import Change, ChangeKind, ExitReason, Severity
from truecopy.report import drift_json, drift_text


def make_drift(*changes: Change, **more: Any) -> DriftResult:
    """Return what came of a look at a vendor."""
    return DriftResult(
        **{"vendor": "v", "exit_reason": ExitReason.DRIFT, "changes": changes, **more}
    )


def test_a_change_is_told_with_its_sentences() -> None:
    """The old one, the new one, whom it breaks, and the calls that meet it."""
    change = make_change(
        old=6,
        new=4,
        old_source="page:3",
        new_source="page:4",
        old_sentence="Up to\n six.",
        new_sentence="Up to four.",
        decision="why",
        breaks="who sends n above 4",
        calls=tuple(f"a.yaml:{line}" for line in range(7)),
    )

    assert drift_text([make_drift(change, sentences=(9, 2))]).splitlines() == [
        "error: make.request.n#maximum: 6 -> 4  [request-maximum-lowered]",
        "  before   page:3  Up to six.",
        "  now      page:4  Up to four.",
        "  decision why",
        "  breaks   who sends n above 4",
        "  calls    7 of yours: a.yaml:0, a.yaml:1, a.yaml:2, a.yaml:3, a.yaml:4 and 2 more",
        "v: drift (1 error); 9 sentences read, 2 not understood",
    ]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ChangeKind.ADDED, "is new"),
        (ChangeKind.REMOVED, "is gone"),
        (ChangeKind.CHANGED, "null -> null"),
        (ChangeKind.REVIEW, "decided of a text that reads otherwise now"),
    ],
)
def test_info_is_one_line(kind: ChangeKind, told: str) -> None:
    """It breaks nobody."""
    change = make_change(kind=kind, severity=Severity.INFO, old_source="page:3")

    first, _ = drift_text([make_drift(change)]).splitlines()

    assert told in first


def test_a_new_sentence_is_shown() -> None:
    """It has no value, neither before nor now."""
    change = make_change(
        kind=ChangeKind.UNREAD,
        severity=Severity.INFO,
        old=None,
        new=None,
        new_source="page:9",
        new_sentence="Kites\nfly.",
    )

    first, _ = drift_text([make_drift(change)]).splitlines()

    assert 'make.request.n#maximum: page:9 says "Kites fly."' in first


def test_no_call_is_said_too() -> None:
    """Somebody looked."""
    assert "calls    none of yours" in drift_text([make_drift(make_change(calls=()))])


def test_what_documents_say_does_not_steer_a_terminal() -> None:
    """Control characters are shown, not sent."""
    change = make_change(old="\x1b[2J", new_sentence="a\x1b]0;b\x07")

    assert "\x1b" not in drift_text([make_drift(change, message="\x1b[1m")])


def test_several_vendors_have_all_changes_in_one_list() -> None:
    """And each its own, with the gravest reason for all."""
    results = [
        make_drift(make_change(), sentences=(1, 2)),
        make_drift(
            vendor="w", exit_reason=ExitReason.COULD_NOT_LOOK, message="gone", sentences=(3, 4)
        ),
    ]

    told = json.loads(drift_json(results))

    assert (told["vendor"], told["exit_reason"], told["message"]) == (
        None,
        "could-not-look",
        "gone",
    )
    assert told["sentences"] == {"read": 4, "unread": 6}
    assert [each["claim"] for each in told["changes"]] == ["make.request.n#maximum"]
    assert [(each["vendor"], len(each["changes"])) for each in told["vendors"]] == [
        ("v", 1),
        ("w", 0),
    ]


def test_what_documents_say_makes_no_lines_of_its_own() -> None:
    """Names of fields and sentences stay in their line."""
    forged = "a\nv: agrees"
    change = make_change(claim=f"make.{forged}#x", old=forged, new_sentence=forged, breaks=forged)

    assert [
        each for each in drift_text([make_drift(change)]).splitlines() if each == "v: agrees"
    ] == []
