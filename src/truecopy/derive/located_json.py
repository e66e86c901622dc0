"""JSON read out of the middle of a page, each value with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined] # public, missing in the stubs
from typing import Any

from truecopy.derive.document import Document
from truecopy.errors import DeriveError

# Between tokens; pages have spaces of every script there.
_SPACE = re.compile(r"\s*")
# A number, its fraction and its exponent (RFC 8259 section 6).
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
# Examples are a few levels deep; the reader calls itself.
_DEEPEST = 64
# Short of what a double holds: what is larger becomes infinite, which is no JSON.
_LARGEST = 1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One JSON value.

    Attributes:
        value: The value as Python data.
        start: Where it begins: at the key, for a member of an object.
        end: Just behind the value.
        members: Of an object: key -> node.
        items: Of an array.
    """

    value: Any
    start: int
    end: int
    members: dict[str, "Node"]
    items: tuple["Node", ...]


def read_json(document: Document, start: int) -> Node:
    """Return the JSON value that begins at `start`; what follows it is not looked at.

    Raises:
        DeriveError: The text there is not JSON; carries the line and what was found.
    """
    try:
        return _value(document.text, start, 0)
    except (JSONDecodeError, ValueError) as error:
        at = getattr(error, "pos", start)
        line = document.line_at(min(at, max(0, len(document.text) - 1)))
        reason = getattr(error, "msg", str(error))
        raise DeriveError(
            f"{document.id}:{line.number}: an example is not JSON ({reason}): {line.text.strip()!r}"
        ) from error


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, depth: int) -> Node:
    if depth > _DEEPEST:
        raise JSONDecodeError(f"nested deeper than {_DEEPEST}", text, at)
    opening = text[at : at + 1]
    if opening == "{":
        return _object(text, at, depth)
    if opening == "[":
        return _array(text, at, depth)
    return _scalar(text, at)


def _scalar(text: str, at: int) -> Node:
    if text[at : at + 1] == '"':
        value, end = _string(text, at)
        return Node(value=value, start=at, end=end, members={}, items=())
    for word, meaning in _WORDS.items():
        if text.startswith(word, at):
            return Node(value=meaning, start=at, end=at + len(word), members={}, items=())
    match = _NUMBER.match(text, at)
    if not match:
        raise JSONDecodeError("a value was expected", text, at)
    number = float(match.group()) if any(match.groups()) else int(match.group())
    if abs(number) > _LARGEST:
        raise JSONDecodeError("the number is too large", text, at)
    return Node(value=number, start=at, end=match.end(), members={}, items=())


def _string(text: str, at: int) -> tuple[str, int]:
    """Return the text whose opening quote stands at `at`, and the offset behind its closing one."""
    value, end = scanstring(text, at + 1, True)  # noqa: FBT003 - the library's own signature
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise JSONDecodeError("half of a surrogate pair", text, at) from error
    return value, end


def _object(text: str, start: int, depth: int) -> Node:
    members: dict[str, Node] = {}
    for at in _elements(text, start, "}"):
        if text[at.position : at.position + 1] != '"':
            raise JSONDecodeError("a key in double quotes was expected", text, at.position)
        key, colon = _string(text, at.position)
        colon = _skip(text, colon)
        if text[colon : colon + 1] != ":":
            raise JSONDecodeError("':' was expected", text, colon)
        inner = _value(text, _skip(text, colon + 1), depth + 1)
        members[key] = Node(
            value=inner.value,
            start=at.position,
            end=inner.end,
            members=inner.members,
            items=inner.items,
        )
        at.position = inner.end
    end = _closing(text, members[next(reversed(members))].end if members else start + 1)
    value = {key: node.value for key, node in members.items()}
    return Node(value=value, start=start, end=end, members=members, items=())


def _array(text: str, start: int, depth: int) -> Node:
    items: list[Node] = []
    for at in _elements(text, start, "]"):
        items.append(_value(text, at.position, depth + 1))
        at.position = items[-1].end
    end = _closing(text, items[-1].end if items else start + 1)
    values = [node.value for node in items]
    return Node(value=values, start=start, end=end, members={}, items=tuple(items))


@dataclass(slots=True)
class _Cursor:
    position: int


def _elements(text: str, start: int, close: str) -> Iterator[_Cursor]:
    """Yield a cursor at each element; the caller moves it behind the element."""
    cursor = _Cursor(_skip(text, start + 1))
    if text[cursor.position : cursor.position + 1] == close:
        return
    while True:
        yield cursor
        cursor.position = _skip(text, cursor.position)
        mark = text[cursor.position : cursor.position + 1]
        if mark == close:
            return
        if mark != ",":
            raise JSONDecodeError(f"',' or '{close}' was expected", text, cursor.position)
        cursor.position = _skip(text, cursor.position + 1)


def _closing(text: str, at: int) -> int:
    return _skip(text, at) + 1
