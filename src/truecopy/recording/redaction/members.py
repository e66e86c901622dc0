"""The texts and numbers in JSON, with the place of each in its bytes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from truecopy.contract.pointers import join
from truecopy.recording.redaction.views import JSON, View

_TOKEN = re.compile(
    rb'"((?:[^"\\]++|\\.)*+)(?:"(\s*+:)?|\\?\Z)|[{}\[\],]|-?[0-9][0-9.eE+-]*+', re.DOTALL
)
# A line of newline-delimited JSON, or of an event stream.
_LINE = re.compile(rb"^[ \t]*(?:data:[ \t]*)?([{\[][^\r\n]*)", re.MULTILINE)
# A whole number of JSON.
_INTEGER = re.compile(rb"-?[0-9]+")
# JSON in texts of JSON; nobody nests deeper.
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A text or a whole number in JSON.

    Attributes:
        path: Names and indexes that lead to it.
        raw: As it is written, without quotation marks.
        begin, end: Where that stands.
    """

    path: tuple[str | int, ...]
    raw: bytes
    begin: int
    end: int
    is_text: bool

    @property
    def name(self) -> str:
        """The nearest name; an item of a list has that of its list."""
        return next((each for each in reversed(self.path) if isinstance(each, str)), "")

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer; what is in JSON within a text goes on behind that text."""
        return join(map(str, self.path))

    @property
    def value(self) -> str:
        """What it says."""
        return _text(self.raw) if self.is_text else self.raw.decode()


def members(data: bytes) -> Iterator[Member]:
    """Yield the texts, and the whole numbers that have a name, of JSON, of lines of it, and of JSON in its texts.

    Whatever is no JSON yields what looks like it, without an error.
    """
    if data.lstrip()[:1] in (b"{", b"["):
        yield from _walked(data, 0)
    elif b"{" in data or b"[" in data:
        for line in _LINE.finditer(data):
            for member in _walked(line.group(1), 0):
                yield _moved(member, line.start(1))


def _walked(data: bytes, depth: int) -> Iterator[Member]:
    for member in _scanned(data):
        yield member
        if member.is_text and depth < _DEEPEST and member.raw[:1] in (b"{", b"["):
            yield from _inner(member, depth + 1)


def _inner(outer: Member, depth: int) -> Iterator[Member]:
    view = View(outer.raw).undone(JSON)
    # Without an escaped quotation mark there is no name in it.
    if view is None:
        return
    for member in _walked(view.text, depth):
        begin, end = view.span(member.begin, member.end)
        yield replace(
            member,
            path=outer.path + member.path,
            begin=outer.begin + begin,
            end=outer.begin + end,
        )


def _moved(member: Member, by: int) -> Member:
    return replace(member, begin=member.begin + by, end=member.end + by)


def _scanned(data: bytes) -> Iterator[Member]:
    path: list[str | int] = []
    for token in _TOKEN.finditer(data):
        written = token.group()
        match written[:1]:
            case b'"' if token.group(2) is None:
                begin, end = token.span(1)
                yield Member(
                    path=tuple(path), raw=token.group(1), begin=begin, end=end, is_text=True
                )
            case b'"':
                path[-1:] = [_text(token.group(1))]
            case b"{":
                path.append("")
            case b"[":
                path.append(0)
            case b"}" | b"]":
                del path[-1:]
            case b",":
                path[-1:] = [_following(each) for each in path[-1:]]
            case _ if path and isinstance(path[-1], str) and _INTEGER.fullmatch(written):
                begin, end = token.span()
                yield Member(path=tuple(path), raw=written, begin=begin, end=end, is_text=False)


def _following(step: str | int) -> str | int:
    return step + 1 if isinstance(step, int) else step


def _text(raw: bytes) -> str:
    if b"\\" not in raw:
        return raw.decode("utf-8", "surrogateescape")
    text = raw.decode("utf-8", "surrogateescape")
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
