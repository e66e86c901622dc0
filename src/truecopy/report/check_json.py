"""A check as data."""

import json
from typing import Any

from truecopy.check import CheckResult
from truecopy.model import Contract, Finding, Standing
from truecopy.report.contract_tables import evidence_row

# Raised when a member goes or changes its meaning; new members do not count.
SCHEMA_VERSION = 1


def check_json(result: CheckResult) -> str:
    """Return a check's result as JSON."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "vendor": result.contract.vendor,
        "contract": result.contract.fingerprint,
        "target": result.target,
        "exit_reason": result.exit_reason,
        "message": result.message or None,
        "requests": result.requests,
        "cost_usd": None if result.cost_usd is None else round(result.cost_usd, 6),
        "elapsed_s": round(result.elapsed_s, 3),
        "seed": result.seed,
        "silenced": result.silenced,
        "claims": {each.value: result.count(each) for each in Standing},
        "findings": [_finding(result.contract, each) for each in result.findings],
        "verdicts": [
            {"claim": each.claim, "standing": each.standing.value, "reason": each.reason or None}
            for each in result.verdicts
        ],
        "tasks_left": list(result.tasks_left),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _finding(contract: Contract, finding: Finding) -> dict[str, Any]:
    """Return a finding as a row, with what the contract knows of its claim."""
    claim = contract.claims.get(finding.claim)
    return {
        **finding.row(),
        "evidence": [evidence_row(each) for each in claim.evidence] if claim else [],
        "decision": claim.decision if claim else None,
    }
