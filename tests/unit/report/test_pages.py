"""Results of commands as pages, in every format."""

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator
from tests.examining import load
from tests.unit.model.test_changes import make_change
from tests.unit.report.results import make_finding
from tests.unit.report.test_drift_report import make_drift
from tests.unit.report.test_recording_results import make_report, make_verification
from tests.unit.report.test_sarif import sarif_schema

from truecopy.contract.workspace import built_in_root
from truecopy.model import RULES, ExitReason, Severity
from truecopy.report import (
    PAGE_FORMATS,
    derivation_page,
    drift_page,
    record_page,
    verification_page,
)
from truecopy.report.result_page import ResultPage

FINDING = make_finding(where="nowhere.yaml:3")
MOVED = RULES["contract-file-stale"].finding(
    "contracts/a/openapi.json", "is not what it was", diff="- a\n+ b\n"
)
N = "create-generation.request.n#maximum"
FOLDER = built_in_root() / "contracts" / "mulerouter"
PAGES: dict[str, Callable[[ExitReason], ResultPage]] = {
    "verify": lambda reason: verification_page(make_verification(FINDING), reason, "a message"),
    "record": lambda reason: record_page(make_report(findings=(FINDING,), exit_reason=reason)),
    "derive": lambda reason: derivation_page([MOVED], ["a: 3 claims"], reason),
    "diff": lambda reason: drift_page(
        [make_drift(make_change(claim=N), exit_reason=reason, vendor="mulerouter")],
        "diff",
        {"mulerouter": (load("mulerouter"), FOLDER)},
    ),
}


@pytest.mark.parametrize("format", PAGE_FORMATS)
@pytest.mark.parametrize("command", PAGES)
def test_every_command_has_every_format(command: str, format: str) -> None:
    """What was found is in it, by its rule."""
    page = PAGES[command](ExitReason.FINDINGS)

    told = PAGE_FORMATS[format](page)

    assert told.endswith("\n")
    assert page.items[0].rule in told
    assert page.items[0].message in told.replace("\\#", "#").replace("\\_", "_").replace(
        "&gt;", ">"
    )


@pytest.mark.parametrize("command", PAGES)
def test_sarif_of_every_command_keeps_its_standard(command: str) -> None:
    """Also where a finding stands nowhere."""
    told = json.loads(PAGE_FORMATS["sarif"](PAGES[command](ExitReason.FINDINGS)))

    assert list(Draft4Validator(sarif_schema()).iter_errors(told)) == []


@pytest.mark.parametrize("command", PAGES)
def test_that_a_command_could_not_work_is_no_green_report(command: str) -> None:
    """JUnit has an error of its own, SARIF no successful execution."""
    page = PAGES[command](ExitReason.COULD_NOT_LOOK)
    root = ElementTree.fromstring(PAGE_FORMATS["junit"](page))  # noqa: S314 - our own
    run = json.loads(PAGE_FORMATS["sarif"](page))["runs"][0]

    assert len(list(root.iter("error"))) == 1
    assert sum(int(str(suite.get("errors"))) for suite in root) == 1
    assert run["invocations"][0]["executionSuccessful"] is False


def test_that_nothing_was_found_is_a_case_that_passes() -> None:
    """A report without a case is an error to many who read JUnit."""
    page = drift_page([make_drift(exit_reason=ExitReason.AGREES)], "diff", {})

    root = ElementTree.fromstring(PAGE_FORMATS["junit"](page))  # noqa: S314 - our own

    (case,) = root.iter("testcase")
    assert (case.get("classname"), case.get("name"), len(case)) == ("v.diff", "agrees", 0)


def test_a_change_is_at_the_line_of_its_claim() -> None:
    """In the file of the new contract; of one that is gone at that of its operation, of a revision nowhere."""
    changes = [make_change(claim=each) for each in (N, f"{N}x", "lifecycle#gone")]
    result = make_drift(*changes, vendor="mulerouter")

    shown = drift_page([result], "diff", {"mulerouter": (load("mulerouter"), FOLDER)})
    hidden = drift_page([result], "diff", {})

    names = [each.place and each.place[0].name for each in shown.items]
    assert names == ["request.json", "openapi.json", "openapi.json"]
    assert {each.place for each in hidden.items} == {None}


def test_changes_of_several_vendors_are_told_apart() -> None:
    """By the vendor in front of the operation."""
    results = [make_drift(make_change(calls=())), make_drift(make_change(), vendor="w")]

    page = drift_page(results, "drift documents", {})

    assert [each.owner for each in page.items] == ["v.make", "w.make"]
    assert page.items[0].facts == {"calls": "none of yours"}
    assert page.items[0].fingerprint != page.items[1].fingerprint
    assert page.count(Severity.ERROR) == 2
