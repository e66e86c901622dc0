"""A request held against the table of its operation."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.drifts.inputs import Received, judge_relations, receive
from tests.drifts.refusal import Refused
from tests.drifts.rules import Dimensions, Kind, Rule, Span, Table


def examine(table: Table, instance: Any) -> list[Received]:
    """Return the pictures of a request in order, once all of it is good.

    Decodes pictures: call it off the event loop.

    Raises:
        Refused: Some field breaks its rule; the first one that was found.
    """
    received: list[Received] = []
    _walk(table, "", instance, received)
    for each in received:
        judge_relations(each, received, instance)
    return received


def parse_size(text: object, marks: str = "*x") -> tuple[int, int] | None:
    """Return width and height of a text such as `1024*768`, None for any other value."""
    if not isinstance(text, str) or not marks:
        return None
    match = re.fullmatch(rf"([0-9]{{1,9}})[{re.escape(marks)}]([0-9]{{1,9}})", text)
    return (int(match[1]), int(match[2])) if match else None


def kind_of(value: object) -> Kind:
    """Return the kind of a value; a whole number is an integer however it was written."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _KINDS[type(value)]


def _walk(table: Table, path: str, value: Any, received: list[Received]) -> None:
    rule = table.get(path)
    if rule is None:
        return
    kind = kind_of(value)
    if kind not in rule.kinds:
        raise Refused("value", path)
    if kind in _CHECKS and not _CHECKS[kind](rule, value):
        raise Refused("value", path)
    if rule.photo is not None and kind in ("text", "file"):
        received.append(receive(rule.photo, path, value))
    if kind == "object":
        _walk_members(table, path, value, received)
    if kind == "list":
        for element in value:
            _walk(table, f"{path}[]", element, received)


def _walk_members(
    table: Table, path: str, members: Mapping[str, Any], received: list[Received]
) -> None:
    prefix = f"{path}." if path else ""
    for field, rule in table.items():
        name = field.removeprefix(prefix)
        is_member = field.startswith(prefix) and name and not re.search(r"[.\[]", name)
        if is_member and rule.is_required and name not in members:
            raise Refused("value", field)
    for name, value in members.items():
        _walk(table, f"{prefix}{name}", value, received)


def _is_good_text(rule: Rule, text: str) -> bool:
    length = len(text if rule.counts == "characters" else text.encode("utf-8", "surrogatepass"))
    return (
        (rule.longest is None or length <= rule.longest)
        and (rule.choices is None or text in rule.choices)
        and (rule.dimensions is None or _is_good_size(rule.dimensions, text))
    )


def _is_good_size(rule: Dimensions, text: str) -> bool:
    if text == "":
        return rule.may_be_empty
    if text in rule.names:
        return True
    size = parse_size(text, rule.mark)
    if size is None:
        return False
    width, height = size
    return (
        _holds(rule.width, width)
        and _holds(rule.height, height)
        and _holds(rule.pixels, width * height)
    )


def _holds(span: Span | None, value: float) -> bool:
    return span is None or span[0] <= value <= span[1]


_KINDS: Mapping[type, Kind] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    str: "text",
    bytes: "file",
    list: "list",
    dict: "object",
}
_CHECKS: Mapping[Kind, Callable[[Rule, Any], bool]] = {
    "text": _is_good_text,
    "integer": lambda rule, value: _holds(rule.span, value),
    "number": lambda rule, value: _holds(rule.span, value),
    "list": lambda rule, value: _holds(rule.items, len(value)),
    "object": lambda rule, value: bool(value) or not rule.has_members,
}
