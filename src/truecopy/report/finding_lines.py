"""Findings as text."""

from collections.abc import Iterable

from truecopy.model import Finding


def findings_text(findings: Iterable[Finding]) -> str:
    """Return findings as lines, gravest first; a diff follows its finding."""
    lines = []
    for each in sorted(findings, key=lambda each: each.severity.rank):
        lines.append(f"{each.severity}: {each.where}: {each.message}  [{each.rule}]\n")
        if each.diff:
            lines.append(each.diff if each.diff.endswith("\n") else f"{each.diff}\n")
    return "".join(lines)
