"""Whom a change breaks, in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from truecopy.model import Severity

# Words of people; what is longer says less than the two values beside it.
_MOST_VALUES = 5

# Beginning of a rule without its side, or the whole of it -> who is broken where the new value holds.
_SENDERS: Mapping[str, str] = {
    "maximum": "who sends {field} above {new}",
    "exclusive-maximum": "who sends {field} of {new} or above",
    "exclusive-minimum": "who sends {field} of {new} or below",
    "minimum": "who sends {field} below {new}",
    "max-length": "who sends {field} with more than {new} characters",
    "min-length": "who sends {field} with fewer than {new} characters",
    "max-items": "who sends {field} with more than {new} entries",
    "min-items": "who sends {field} with fewer than {new} entries",
    "min-properties": "who sends {field} with fewer than {new} members",
    "type": "who sends {field} as {gone}",
    "enum": "who sends {field} as {gone}",
    "image-formats": "who sends a picture in {field} as {gone}",
    "image-sources": "who sends a picture in {field} as {gone}",
    "image-side": "who sends a picture in {field} whose sides are not {new}",
    "image-bytes": "who sends a picture in {field} of more bytes than {new}",
    "size-side": "who sends {field} with a side that is not {new}",
    "size-pixels": "who sends {field} with a pixel count that is not {new}",
    "size-empty": "who sends {field} empty",
    "field-required": "who does not send {field}",
    "default": "who leaves out {field} and relies on {old}",
    "field": "who sends {field}",
    "fields": "who sends {old}",
    "body": "who sends a body",
}
_READERS: Mapping[str, str] = {
    "enum-grown": "who has no branch for {come} in {field}",
    "enum": "who relies on {field} to be one of {old}",
    "type": "who reads {field} and does not expect {come}",
    "fields": "who reads {old}",
    "field-optional": "who relies on {field} to be there",
    "lifetime-dropped": "who fetches what {field} names, and relies on {old}",
    "lifetime": "who fetches what {field} names later than {new}",
    "promise": "who relies on what was promised of {field}",
    "success": "who expects other statuses of success",
    "status": "who has no branch for the status {new}",
    "media-type": "who reads the answer as {old}",
    "body": "who reads the body of the answer",
    "field": "who reads {field}",
}
_CALLERS: Mapping[str, str] = {
    "auth": "who sends the key as before",
    "key-form": "who has a key of another form",
    "price": "who pays for {owner}",
    "media-type": "who sends {owner} as {old}",
    "alias": "who calls {gone}",
}
_WAITERS: Mapping[str, str] = {
    "removed": "who waits for tasks",
    "end-added": "who waits for a task and does not know {come}",
    "end-removed": "who waits for {gone}",
    "state-added": "who has no branch for a further state",
    "state-renamed": "who has a branch for {old}",
    "transition": "who does not expect {come} to follow",
    "shown": "who reads {gone} in that state",
    "initial": "who relies on a new task to be {old}",
    "operation": "who makes or looks up tasks",
    "place": "who reads {old}",
}
# Side of a rule -> what it knows, and what is said of the rest.
_SIDES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "request": (_SENDERS, "who sends {field} otherwise than {new}"),
    "answer": (_READERS, "who relies on {field} to be as before"),
    "operation": (_CALLERS, "who calls {owner}"),
    "lifecycle": (_WAITERS, "who relies on tasks to be as before"),
    "vendor": ({}, "who calls the vendor"),
}


def breaks(rule: str, severity: Severity, claim: str, old: Any, new: Any) -> str:
    """Return who meets a change, in words; empty where nobody does.

    Args:
        rule: Slug of the rule that the change falls under.
        severity: That of the rule: an addition breaks nobody.
        old, new: The values; None where a side has none.
    """
    if severity is Severity.INFO:
        return ""
    side, _, rest = rule.partition("-")
    known, otherwise = _SIDES.get(side, ({}, "who relies on {owner} to be as before"))
    subject, _, keyword = claim.partition("#")
    rest = f"exclusive-{rest}" if keyword.startswith("exclusive") else rest
    told = _longest(rest, known) or otherwise
    names = {
        "field": ".".join(subject.split(".")[2:]) or subject,
        "owner": subject.partition(".")[0],
        "old": _told(old),
        "new": _told(new),
        "gone": f"anything but {_told(new)}" if old is None else _told(_without(old, new)),
        "come": f"anything but {_told(old)}" if new is None else _told(_without(new, old)),
    }
    return told.format_map(names)


def _longest(rule: str, known: Mapping[str, str]) -> str:
    """Return what the longest known beginning of a rule stands for; empty without one."""
    while rule and rule not in known:
        rule = rule.rpartition("-")[0]
    return known.get(rule, "")


def _without(values: Any, others: Any) -> list[Any]:
    kept = others if isinstance(others, list) else [others]
    return [each for each in (values if isinstance(values, list) else [values]) if each not in kept]


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return _TELLERS.get(frozenset(value), json.dumps)(value)
    if not isinstance(value, list):
        return value if isinstance(value, str) else json.dumps(value)
    more = f" and {len(value) - _MOST_VALUES} more" if len(value) > _MOST_VALUES else ""
    return ", ".join(map(_told, value[:_MOST_VALUES])) + more


_TELLERS: Mapping[frozenset[str], Callable[[Any], str]] = {
    frozenset({"minimum", "maximum"}): lambda each: f"{each['minimum']} to {each['maximum']}",
    frozenset({"minimum"}): lambda each: f"at least {each['minimum']}",
    frozenset({"maximum"}): lambda each: f"at most {each['maximum']}",
    frozenset({"accepted", "refused"}): lambda each: f"{each['accepted']}",
    frozenset({"seconds"}): lambda each: f"{each['seconds']} s",
}
