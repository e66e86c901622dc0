"""Findings that a team has accepted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.drift.baseline import AcceptedFinding, Baseline, read_baseline
from truecopy.errors import WorkspaceError
from truecopy.model import Finding, Severity

TODAY = date(2026, 3, 1)


def finding(claim: str = "a", vendor: str = "v") -> Finding:
    """Return a finding."""
    return Finding(
        rule="answer-field-missing",
        severity=Severity.ERROR,
        where="x",
        message="m",
        claim=claim,
        vendor=vendor,
        operation="make",
    )


def accepted(path: Path, *findings: Finding, until: date | None = None) -> Baseline:
    """Return a baseline in which findings are accepted."""
    return Baseline(path=path).updated(
        findings, reason="known", who="Ann", today=TODAY, until=until
    )


def test_what_is_accepted_is_silenced_and_nothing_else(tmp_path: Path) -> None:
    """By fingerprint, whatever the message says."""
    silence = accepted(tmp_path, finding()).silence([finding(), finding("b")], TODAY)

    assert [each.claim for each in silence.silenced] == ["a"]
    assert [each.claim for each in silence.counted] == ["b"]
    assert silence.expired == ()


def test_an_acceptance_ends_with_its_day(tmp_path: Path) -> None:
    """It holds on its last day, and the finding is back on the next."""
    baseline = accepted(tmp_path, finding(), until=TODAY)

    assert baseline.silence([finding()], TODAY).counted == ()
    tomorrow = baseline.silence([finding()], TODAY + timedelta(1))
    assert [each.claim for each in tomorrow.counted] == ["a"]
    assert [each.reason for each in tomorrow.expired] == ["known"]


def test_accepting_again_keeps_the_words_that_still_hold(tmp_path: Path) -> None:
    """An expired acceptance is renewed, one that holds is left as it was reviewed."""
    baseline = accepted(tmp_path, finding("a")).updated(
        [finding("b")], reason="soon", who="Ann", today=TODAY, until=TODAY
    )

    later = baseline.updated(
        [finding("a"), finding("b")],
        reason="later",
        who="Bob",
        today=TODAY + timedelta(9),
        until=None,
    )

    assert [(each.claim, each.reason, each.who) for each in later.accepted] == [
        ("a", "known", "Ann"),
        ("b", "later", "Bob"),
    ]


def test_what_was_not_examined_is_not_pruned(tmp_path: Path) -> None:
    """Gone is what a run looked at and did not find; other vendors are none of its business."""
    everything = [finding("a"), finding("b"), finding("c"), finding(""), finding("a", "w")]
    baseline = accepted(tmp_path, *everything)

    broken_off = baseline.pruned("v", [finding("a")], {"a", "b"}, is_complete=False)
    whole = baseline.pruned("v", [finding("a")], {"a", "b"}, is_complete=True)

    assert [(each.vendor, each.claim) for each in broken_off.accepted] == [
        ("v", "a"),
        ("v", "c"),
        ("v", ""),
        ("w", "a"),
    ]
    assert [(each.vendor, each.claim) for each in whole.accepted] == [
        ("v", "a"),
        ("v", "c"),
        ("w", "a"),
    ]


words = st.text(min_size=1, max_size=30).filter(str.strip)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(
    st.lists(
        st.builds(
            AcceptedFinding,
            fingerprint=st.text("0123456789abcdef", min_size=12, max_size=12),
            reason=words,
            who=words,
            rule=words,
            vendor=words,
            operation=words,
            claim=words,
            accepted=days,
            until=days,
        ),
        max_size=3,
        unique_by=lambda each: each.fingerprint,
    )
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[AcceptedFinding]
) -> None:
    """Whatever the texts hold."""
    path = tmp_path_factory.mktemp("baseline") / "truecopy-baseline.yaml"
    baseline = Baseline(path=path, accepted=tuple(rows))

    path.write_text(baseline.text(), encoding="utf-8")

    assert read_baseline(path) == baseline


def test_no_file_is_an_empty_baseline(tmp_path: Path) -> None:
    """Nothing is accepted then."""
    assert read_baseline(tmp_path / "none.yaml").accepted == ()


GOOD = 'fingerprint: "0123456789ab"\n  reason: r\n  who: w'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("version: 2", "version 2"),
        ("accepted: []", "version None"),
        ("version: 1\naccepted: 5", "a list was expected, found 5"),
        ("version: 1\naccepted: [5]", r"accepted\[0\]: a mapping was expected, found 5"),
        ("version: 1\naccepted: [{fingerprint: x}]", "reason, who are missing"),
        (f"version: 1\naccepted:\n- {GOOD}\n  untl: 2026-01-01", "unknown key untl"),
        (f"version: 1\naccepted:\n- {GOOD}\n  until: soon", "'soon' is no day"),
        (f"version: 1\naccepted:\n- {GOOD}\n  until: 2026-02-30", "out of range"),
        (f"version: 1\naccepted:\n- {GOOD}\n- {GOOD}", "stands there twice"),
        ("version: 1\naccepted:\n- {fingerprint: 123456789012, reason: r, who: w}", "in quotes"),
        (
            "version: 1\naccepted:\n- {fingerprint: a, reason: ' ', who: w}",
            "reason: a text was expected",
        ),
        ("version: 1\nmore: 1", "unknown key more"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, why: str) -> None:
    """With the value and its place: a misspelt acceptance must not pass silently."""
    path = tmp_path / "baseline.yaml"
    path.write_text(text)

    with pytest.raises(WorkspaceError, match=why):
        read_baseline(path)
