"""JSON Schemas that pages show where others show an example: they state what they say of each field."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from truecopy.derive.declared_types import JSON_TYPES, KNOWN_FORMATS
from truecopy.derive.document import Span
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, element
from truecopy.derive.statements import Page
from truecopy.derive.text_wordings import plain_pattern

# Keywords that a contract has as they stand.
_KEPT = frozenset(
    {
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
    }
)
_MARKS = {"uniqueItems": "uniqueItems", "deprecated": "deprecated", "nullable": "null"}
# Those that say nothing of what is valid.
_SILENT = frozenset(
    {
        "$schema",
        "$id",
        "$comment",
        "title",
        "description",
        "example",
        "examples",
        "type",
        "properties",
        "required",
        "items",
        "readOnly",
        "writeOnly",
    }
)


def is_schema(node: Node) -> bool:
    """Whether an example is a JSON Schema: of an object, whose properties are schemas in turn."""
    properties = node.members.get("properties")
    kind = node.members.get("type")
    return (
        properties is not None
        and bool(properties.members)
        and all(isinstance(each.value, dict) for each in properties.members.values())
        and (kind is not None and kind.value == "object")
    )


def state_schema(page: Page, subject: str, node: Node) -> None:
    """State what a schema says of a subject and what lies in it; a keyword that is not known is told.

    Args:
        subject: `request`, or a status.
    """
    for name, member in node.members.items():
        place = (member.start, member.end)
        stated = list(_stated(name, member.value))
        for keyword, value in stated:
            page.say(subject, keyword, value, place)
        if not stated and name not in _SILENT:
            line = page.document.line_at(member.start)
            page.unread.append((line, f"the keyword {name} of a schema, which is not read"))
    for name, inner in _member(node, "properties").items():
        path = child(subject, name)
        page.mark(path, "property", (inner.start, inner.end))
        state_schema(page, path, inner)
    for each in node.members["required"].items if "required" in node.members else ():
        if isinstance(each.value, str):
            page.mark(child(subject, each.value), "required", _place(each))
    if "items" in node.members and node.members["items"].members:
        state_schema(page, element(subject), node.members["items"])


def _member(node: Node, name: str) -> dict[str, Node]:
    return node.members[name].members if name in node.members else {}


def _place(node: Node) -> Span:
    return node.start, node.end


def _stated(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a keyword says, as claims have it; nothing where its value is none that it can have."""
    if name in _KEPT and type(value) in (int, float):
        yield name, value
    elif name in _MARKS and value is True:
        yield _MARKS[name], True
    elif name in _VALUES:
        yield from _VALUES[name](value)


def _type(value: Any) -> Iterator[tuple[str, Any]]:
    names = value if isinstance(value, list) else [value]
    if names and all(each in JSON_TYPES for each in names):
        yield "type", value


def _choices(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and value:
        yield "enum", value


def _format(value: Any) -> Iterator[tuple[str, Any]]:
    if value in KNOWN_FORMATS:
        yield "format", value


def _pattern(value: Any) -> Iterator[tuple[str, Any]]:
    plain = plain_pattern(value) if isinstance(value, str) else None
    if plain is not None:
        yield "pattern", plain


_VALUES: Mapping[str, Callable[[Any], Iterator[tuple[str, Any]]]] = {
    "type": _type,
    "enum": _choices,
    "const": lambda value: iter([("enum", [value])]),
    "default": lambda value: iter([("default", value)]),
    "format": _format,
    "pattern": _pattern,
}
