"""A check for people: a table by operation, each finding with its source, and what it cost."""

import re
from collections import Counter
from collections.abc import Iterable

from truecopy.check import CheckResult
from truecopy.model import ExitReason, Finding, Severity, Standing
from truecopy.report.counted_words import counted_severities
from truecopy.report.tables import render, table

_NOTHING_KNOWN = (ExitReason.UNREACHABLE, ExitReason.CREDENTIALS, ExitReason.NOTHING_EXAMINED)
# What fits on a screen beside the findings; of so few claims the names are told.
_MOST_REASONS, _FEW = 8, 2
# What moves the cursor, sets colours, breaks lines or turns the direction of writing.
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028-\u202e\u2066-\u2069]")


def check_text(result: CheckResult) -> str:
    """Return a check's result as text; where nothing was examined, only why."""
    if result.exit_reason in _NOTHING_KNOWN:
        return summary_line(result)
    parts = [_finding(each) for each in result.findings if each.severity is not Severity.INFO]
    parts.append(_notes(each for each in result.findings if each.severity is Severity.INFO))
    parts.append(_undetermined(result))
    if result.tasks_left:
        parts.append(f"Tasks left behind: {', '.join(result.tasks_left)}\n")
    parts.append(summary_line(result))
    # The table alone may have colours: what it shows is this program's own.
    return "\n".join((_claims_table(result), *(printable(part) for part in parts if part)))


def printable(text: str) -> str:
    """Return a text without what would steer a terminal: targets may say such things."""
    return _CONTROL.sub("\ufffd", text)


def summary_line(result: CheckResult) -> str:
    """Return one line that says how the check ended, what it took and what it cost."""
    found = counted_severities(each.severity for each in result.findings)
    counts = ", ".join(f"{result.count(each)} {each.label}" for each in Standing)
    lines = [
        f"{result.contract.title} at {result.target}: {result.exit_reason}"
        + (f" ({found})" if found else ""),
        f"claims: {counts};  {result.requests} requests, {cost_text(result)}, "
        f"{result.elapsed_s:.1f} s, seed {result.seed}",
    ]
    if result.message:
        lines.insert(1, result.message)
    return printable("\n".join(lines) + "\n")


def cost_text(result: CheckResult) -> str:
    """Return what a check cost."""
    if result.cost_usd is None:
        return "cost unknown (a price is not documented)"
    return f"${result.cost_usd:.3f} at documented prices"


def owners(result: CheckResult) -> dict[str, Counter[Standing]]:
    """Return how the claims of each operation stand; behind them those of the lifecycle and the vendor."""
    contract = result.contract
    known = [*contract.operations, "lifecycle", "vendor"]
    found: dict[str, Counter[Standing]] = {name: Counter() for name in known}
    for verdict in result.verdicts:
        owner = result.contract.claims[verdict.claim].owner
        found.setdefault(owner, Counter())[verdict.standing] += 1
    return {name: counts for name, counts in found.items() if counts}


def _claims_table(result: CheckResult) -> str:
    made = table("operation", *(each.label for each in Standing))
    for owner, counts in owners(result).items():
        made.add_row(owner, *(str(counts[standing] or "") for standing in Standing))
    return render(made)


def _finding(finding: Finding) -> str:
    lines = [
        f"{finding.severity.value}: {finding.message}",
        f"  rule      {finding.rule}  [{finding.fingerprint}]",
    ]
    if finding.claim:
        lines.append(f"  claim     {finding.claim}")
    if finding.ground:
        lines.append(f"  ground    {finding.ground}")
    if finding.sources:
        lines.append(f"  source    {finding.sources}")
    if finding.sentence:
        lines.append(f"  sentence  {finding.sentence}")
    if finding.breaks:
        lines.append(f"  breaks    {finding.breaks}")
    if finding.expected:
        lines.append(f"  expected  {finding.expected};  found: {finding.actual}")
    if finding.reproduce:
        lines.append(f"  Reproduce with:\n    {finding.reproduce}")
    return "\n".join(lines) + "\n"


def _notes(findings: Iterable[Finding]) -> str:
    """Return what is only worth a line: additions that break nothing."""
    by_message = Counter(f"{each.message}  [{each.rule}]" for each in findings)
    return "".join(
        f"info: {message}{f'  ({count} operations)' if count > 1 else ''}\n"
        for message, count in by_message.items()
    )


def _undetermined(result: CheckResult) -> str:
    reasons: dict[str, list[str]] = {}
    for each in result.verdicts:
        if each.standing is Standing.UNDETERMINED:
            reasons.setdefault(each.reason, []).append(each.claim)
    if not reasons:
        return ""
    ranked = sorted(reasons.items(), key=lambda each: -len(each[1]))
    lines = [
        f"  {len(claims):4}  {reason}"
        + (f": {', '.join(claims)}" if len(claims) <= _FEW else f", such as {claims[0]}")
        for reason, claims in ranked[:_MOST_REASONS]
    ]
    rest = len(reasons) - _MOST_REASONS
    if rest > 0:
        lines.append(f"        ... and {rest} more reasons; --format json has them by claim")
    return "Undetermined:\n" + "\n".join(lines) + "\n"
