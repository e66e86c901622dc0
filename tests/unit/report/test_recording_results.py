"""What came of recording, comparing and verifying, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from truecopy.model import ExitReason, Finding, Severity
from truecopy.recording.verification import Sighting, Verification
from truecopy.report import (
    RecordReport,
    record_json,
    record_text,
    verification_json,
    verification_text,
)


def make_report(**changes: Any) -> RecordReport:
    """Return what came of recording."""
    return RecordReport(
        **{
            "title": "Stampworks",
            "target": "mock",
            "exit_reason": ExitReason.RECORDED,
            "paths": (Path("recordings/a.yaml"), Path("recordings/b.yaml")),
            "requests": 7,
            "cost_usd": 0.075,
            **changes,
        }
    )


def make_finding(**changes: Any) -> Finding:
    """Return a finding."""
    return Finding(
        **{
            "rule": "recording-shape-differs",
            "severity": Severity.WARNING,
            "where": "a.yaml:12",
            "message": "/a was string, now it is absent",
            **changes,
        }
    )


def make_sighting(claim: str, *, is_held: bool = True) -> Sighting:
    """Return a sighting."""
    return Sighting(claim=claim, place="a.yaml:3", at=1.0, target="mock", is_held=is_held)


def make_verification(*findings: Finding, **changes: Any) -> Verification:
    """Return what came of verifying."""
    return Verification(
        **{
            "cassettes": 2,
            "interactions": 5,
            "examined": 4,
            "findings": list(findings),
            **changes,
        }
    )


def test_a_recording_has_its_files_and_a_last_line() -> None:
    """Each file is a line; the last one counts."""
    assert record_text(make_report()).splitlines() == [
        "  recordings/a.yaml",
        "  recordings/b.yaml",
        "Stampworks at mock: recorded; 2 cassettes written; 7 requests, $0.075",
    ]


def test_what_was_left_out_is_told_with_its_reason() -> None:
    """What was not recorded, or not compared, is a line with its reason."""
    omitted = {"create/accepted": "the task has not ended in its time"}

    recorded = record_text(make_report(omitted=omitted, exit_reason=ExitReason.INCOMPLETE))
    compared = record_text(
        make_report(omitted=omitted, exit_reason=ExitReason.INCOMPLETE, compared=(0, 1), paths=())
    )

    assert "not recorded: create/accepted: the task has not ended in its time\n" in recorded
    assert "not compared: create/accepted: the task has not ended in its time\n" in compared


def test_a_comparison_counts_answers() -> None:
    """A comparison counts what it compared, and what it found by severity."""
    added = make_finding(severity=Severity.INFO, message="/b was absent, now it is string")
    report = make_report(
        exit_reason=ExitReason.CHANGED, compared=(9, 12), paths=(), findings=(make_finding(), added)
    )

    *lines, last = record_text(report).splitlines()

    assert lines == [
        "warning: a.yaml:12: /a was string, now it is absent  [recording-shape-differs]",
        "info: a.yaml:12: /b was absent, now it is string  [recording-shape-differs]",
    ]
    assert (
        last
        == "Stampworks at mock: changed (1 warning, 1 info); 9 of 12 recorded answers compared; 7 requests, $0.075"
    )


def test_the_reason_of_an_early_end_is_told() -> None:
    """A message stands above the last line; an unknown cost is called so."""
    report = make_report(
        exit_reason=ExitReason.BUDGET, message="--max-cost 1: $0.900 is spent", cost_usd=None
    )

    *_, message, last = record_text(report).splitlines()

    assert message == "--max-cost 1: $0.900 is spent"
    assert last.endswith("; 7 requests, cost unknown")


def test_a_recording_as_data_has_everything() -> None:
    """The data has a version, reasons, files, findings with both sides, and cost to the millionth."""
    finding = make_finding(
        stale="contract",
        pointer="/a",
        expected="string",
        actual="absent",
        vendor="stampworks",
        operation="create",
    )
    report = make_report(
        compared=(3, 4), findings=(finding,), omitted={"a": "b"}, cost_usd=0.1 + 0.2
    )

    content = json.loads(record_json(report))

    assert content["schema_version"] == 1
    assert content["message"] is None
    assert content["cassettes"] == ["recordings/a.yaml", "recordings/b.yaml"]
    assert (content["compared"], content["recorded"], content["cost_usd"]) == (3, 4, 0.3)
    assert content["omitted"] == [{"what": "a", "why": "b"}]
    assert content["findings"] == [finding.row()]


def test_no_cost_is_null() -> None:
    """A cost that nobody knows is null, and nothing compared is null where nothing was to be."""
    content = json.loads(record_json(make_report(cost_usd=None)))

    assert (content["cost_usd"], content["compared"]) == (None, None)


def test_findings_come_by_severity_with_their_source() -> None:
    """Errors stand first; where the documents say it stands below, but not for what is info."""
    error = make_finding(severity=Severity.ERROR, message="e", sources="create:3-5")
    warning = make_finding(message="w")
    info = make_finding(severity=Severity.INFO, message="i", sources="create:9")

    lines = verification_text(make_verification(info, warning, error)).splitlines()

    assert [each.partition(":")[0] for each in lines] == [
        "error",
        "  source  create",
        "warning",
        "info",
        "2 cassettes, 5 interactions, 4 judged (1 error, 1 warning, 1 info)",
    ]


def test_one_finding_of_many_places_is_told_once() -> None:
    """With three places in its line; the others of a grave finding have a line each, those of info are counted."""
    grave = [make_finding(where=f"{number}.yaml") for number in range(5)]
    light = [make_finding(where=f"{number}.yaml", severity=Severity.INFO) for number in range(5)]

    lines = verification_text(make_verification(*grave, *light)).splitlines()

    assert lines[0].startswith("warning: 0.yaml, 1.yaml, 2.yaml, and 2 more: /a")
    assert lines[1:3] == ["  also at 3.yaml", "  also at 4.yaml"]
    assert lines[-2].startswith("info: 0.yaml, 1.yaml, 2.yaml, and 2 more: /a")
    assert sum("also at" in each for each in lines) == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "4 judged: agrees"),
        ({"examined": 0}, "0 judged: nothing to judge"),
        ({"findings": [make_finding()]}, "4 judged (1 warning)"),
    ],
)
def test_the_last_line_says_how_it_ended(changes: dict[str, Any], told: str) -> None:
    """Without findings it agrees; where nothing was judged it does not say so."""
    last = verification_text(make_verification(**changes)).splitlines()[-1]

    assert last == f"2 cassettes, 5 interactions, {told}"


def test_claims_seen_held_are_counted_by_vendor() -> None:
    """Each claim counts once; one that was seen broken only does not count."""
    found = make_verification()
    found.sightings["stampworks"] += [make_sighting("a"), make_sighting("a"), make_sighting("b")]
    found.sightings["mint"] += [make_sighting("c", is_held=False)]

    text, content = verification_text(found), json.loads(verification_json(found))

    assert text.endswith("; 0 claims of mint seen held; 2 claims of stampworks seen held\n")
    assert content["held"] == {"mint": [], "stampworks": ["a", "b"]}
    assert (content["cassettes"], content["interactions"], content["judged"]) == (2, 5, 4)


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    """Words of a target cannot move the cursor or set colours."""
    finding = make_finding(message="evil \x1b[31m words\r\n")

    text = verification_text(make_verification(finding)) + record_text(
        make_report(message="\x1b[2J", exit_reason=ExitReason.BUDGET, findings=(finding,))
    )

    assert "\x1b" not in text
    assert "\r" not in text
