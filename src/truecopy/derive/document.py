"""A document as text with positions: what every piece of evidence points into."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from truecopy.model import Evidence, Reading

# A sentence up to its end mark. A mark that no space, quote or line end follows, as in `0.5` or `v1.2`, ends nothing.
_SENTENCE = re.compile(
    r"(?:[^.!?。\uff01\uff1f]|[.!?](?!\s|$|[\"”']))*(?:[.!?][\"”']?|[。\uff01\uff1f]|$)", re.DOTALL
)

# Characters of no width, which pages have in headings and long words; and blanks that are not U+0020.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0", " ")
)
# What a sentence has at least; marks alone are decoration.
_LETTER = re.compile(r"\w")
# The first character, and the one behind the last, as offsets into a document.
Span = tuple[int, int]


def fingerprint(text: str) -> str:
    """Return 12 hex digits of the SHA-256 of `text` with white space folded to single blanks."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its number from 1, its offset in the document, its text without the line end."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset just behind the text."""
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()


@dataclass(frozen=True, kw_only=True)
class Document:
    """One page of a vendor's documentation.

    Attributes:
        id: As `vendor.yaml` lists it.
        text: The whole page; line ends are single line feeds.
        gaps: Offsets in `text` at which the page has a character of no width, ascending.
    """

    id: str
    text: str
    gaps: tuple[int, ...] = ()

    @classmethod
    def of_page(cls, name: str, page: str) -> "Document":
        """Return the document of a page as it was copied: characters of no width left out, any blank a blank.

        Evidence still points into the page as it is.
        """
        page = page.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
        found = [match.start() for match in _INVISIBLE.finditer(page)]
        gaps = tuple(offset - index for index, offset in enumerate(found))
        return cls(id=name, text=_INVISIBLE.sub("", page), gaps=gaps)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in order."""
        found, start = [], 0
        for number, text in enumerate(self.text.split("\n"), start=1):
            found.append(Line(number=number, start=start, text=text))
            start += len(text) + 1
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _prints(self) -> dict[int, str]:
        return {}

    def print_of(self, line: Line) -> str:
        """Return the fingerprint of a line; a long one with many sentences is gone over once."""
        found = self._prints.get(line.number)
        if found is None:
            found = self._prints[line.number] = fingerprint(line.text)
        return found

    def line_at(self, offset: int) -> Line:
        """Return the line that holds the character at `offset`."""
        return self.lines[bisect_right(self._starts, offset) - 1]

    def line_of(self, text: str, offset: int) -> Line | None:
        """Return the first line from an offset on that is a text, blanks behind it aside; None without one."""
        numbers = self._numbers.get(text, [])
        at = bisect_left(numbers, self.line_at(offset).number)
        found = [self.lines[number - 1] for number in numbers[at : at + 2]]
        return next((line for line in found if line.start >= offset), None)

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for line in self.lines:
            found.setdefault(line.text.rstrip(), []).append(line.number)
        return found

    def evidence(self, start: int, end: int, reading: Reading) -> Evidence:
        """Return evidence for the characters from `start` up to `end`, outer white space trimmed."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        first, last = self.line_at(start), self.line_at(max(start, end - 1))
        return Evidence(
            document=self.id,
            lines=(first.number, last.number),
            span=(self.column(first, start), self.column(last, end)),
            fingerprint=fingerprint(self.text[start:end]),
            reading=reading,
        )

    def offsets(self, place: Evidence) -> Span:
        """Return the offsets in `text` of a place that `evidence` gave."""
        first, last = (self.lines[number - 1] for number in place.lines)
        return self._offset(first, place.span[0]), self._offset(last, place.span[1])

    def column(self, line: Line, offset: int) -> int:
        """Return the column on the page of an offset in a line."""
        before = bisect_left(self.gaps, line.start)
        return offset - line.start + bisect_right(self.gaps, offset) - before

    def _offset(self, line: Line, column: int) -> int:
        """Return the offset in `text` of a column on the page."""
        index = first = bisect_left(self.gaps, line.start)
        while index < len(self.gaps) and self.gaps[index] - line.start + index - first < column:
            index += 1
        return line.start + column - (index - first)

    def sentences(self, line: Line) -> list[Span]:
        """Return the offsets of each sentence of `line`, outer white space trimmed."""
        if line.is_blank:
            return []
        found = []
        for match in _SENTENCE.finditer(line.text):
            text = match.group()
            if _LETTER.search(text):
                start = line.start + match.start() + len(text) - len(text.lstrip())
                found.append((start, start + len(text.strip())))
        return found
