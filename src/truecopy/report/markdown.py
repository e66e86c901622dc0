"""A check as Markdown, for the summary of a CI step."""

from truecopy.check import CheckResult
from truecopy.model import Finding, Severity, Standing
from truecopy.report.check_text import cost_text, owners, printable

_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.INFO: "⚪"}
# Summaries of CI steps are read, and cut at a megabyte.
_MOST_INFOS = 10


def check_markdown(result: CheckResult) -> str:
    """Return a check's result as Markdown."""
    lines = [
        f"## {result.contract.title}: {result.exit_reason}",
        "",
        f"`{result.target}`, contract `{result.contract.fingerprint}`: {result.requests} requests, "
        f"{cost_text(result)}, {result.elapsed_s:.1f} s, seed {result.seed}",
        "",
    ]
    if result.message:
        lines += [f"> {_escaped(result.message)}", ""]
    heads = " | ".join(each.label for each in Standing)
    lines += [f"| operation | {heads} |", f"| --- |{' ---: |' * len(Standing)}"]
    for owner, counts in owners(result).items():
        cells = " | ".join(str(counts[standing]) for standing in Standing)
        lines.append(f"| {owner} | {cells} |")
    infos = [each for each in result.findings if each.severity is Severity.INFO]
    shown = [each for each in result.findings if each.severity is not Severity.INFO]
    for finding in (*shown, *infos[:_MOST_INFOS]):
        lines += ["", *_finding(finding)]
    if len(infos) > _MOST_INFOS:
        lines += ["", f"... and {len(infos) - _MOST_INFOS} more of severity info"]
    if result.tasks_left:
        lines += ["", f"Tasks left behind: {_escaped(', '.join(result.tasks_left))}"]
    return printable("\n".join(lines) + "\n")


def _finding(finding: Finding) -> list[str]:
    lines = [
        f"{_MARKS[finding.severity]} **{finding.rule}** `{finding.fingerprint}` {_escaped(finding.message)}",
    ]
    if finding.claim:
        lines += [
            "",
            f"Claim `{finding.claim}`, {finding.ground}, from {_escaped(finding.sources)}",
        ]
    if finding.reproduce and finding.severity is not Severity.INFO:
        fence = "`" * max(3, _longest_run(finding.reproduce) + 1)
        lines += ["", f"{fence}bash", finding.reproduce, fence]
    return lines


def _escaped(text: str) -> str:
    """Return what a target may have said as text that Markdown and HTML leave alone."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]#|~":
        flat = flat.replace(mark, f"\\{mark}")
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
