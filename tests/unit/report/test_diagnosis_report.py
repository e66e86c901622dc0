"""The diagnosis of one day."""

import json

from tests.examining import load
from tests.unit.report.test_memory_report import result

from truecopy.drift.diagnosis import Party, Standpoint, diagnose
from truecopy.model import ExitReason, Severity
from truecopy.report.diagnosis_report import (
    DiagnosisReport,
    diagnosis_json,
    diagnosis_page,
    diagnosis_text,
)

CLAIM = "edit-image-json.request.n#maximum"


def report() -> DiagnosisReport:
    """Return a report of a silent change, and of a fault of the mock that no claim is about."""
    found = diagnose(
        {
            Party.DOCUMENTS: {CLAIM: Standpoint.AGREES},
            Party.WIRE: {CLAIM: Standpoint.DIFFERS},
            Party.MOCK: {"edit-image-json: answer-status-undocumented": Standpoint.DIFFERS},
        }
    )
    return DiagnosisReport(
        contract=load("powertokens"),
        target="https://a.example",
        exit_reason=ExitReason.DRIFT,
        diagnoses=tuple(found),
        notes={Party.RECORDINGS: "there are none"},
        memory=result(),
    )


def test_json_has_sides_diagnoses_and_the_endpoint() -> None:
    """What was not looked at is said."""
    content = json.loads(diagnosis_json(report()))

    assert content["exit_reason"] == "drift"
    assert content["sides"]["recordings"] == {"looked": False, "message": "there are none"}
    first = content["diagnosis"][0]
    assert (first["claim"], first["says"]["wire"]) == (CLAIM, "differs")
    assert first["diagnoses"][0]["slug"] == "silent-change"
    assert content["wire"]["exit_reason"] == "drift"


def test_text_is_a_table_and_what_it_means() -> None:
    """Each diagnosis is explained once."""
    text = diagnosis_text(report())

    assert "silent-change: The endpoint has changed and the documents have not" in text
    assert "recordings not looked at: there are none" in text
    assert "The history is new: there is nothing to compare with." in text
    assert text.rstrip().endswith("2 claims on which the sides differ")


def test_a_page_has_an_item_for_each_claim() -> None:
    """A silent change is the worst."""
    page = diagnosis_page(report())

    assert [each.severity for each in page.items] == [Severity.ERROR, Severity.WARNING]
    assert [each.owner for each in page.items] == ["edit-image-json", "edit-image-json"]
    assert page.items[0].facts["wire"] == "differs"
    assert page.items[0].sources
