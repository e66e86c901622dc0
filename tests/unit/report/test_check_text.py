"""A check for people."""

import os

import pytest
from tests.unit.report.results import (
    BROKEN,
    CLAIMS,
    CONTRACT,
    OWNER,
    make_finding,
    make_result,
    report,
)

from truecopy.model import ExitReason, Severity, Standing, Verdict
from truecopy.report import (
    summary_line,
)
from truecopy.report.check_text import cost_text


def test_text_shows_each_finding_with_its_source() -> None:
    """A finding for people has message, rule, claim, source, both sides, and how to repeat it."""
    told = report(make_result(make_finding()), "text")

    assert "error: data is missing\n" in told
    assert f"  rule      answer-field-missing  [{make_finding().fingerprint}]\n" in told
    assert f"  claim     {BROKEN}\n  ground    example\n  source    page:1-2\n" in told
    assert "  expected  there;  found: absent\n" in told
    assert '  Reproduce with:\n    curl -i http://x/ -H "Authorization: Bearer $TOKEN"\n' in told


def test_text_leaves_out_what_a_finding_does_not_have() -> None:
    """A finding of no claim, no source and no request has no lines for them."""
    bare = make_finding(claim="", sources="", ground=None, expected="", actual="", reproduce="")

    told = report(make_result(bare), "text")

    for label in ("claim   ", "ground   ", "source   ", "expected  ", "Reproduce"):
        assert label not in told


def test_text_has_a_row_for_each_operation() -> None:
    """The table counts the claims of each operation, and leaves out zeros."""
    first = report(make_result(), "text").splitlines()

    rows = [line.split() for line in first]
    assert rows[0] == ["operation", "held", "broken", "undetermined", "observed", "otherwise"]
    assert rows[1] == [OWNER, "1", "2", "1"]


def test_text_folds_additions_to_a_line_each() -> None:
    """What is only worth knowing is one line, however many operations show it."""
    infos = [
        make_finding(severity=Severity.INFO, claim="", message=message, operation=operation)
        for message, operation in [("usage is new", "a"), ("usage is new", "b"), ("other", "a")]
    ]

    told = report(make_result(*infos), "text")

    assert "info: usage is new  [answer-field-missing]  (2 operations)\n" in told
    assert "info: other  [answer-field-missing]\n" in told
    assert "Reproduce" not in told


def test_text_names_the_commonest_reasons() -> None:
    """Reasons for not knowing are counted, the commonest first, no more than eight; a few claims are named."""
    verdicts = [
        Verdict(claim=claim, standing=Standing.UNDETERMINED, reason=f"reason {number}")
        for number, claim in enumerate(CLAIMS[:10])
    ]
    verdicts.append(Verdict(claim=CLAIMS[10], standing=Standing.UNDETERMINED, reason="reason 5"))

    told = report(make_result(verdicts=tuple(verdicts)), "text")

    shared = f"{CLAIMS[5]}, {CLAIMS[10]}"
    assert f"Undetermined:\n     2  reason 5: {shared}\n     1  reason 0: {CLAIMS[0]}\n" in told
    assert "        ... and 2 more reasons; --format json has them by claim\n" in told


def test_text_names_tasks_that_are_left() -> None:
    """Tasks that were not seen to end are named, and nothing is said where there are none."""
    assert "Tasks left behind: t1, t2\n" in report(make_result(tasks_left=("t1", "t2")), "text")
    assert "Tasks" not in report(make_result(verdicts=()), "text")


@pytest.mark.parametrize("said", ["\x1b[2Jgone", "\x1b]0;title\x07", "\x9b31m", "\x08\x08", "\x7f"])
@pytest.mark.parametrize("place", ["message", "actual", "expected"])
def test_text_keeps_control_characters_from_the_terminal(place: str, said: str) -> None:
    """What a target says cannot move the cursor or change the title of a terminal."""
    told = report(make_result(make_finding(**{place: said})), "text")

    assert all(each.isprintable() or each == "\n" for each in told)


def test_text_has_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the terminal safe does not take the colours of the table away."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(os, "isatty", lambda _: True)

    assert "\x1b[" in report(make_result(), "text")


@pytest.mark.parametrize(
    ("severities", "found"),
    [
        ((), "agrees\n"),
        (("error",), "findings (1 error)\n"),
        (("error", "error", "warning"), "findings (2 errors, 1 warning)\n"),
        (("warning", "warning", "info", "info"), "findings (2 warnings, 2 info)\n"),
    ],
)
def test_one_line_says_how_it_ended(severities: tuple[str, ...], found: str) -> None:
    """The summary counts findings by how grave they are, the gravest first."""
    findings = [make_finding(severity=Severity(each)) for each in severities]

    told = summary_line(make_result(*findings))

    assert told.startswith(f"{CONTRACT.title} at http://vendor.localhost: {found}")
    assert told.endswith(
        "claims: 1 held, 2 broken, 1 undetermined, 0 observed otherwise;  7 requests, $0.123 at "
        "documented prices, 1.2 s, seed 3\n"
    )


def test_the_summary_has_the_reason_of_an_early_end() -> None:
    """Why a check ended before its time stands between the two lines."""
    told = summary_line(
        make_result(exit_reason=ExitReason.BUDGET, message="--max-requests 7 is reached")
    )

    assert told.splitlines()[1] == "--max-requests 7 is reached"


def test_an_unknown_price_is_not_zero() -> None:
    """Where a price is not documented the cost is unknown."""
    assert cost_text(make_result(cost_usd=None)).startswith("cost unknown")
    assert cost_text(make_result(cost_usd=0.0)) == "$0.000 at documented prices"
