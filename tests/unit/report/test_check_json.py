"""A check as data."""

import json

import pytest
from tests.unit.report.results import (
    BROKEN,
    CONTRACT,
    DRIFTED,
    HELD,
    OPEN,
    OWNER,
    VENDOR,
    drifted,
    make_finding,
    make_result,
    report,
)

from truecopy.model import Severity
from truecopy.report.contract_tables import evidence_row


def test_json_has_everything_under_stable_names() -> None:
    """As data a check has these keys, and what is absent is null."""
    bare = make_finding(claim="", sources="", severity=Severity.INFO, attachments={"x": b"1"})

    told = json.loads(report(make_result(make_finding(), bare, tasks_left=("t1",)), "json"))

    findings, verdicts = told.pop("findings"), told.pop("verdicts")
    assert told == {
        "schema_version": 1,
        "vendor": VENDOR,
        "contract": CONTRACT.fingerprint,
        "target": "http://vendor.localhost",
        "exit_reason": "findings",
        "message": None,
        "requests": 7,
        "cost_usd": 0.123457,
        "elapsed_s": 1.25,
        "seed": 3,
        "silenced": 0,
        "claims": {"held": 1, "broken": 2, "undetermined": 1, "observed_otherwise": 0},
        "tasks_left": ["t1"],
    }
    assert findings[0] == {
        "fingerprint": make_finding().fingerprint,
        "rule": "answer-field-missing",
        "severity": "error",
        "where": OWNER,
        "vendor": VENDOR,
        "operation": OWNER,
        "claim": BROKEN,
        "ground": "example",
        "sources": "page:1-2",
        "sentence": None,
        "breaks": None,
        "evidence": [evidence_row(each) for each in CONTRACT.claims[BROKEN].evidence],
        "decision": CONTRACT.claims[BROKEN].decision,
        "pointer": "/data",
        "message": "data is missing",
        "expected": "there",
        "actual": "absent",
        "reproduce": make_finding().reproduce,
        "diff": None,
        "stale": None,
    }
    assert (findings[1]["claim"], findings[1]["evidence"]) == (None, [])
    assert verdicts[0] == {"claim": HELD, "standing": "held", "reason": None}
    assert verdicts[2] == {"claim": OPEN, "standing": "undetermined", "reason": "nobody asked"}
    assert json.loads(report(make_result(cost_usd=None), "json"))["cost_usd"] is None


@pytest.mark.parametrize("name", DRIFTED)
def test_json_counts_what_it_lists(name: str) -> None:
    """The counts of claims are those of the verdicts that follow."""
    told = json.loads(report(drifted(name), "json"))

    standings = [each["standing"] for each in told["verdicts"]]
    assert told["claims"] == {each: standings.count(each) for each in told["claims"]}
    assert len(told["findings"]) == len(drifted(name).findings)
