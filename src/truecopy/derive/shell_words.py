"""A shell command cut into words, each character with its place on the page.

Pages break commands over lines by a backslash, with blanks behind it or with the line end lost; `^` and a grave accent do
the same on Windows.
"""

import re
from dataclasses import dataclass, field

from truecopy.derive.document import Document
from truecopy.errors import DeriveError

_BREAKS = frozenset("\\^`")
# Quotes of running text, and what a shell knows in their place.
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
# In characters: so near to its beginning a command has its first quote.
_FIRST_QUOTE = 2000
# A quote that opens, as editors of text write it.
_CURLY = re.compile(r"\s[\u2018\u201c]")


@dataclass(slots=True, kw_only=True)
class Word:
    """One word without its quotes.

    Attributes:
        places: Of each character of `text`, its offset in the document; one more for the end.
    """

    text: str
    places: list[int]


@dataclass(slots=True, kw_only=True)
class _State:
    """What has been read so far."""

    words: list[Word] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    is_open: bool = False

    def add(self, mark: str, place: int) -> None:
        self.marks.append(mark)
        self.places.append(place)
        self.is_open = True

    def close(self, place: int) -> None:
        if self.is_open:
            self.words.append(Word(text="".join(self.marks), places=[*self.places, place]))
        self.marks, self.places, self.is_open = [], [], False


def read_words(document: Document, start: int) -> tuple[list[Word], int]:
    """Return the words of the command that begins at `start`, and where it ends.

    It ends at a line end without a mark before it, or where an answer is glued on. What follows `|` or `;` on its
    line is another command.

    Raises:
        DeriveError: A quote is never closed, or the page ends behind a backslash.
    """
    text, at, state = _straightened(document.text, start), start, _State()
    while at < len(text):
        mark = text[at]
        if mark in "'\"":
            at = _quoted(document, text, at, state)
            if text[at : at + 1] in ("{", "["):
                break
            continue
        after = _behind_break(text, at) if mark in _BREAKS else None
        if after is not None:
            state.close(at)
            at = after
        elif mark == "\n":
            break
        elif mark in ";|" and text[at - 1 : at].isspace():
            at = document.line_at(at).end
            break
        elif mark.isspace():
            state.close(at)
            at += 1
        elif mark == "\\":
            if at + 1 >= len(text):
                raise _error(document, at, "cannot be read: the page ends behind a backslash")
            state.add(text[at + 1], at)
            at += 2
        else:
            state.add(mark, at)
            at += 1
    state.close(at)
    return state.words, at


def _behind_break(text: str, at: int) -> int | None:
    """Return where a command goes on behind a mark that breaks its line, None where the mark is none.

    The line end may be lost: then the mark stands between blanks.
    """
    end = at + 1
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    if text[end : end + 1] == "\n":
        return end + 1
    is_alone = text[at - 1 : at].isspace() and end > at + 1
    return end if is_alone else None


def _straightened(text: str, start: int) -> str:
    """Return a page whose command at `start` has plain quotes, where an editor has made all of them curly ones."""
    opening = _CURLY.search(text, start, start + _FIRST_QUOTE)
    if opening is None or not {"'", '"'}.isdisjoint(text[start : opening.start()]):
        return text
    end = text.find("\n\n", start)
    command = text[start : end if end >= 0 else len(text)]
    if "'" in command:
        return text
    return f"{text[:start]}{command.translate(_STRAIGHT)}{text[start + len(command) :]}"


def _quoted(document: Document, text: str, at: int, state: _State) -> int:
    """Add a quoted text to the word, and return the offset behind it; `$'...'` reads as `'...'`."""
    quote, opening = text[at], at
    state.is_open = True
    escaped = '"\\$`\n' if quote == '"' else ""
    if state.marks == ["$"] and quote == "'":
        escaped = "'"
        state.marks.clear()
        state.places.clear()
    at += 1
    while at < len(text):
        mark = text[at]
        if mark == quote:
            return at + 1
        if mark == "\\" and text[at + 1 : at + 2] and text[at + 1] in escaped:
            if text[at + 1] != "\n":
                state.add(text[at + 1], at)
            at += 2
        else:
            state.add(mark, at)
            at += 1
    raise _error(document, opening, "cannot be read: a quote is never closed")


def _error(document: Document, at: int, words: str) -> DeriveError:
    line = document.line_at(at).number
    return DeriveError(f"{document.id}:{line}: the curl command {words}")
