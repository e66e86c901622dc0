"""A result as Markdown, for the summary of a CI step."""

from collections import Counter

from truecopy.model import Severity, Standing
from truecopy.report.alert_issue import code_span
from truecopy.report.check_text import printable
from truecopy.report.result_page import ReportItem, ResultPage

_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.INFO: "⚪"}
# Summaries of CI steps are read, and cut at a megabyte.
_MOST_INFOS = 10


def result_markdown(page: ResultPage) -> str:
    """Return a result as Markdown."""
    lines = [f"## {escaped(page.title)}: {page.exit_reason}", ""]
    for each in page.lines:
        lines += [escaped(each), ""]
    if page.message:
        lines += [f"> {escaped(page.message)}", ""]
    lines += _standings(page)
    infos = [each for each in page.items if each.severity is Severity.INFO]
    shown = [each for each in page.items if each.severity is not Severity.INFO]
    for item in (*shown, *infos[:_MOST_INFOS]):
        lines += ["", *_item(item)]
    if len(infos) > _MOST_INFOS:
        lines += ["", f"... and {len(infos) - _MOST_INFOS} more of severity info"]
    for note in page.notes:
        lines += ["", escaped(note)]
    return printable("\n".join(lines) + "\n")


def escaped(text: str) -> str:
    """Return what a target may have said as text that Markdown and HTML leave alone."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]#|~":
        flat = flat.replace(mark, f"\\{mark}")
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _standings(page: ResultPage) -> list[str]:
    if not page.standings:
        return []
    owners: dict[str, Counter[Standing]] = {}
    for each in page.standings:
        owners.setdefault(each.owner, Counter())[each.standing] += 1
    head = " | ".join(each.label for each in Standing)
    lines = [f"| operation | {head} |", f"| --- |{' ---: |' * len(Standing)}"]
    for owner, counts in owners.items():
        cells = " | ".join(str(counts[standing]) for standing in Standing)
        lines.append(f"| {escaped(owner)} | {cells} |")
    return lines


def _item(item: ReportItem) -> list[str]:
    mark = f"{_MARKS[item.severity]} **{item.rule}** `{item.fingerprint}`"
    lines = [f"{mark} {escaped(item.message)}"]
    if item.claim and item.sources:
        ground = f" {item.ground}," if item.ground else ""
        lines += ["", f"Claim {code_span(item.claim)},{ground} from {escaped(item.sources)}"]
    if item.severity is Severity.INFO:
        return lines
    for name, side in (("Before", item.old), ("Now", item.new)):
        if side and (side.source or side.sentence):
            lines += ["", f"{name}: {escaped(side.source)} {escaped(side.sentence)}".rstrip()]
    for label, text in item.facts.items():
        lines += ["", f"{label.capitalize()}: {escaped(text)}"]
    if item.reproduce:
        fence = "`" * max(3, _longest_run(item.reproduce) + 1)
        lines += ["", f"{fence}bash", item.reproduce, fence]
    return lines


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
