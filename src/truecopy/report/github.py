"""A result as workflow commands of GitHub: an annotation for each thing found, at its line.

Source:
    docs.github.com, workflow commands: `%`, CR and LF are escaped in data, `:` and `,` in properties too.
"""

from truecopy.model import Severity
from truecopy.report.alert_github import workflow_data, workflow_property
from truecopy.report.claim_places import path_in_repository
from truecopy.report.counted_words import counted_severities
from truecopy.report.result_page import ReportItem, ResultPage

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def result_github(page: ResultPage) -> str:
    """Return a result as workflow commands, one a line, the gravest first; behind them one for the whole."""
    ranked = sorted(page.items, key=lambda each: each.severity.rank)
    found = counted_severities(each.severity for each in page.items)
    told = [f"{page.exit_reason}{f' ({found})' if found else ''}", page.message, *page.notes]
    level = "notice" if page.has_ended else "error"
    whole = _command(level, {"title": page.title}, "\n".join(filter(None, told)))
    return "".join(f"{line}\n" for line in (*map(_item, ranked), whole))


def _item(item: ReportItem) -> str:
    properties = {"title": f"{item.rule} at {item.claim or item.owner}"}
    name = path_in_repository(item.place[0]) if item.place else None
    if item.place and name is not None:
        properties = {"file": name, "line": str(item.place[1]), **properties}
    lines = [item.message]
    lines += [f"source: {item.sources}"] if item.sources else []
    for label, side in (("before", item.old), ("now", item.new)):
        if side and (side.source or side.sentence):
            lines.append(f"{label}: {side.source} {side.sentence}".rstrip())
    lines += [f"{label}: {text}" for label, text in item.facts.items()]
    lines += [f"reproduce with: {item.reproduce}"] if item.reproduce else []
    return _command(_LEVELS[item.severity], properties, "\n".join(lines))


def _command(level: str, properties: dict[str, str], text: str) -> str:
    shown = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    return f"::{level} {shown}::{workflow_data(text)}"
