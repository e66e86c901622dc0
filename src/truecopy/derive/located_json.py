"""JSON read out of the middle of a page, each value with its place.

Pages shorten and explain their examples: `...` stands for what is left out, `<string>` without quotes for a value, and
there are comments and commas before a closing bracket.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined] # public, missing in the stubs
from typing import Any

from truecopy.derive.document import Document, Span
from truecopy.derive.shell_words import Word
from truecopy.errors import DeriveError

# Between tokens; pages have spaces of every script there, and comments.
_SPACE = re.compile(r"\s*")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*(?:[^*]|\*(?!/)){0,2000}\*/")
# A number, its fraction and its exponent (RFC 8259 section 6).
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
# What stands for a value, or for members or elements that are left out.
_DOTS = r"(?:\.(?:\s{0,20}\.){1,5}|\u2026)"
_LEFT_OUT = re.compile(_DOTS)
# The same with what it says is left out: `... (1533 more numbers)`, `... and 3 others`; the line or the bracket ends it.
_LEFT_OUT_WORDS = re.compile(
    rf"{_DOTS}(?:[ \t]{{0,8}}(?:\([^()\n]{{1,80}}\)|(?=[\w+])[^\[\]{{}}\"\n]{{1,80}}?(?=[ \t]{{0,8}}(?:[\]}}\n]|\.\.\.))))?(?:[ \t]{{0,8}}\.\.\.)?"
)
# What a reader of the page is to fill in: `<your key>`, `{{model}}`.
_TO_FILL_IN = re.compile(r"<[^<>\n]{1,80}>|\{\{[^{}\n]{1,80}\}\}")
# Between the values of which one stands there: `true | false`.
_EITHER = re.compile(r"[ \t]{0,3}\|[ \t]{0,3}(?=[\"\d-]|true|false|null)")
_WORDS = {"true": True, "false": False, "null": None}
# Bodies are a few levels deep; what reads them calls itself.
DEEPEST = 64
# No number of an example has more digits, and reading longer ones takes time.
_LONGEST_NUMBER = 40
# Short of what a double holds: what is larger becomes infinite, which is no JSON.
_LARGEST = 1e300
# Up to here a double has every whole number.
_LARGEST_WHOLE = 2**53
UNKNOWN = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One JSON value.

    Attributes:
        value: The value as Python data; UNKNOWN where the page leaves it out.
        start: Where it begins: at the key, for a member of an object.
        end: Just behind the value.
        members: Of an object: key -> node.
        items: Of an array.
        comments: Of the outermost value: where the comments inside stand.
        is_known: Whether the page writes the value.
    """

    value: Any
    start: int
    end: int
    members: dict[str, "Node"]
    items: tuple["Node", ...]
    comments: tuple[Span, ...] = ()
    is_known: bool = True

    def spans(self) -> list[Span]:
        """Return where the value stands, its comments left out."""
        found, at = [], self.start
        for first, last in self.comments:
            found.append((at, first))
            at = last
        return [*found, (at, self.end)]


def read_json(document: Document, start: int) -> Node:
    """Return the JSON value that begins at `start`; what follows it is not looked at.

    Raises:
        DeriveError: The text there is not JSON; carries the line and what was found.
    """
    try:
        return _JsonReader(document.text).read(start)
    except (JSONDecodeError, ValueError) as error:
        raise _error(document, getattr(error, "pos", start), error) from error


def read_json_text(document: Document, word: Word) -> Node:
    """Return the JSON value in a word of a command, located in the document.

    Raises:
        DeriveError: The text there is not JSON; carries the line and what was found.
    """
    start = len(word.text) - len(word.text.lstrip())
    try:
        return _located(_JsonReader(word.text).read(start), word.places)
    except (JSONDecodeError, ValueError) as error:
        at = min(getattr(error, "pos", start), len(word.places) - 1)
        raise _error(document, word.places[at], error) from error


def _located(node: Node, places: list[int]) -> Node:
    """Return a node of a text with the places that its characters have on the page."""
    return replace(
        node,
        start=places[node.start],
        end=places[node.end - 1] + 1,
        members={name: _located(each, places) for name, each in node.members.items()},
        items=tuple(_located(each, places) for each in node.items),
        comments=tuple((places[first], places[last - 1] + 1) for first, last in node.comments),
    )


def _error(document: Document, at: int, error: Exception) -> DeriveError:
    line = document.line_at(min(at, max(0, len(document.text) - 1)))
    reason = getattr(error, "msg", str(error))
    return DeriveError(
        f"{document.id}:{line.number}: an example is not JSON ({reason}): {line.text.strip()[:160]!r}"
    )


def _number(fraction: str | None, exponent: str | None, *, whole: str) -> int | float:
    """Return the number that a text writes; `1e9` is a whole one."""
    if fraction is None and exponent is None:
        return int(whole)
    value = float(whole)
    is_whole = fraction is None and abs(value) < _LARGEST_WHOLE and value.is_integer()
    return int(value) if is_whole else value


@dataclass(slots=True)
class _Cursor:
    position: int


class _JsonReader:
    """Reads one value of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._comments: list[Span] = []

    def read(self, start: int) -> Node:
        return replace(self._value(start, 0), comments=tuple(self._comments))

    def _skip(self, at: int) -> int:
        """Return the offset behind blanks and comments, which are noted."""
        while True:
            match = _SPACE.match(self._text, at)
            at = match.end() if match else at
            comment = _COMMENT.match(self._text, at)
            if comment is None:
                return at
            self._comments.append(comment.span())
            at = comment.end()

    def _value(self, at: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise JSONDecodeError(f"nested deeper than {DEEPEST}", self._text, at)
        left_out = _LEFT_OUT.match(self._text, at) or _TO_FILL_IN.match(self._text, at)
        if left_out:
            return Node(
                value=UNKNOWN, start=at, end=left_out.end(), members={}, items=(), is_known=False
            )
        opening = self._text[at : at + 1]
        if opening == "{":
            return self._object(at, depth)
        if opening == "[":
            return self._array(at, depth)
        node = self._scalar(at)
        while either := _EITHER.match(self._text, node.end):
            node = replace(node, end=self._scalar(either.end()).end)
        return node

    def _scalar(self, at: int) -> Node:
        text = self._text
        if text[at : at + 1] == '"':
            value, end = self._string(at)
            return Node(value=value, start=at, end=end, members={}, items=())
        for word, meaning in _WORDS.items():
            if text.startswith(word, at):
                return Node(value=meaning, start=at, end=at + len(word), members={}, items=())
        match = _NUMBER.match(text, at)
        if not match:
            raise JSONDecodeError("a value was expected", text, at)
        if len(match.group()) > _LONGEST_NUMBER:
            raise JSONDecodeError("the number is too long", text, at)
        number = _number(*match.groups(), whole=match.group())
        if abs(number) > _LARGEST:
            raise JSONDecodeError("the number is too large", text, at)
        return Node(value=number, start=at, end=match.end(), members={}, items=())

    def _string(self, at: int) -> tuple[str, int]:
        """Return the text whose opening quote stands at `at`, and the offset behind its closing one."""
        value, end = scanstring(self._text, at + 1, False)  # noqa: FBT003 - the library's own signature
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise JSONDecodeError("half of a surrogate pair", self._text, at) from error
        return value, end

    def _object(self, start: int, depth: int) -> Node:
        text, members = self._text, dict[str, Node]()
        cursor = _Cursor(start + 1)
        for at in self._elements(cursor, "}"):
            if text[at : at + 1] != '"':
                raise JSONDecodeError("a key in double quotes was expected", text, at)
            key, colon = self._string(at)
            colon = self._skip(colon)
            if text[colon : colon + 1] != ":":
                raise JSONDecodeError("':' was expected", text, colon)
            inner = self._value(self._skip(colon + 1), depth + 1)
            cursor.position = inner.end
            if not _LEFT_OUT.fullmatch(key):
                members[key] = replace(inner, start=at)
        value = {key: node.value for key, node in members.items()}
        return Node(value=value, start=start, end=cursor.position, members=members, items=())

    def _array(self, start: int, depth: int) -> Node:
        items: list[Node] = []
        cursor = _Cursor(start + 1)
        for at in self._elements(cursor, "]"):
            items.append(self._value(at, depth + 1))
            cursor.position = items[-1].end
        items = self._shown(items)
        values = [node.value for node in items]
        return Node(value=values, start=start, end=cursor.position, members={}, items=tuple(items))

    def _shown(self, items: list[Node]) -> list[Node]:
        """Return the elements without the brackets that stand for some of them: `[1, 2, [...]]`."""
        if all(isinstance(each.value, list) for each in items if each.is_known):
            return items
        return [
            each
            for each in items
            if each.value != [] or not _LEFT_OUT.search(self._text, each.start, each.end)
        ]

    def _elements(self, cursor: _Cursor, close: str) -> Iterator[int]:
        """Yield where each element begins; the caller moves the cursor behind it.

        What is left out, and a comma before the closing bracket, are passed over; at the end the cursor
        stands behind the bracket.
        """
        text, is_first, is_behind_dots = self._text, True, False
        while True:
            at = self._skip(cursor.position)
            if not is_first and text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif (
                not (is_first or is_behind_dots)
                and text[at : at + 1] != close
                and not _LEFT_OUT.match(text, at)
            ):
                raise JSONDecodeError(f"',' or '{close}' was expected", text, at)
            left_out = _LEFT_OUT_WORDS.match(text, at)
            is_first, is_behind_dots = False, left_out is not None
            if left_out:
                cursor.position = left_out.end()
                continue
            if text[at : at + 1] == close:
                cursor.position = at + 1
                return
            cursor.position = at
            yield at
