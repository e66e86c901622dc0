"""A result as workflow commands of GitHub."""

import re

import pytest
from tests.unit.model.test_changes import make_change
from tests.unit.report.hostile import HOSTILE
from tests.unit.report.results import BROKEN, CONTRACT, make_finding, make_result, report
from tests.unit.report.test_drift_report import make_drift

from truecopy.model import ExitReason, Severity
from truecopy.report import PAGE_FORMATS, drift_page

COMMAND = re.compile(r"::(?:error|warning|notice) (?:[a-z]+=[^:,]*)(?:,[a-z]+=[^:,]*)*::[^\r\n]*")


@pytest.mark.parametrize("said", HOSTILE, ids=repr)
@pytest.mark.parametrize("place", ["message", "sources", "reproduce", "claim", "operation", "rule"])
def test_nothing_that_is_said_is_a_command(place: str, said: str) -> None:
    """One line for each finding, and one for the whole, each a command of ours."""
    told = report(make_result(make_finding(**{place: said}), message=said), "github")

    lines = told.split("\n")
    assert len(lines) == 3
    assert lines[-1] == ""
    for line in lines[:-1]:
        assert COMMAND.fullmatch(line), line


def test_a_finding_is_at_the_line_of_its_claim() -> None:
    """With its rule as title; what is graver comes first."""
    light = make_finding(severity=Severity.INFO, message="light")

    first, second, whole = report(make_result(light, make_finding()), "github").splitlines()

    file = CONTRACT.claims[BROKEN].pointer.partition("#")[0]
    assert re.match(
        rf"::error file=contracts/mulerouter/{file},line=[0-9]+,title=answer-field-missing at ",
        first,
    )
    assert "data is missing%0Asource: page:1-2%0Aexpected: there" in first
    assert second.startswith("::notice ")
    assert whole == "::notice title=MuleRouter::findings (1 error, 1 info)"


def test_that_nobody_could_look_is_an_error() -> None:
    """Not a notice that nobody reads."""
    result = make_drift(exit_reason=ExitReason.COULD_NOT_LOOK, message="page gone")

    (line,) = PAGE_FORMATS["github"](drift_page([result], "diff", {})).splitlines()

    assert line == "::error title=v::could-not-look%0Apage gone"


def test_a_change_has_both_sentences() -> None:
    """Where it stood and where it stands."""
    change = make_change(old=6, new=4, old_source="a:1", old_sentence="Six.", new_sentence="Four.")

    line, _ = PAGE_FORMATS["github"](drift_page([make_drift(change)], "diff", {})).splitlines()

    assert line.endswith("n#maximum: 6 -> 4%0Abefore: a:1 Six.%0Anow:  Four.")
