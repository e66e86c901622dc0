"""The journal of the proxy, read as what it says."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.examining import load
from tests.unit.recording.proxying.test_exchange_journal import make_passed

from truecopy.drift.judged_journal import read_judged_journal
from truecopy.errors import RecordingError
from truecopy.model import RULES
from truecopy.recording.proxying.exchange_journal import Passed

VENDOR = "powertokens"
CONTRACT = load(VENDOR)
BROKEN, HELD = sorted(CONTRACT.claims)[:2]
FOUND = RULES["answer-field-type-differs"].finding(
    "POST /", "it differs", vendor=VENDOR, operation=next(iter(CONTRACT.operations)), claim=BROKEN
)


def journal(folder: Path, *passed: Passed) -> Path:
    """Write a journal as its address answers it."""
    path = folder / "journal.json"
    path.write_text(json.dumps({"requests": [each.row() for each in passed]}))
    return path


def test_findings_are_as_they_were_when_they_passed(tmp_path: Path) -> None:
    """With the same fingerprint, and the entry as their place; what was not judged shows nothing."""
    path = journal(
        tmp_path,
        make_passed(findings=(FOUND,), held=frozenset({HELD, BROKEN, "gone#type"})),
        make_passed(note="not judged: too large"),
    )

    found = read_judged_journal(path, CONTRACT)

    assert found.findings == [replace(FOUND, where=f"{path}#1")]
    assert (found.interactions, found.examined) == (2, 1)
    assert {each.claim: each.is_held for each in found.sightings[VENDOR]} == {
        HELD: True,
        BROKEN: False,
    }
    assert all(each.at > 0 for each in found.sightings[VENDOR])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"findings": None}, "has no findings and held claims"),
        ({"held": "all"}, "has no findings and held claims"),
        ({"findings": [7]}, "cannot be read"),
        ({"findings": [{"rule": "x", "severity": "grave"}]}, "cannot be read"),
        ({"findings": [{"rule": "x", "severity": "error"}]}, "without one of rule, vendor"),
        (
            {"findings": [replace(FOUND, vendor="applerouter").row()]},
            "is of another vendor than powertokens",
        ),
    ],
)
def test_what_is_no_journal_of_the_proxy_is_refused(
    tmp_path: Path, changes: dict[str, object], why: str
) -> None:
    """Naming the entry."""
    path = tmp_path / "journal.json"
    path.write_text(json.dumps([make_passed().row() | changes]))

    with pytest.raises(RecordingError, match=why):
        read_judged_journal(path, CONTRACT)
