"""Findings as text and as JSON."""

from collections.abc import Iterable
from typing import Any

from truecopy.model import Finding


def findings_text(findings: Iterable[Finding]) -> str:
    """Return findings as lines, gravest first; a diff follows its finding."""
    order = {"error": 0, "warning": 1, "info": 2}
    lines = []
    for each in sorted(findings, key=lambda each: order[each.severity]):
        lines.append(f"{each.severity}: {each.where}: {each.message}  [{each.rule}]\n")
        if each.diff:
            lines.append(each.diff if each.diff.endswith("\n") else f"{each.diff}\n")
    return "".join(lines)


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as data."""
    return [
        {
            "rule": each.rule,
            "severity": each.severity.value,
            "where": each.where,
            "message": each.message,
            "claim": each.claim or None,
            "diff": each.diff or None,
        }
        for each in findings
    ]
