"""Results of checks, made up and real, for tests of their reports."""

from functools import lru_cache
from typing import Any

from tests.drifts.drifts import DRIFTS
from tests.examining import examine, load

from truecopy.check import CheckResult
from truecopy.contract.workspace import built_in_root
from truecopy.model import ExitReason, Finding, Ground, Severity, Standing, Verdict
from truecopy.report import (
    check_report,
)

VENDOR = "mulerouter"
CONTRACT = load(VENDOR)
OWNER = "create-generation"
CLAIMS = [each.id for each in CONTRACT.claims.values() if each.owner == OWNER]
HELD, BROKEN, OPEN, BARE = CLAIMS[:4]
DRIFTED = ("task-id-renamed", "n-at-most-5", "created-renamed", "usage-added", "unreadable-500")


def make_finding(**changes: Any) -> Finding:
    """Return a finding that breaks a claim."""
    given: dict[str, Any] = {
        "rule": "answer-field-missing",
        "severity": Severity.ERROR,
        "where": OWNER,
        "message": "data is missing",
        "claim": BROKEN,
        "ground": Ground.EXAMPLE,
        "vendor": VENDOR,
        "operation": OWNER,
        "pointer": "/data",
        "expected": "there",
        "actual": "absent",
        "sources": "page:1-2",
        "reproduce": 'curl -i http://x/ -H "Authorization: Bearer $TOKEN"',
    }
    return Finding(**given | changes)


def make_result(*findings: Finding, **changes: Any) -> CheckResult:
    """Return the result of a check of which one claim held, two are broken and one is undetermined."""
    given: dict[str, Any] = {
        "contract": CONTRACT,
        "target": "http://vendor.localhost",
        "exit_reason": ExitReason.FINDINGS if findings else ExitReason.AGREES,
        "message": "",
        "requests": 7,
        "cost_usd": 0.1234567,
        "elapsed_s": 1.25,
        "seed": 3,
        "findings": findings,
        "verdicts": (
            Verdict(claim=HELD, standing=Standing.HELD),
            Verdict(claim=BROKEN, standing=Standing.BROKEN),
            Verdict(claim=OPEN, standing=Standing.UNDETERMINED, reason="nobody asked"),
            Verdict(claim=BARE, standing=Standing.BROKEN),
        ),
        "tasks_left": (),
    }
    return CheckResult(**given | changes)


@lru_cache
def drifted(name: str) -> CheckResult:
    """Return what a check finds of a vendor that has drifted."""
    drift = next(each for each in DRIFTS if each.name == name)
    return examine(drift.vendor, drift)


def report(result: CheckResult, format: str) -> str:
    """Return a result in a format."""
    return check_report(result, built_in_root() / "contracts" / result.contract.vendor)(format)
