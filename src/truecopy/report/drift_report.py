"""Changes of claims for people and for programs, and the rules that they fall under."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from truecopy.drift import DriftResult, worst_reason
from truecopy.model import Change, ChangeKind, Rule, Severity
from truecopy.report.check_text import printable
from truecopy.report.counted_words import counted_severities
from truecopy.report.tables import render, table

SCHEMA_VERSION = 1
# What stands beside the rule in a line; whole values are in the JSON.
_LONGEST_VALUE, _MOST_CALLS = 120, 5


def drift_json(results: Sequence[DriftResult]) -> str:
    """Return the changes of a vendor as JSON; of several, all of them, and each vendor's own below `vendors`."""
    if len(results) == 1:
        return _json(_row(results[0]))
    counted = [each.sentences for each in results if each.sentences]
    whole: dict[str, Any] = {
        "vendor": None,
        "exit_reason": worst_reason(results),
        "changes": [change.row() for each in results for change in each.changes],
        "message": "\n".join(each.message for each in results if each.message) or None,
        "vendors": [_row(each) for each in results],
    }
    if counted:
        read, unread = (sum(each[at] for each in counted) for at in (0, 1))
        whole["sentences"] = {"read": read, "unread": unread}
    return _json(whole)


def _row(result: DriftResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "vendor": result.vendor,
        "exit_reason": result.exit_reason,
        "changes": [each.row() for each in result.changes],
    }
    if result.sentences:
        read, unread = result.sentences
        row["sentences"] = {"read": read, "unread": unread}
    return {**row, "message": result.message or None}


def _json(content: Mapping[str, Any]) -> str:
    whole = {"schema_version": SCHEMA_VERSION, **content}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def drift_text(results: Iterable[DriftResult]) -> str:
    """Return changes as text, the gravest first, with a line for each vendor."""
    lines: list[str] = []
    for each in results:
        for change in each.changes:
            lines += change_lines(change)
        lines += [each.message] if each.message else []
        lines.append(drift_summary(each))
    return printable("\n".join(lines) + "\n")


def drift_summaries(results: Iterable[DriftResult]) -> str:
    """Return a line for each vendor."""
    return printable("".join(f"{drift_summary(each)}\n" for each in results))


def drift_summary(result: DriftResult) -> str:
    """Return one line that says how a look ended, and what it found."""
    found = counted_severities(each.severity for each in result.changes)
    tail = ""
    if result.sentences:
        read, unread = result.sentences
        tail = f"; {read} sentences read, {unread} not understood"
    return f"{result.vendor}: {result.exit_reason}{f' ({found})' if found else ''}{tail}"


def change_lines(change: Change) -> Iterator[str]:
    """Yield a change as lines: what has changed, and below it where that stands and whom it breaks."""
    yield f"{change.severity.value}: {change_headline(change)}  [{change.rule}]"
    if change.severity is Severity.INFO:
        return
    for name, sentence, source in (
        ("before", change.old_sentence, change.old_source),
        ("now", change.new_sentence, change.new_source),
    ):
        if source or sentence:
            yield f"  {name:9}{source}{f'  {_flat(sentence)}' if sentence else ''}"
    if change.decision:
        yield f"  decision {change.decision}"
    if change.breaks:
        yield f"  breaks   {_flat(change.breaks)}"
    if change.calls is not None:
        yield f"  calls    {calls_text(change.calls)}"


def change_headline(change: Change) -> str:
    """Return what has changed in one line: the claim, and its values."""
    name = _flat(change.claim)
    if change.kind is ChangeKind.ADDED:
        return f"{name}: {value_text(change.new)} is new"
    if change.kind is ChangeKind.REMOVED:
        return f"{name}: {value_text(change.old)} is gone"
    if change.kind is ChangeKind.UNREAD and change.old is None:
        return f"{name}: {change.new_source} says {value_text(_flat(change.new_sentence))}"
    if change.kind is ChangeKind.REVIEW and change.new is None:
        value = "" if change.old is None else f"{value_text(change.old)} is "
        return f"{name}: {value}decided of a text that reads otherwise now"
    return f"{name}: {value_text(change.old)} -> {value_text(change.new)}"


def calls_text(calls: Sequence[str]) -> str:
    """Return which calls a change concerns, for people: how many, and the first of them."""
    if not calls:
        return "none of yours"
    more = f" and {len(calls) - _MOST_CALLS} more" if len(calls) > _MOST_CALLS else ""
    return f"{len(calls)} of yours: {', '.join(calls[:_MOST_CALLS])}{more}"


def value_text(value: Any) -> str:
    """Return a value for people: JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def _flat(text: str) -> str:
    return " ".join(text.split())


def drift_rules_text(rules: Iterable[Rule], chosen: Mapping[str, Severity]) -> str:
    """Return rules as a table, each with the severity that it has here.

    Args:
        chosen: Rule -> severity, where the settings give it another one.
    """
    rows = table("rule", "severity", "what it says")
    for each in rules:
        own = chosen.get(each.slug)
        severity = f"{own.value} (default {each.severity.value})" if own else each.severity.value
        rows.add_row(each.slug, severity, each.text)
    return render(rows)
