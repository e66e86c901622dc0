"""A page as fingerprints: what its sentences were, kept beside a contract without a word of them."""

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.derive.document import Document, Line, Span, fingerprint
from truecopy.derive.statements import Page, Statement
from truecopy.model import Evidence, Reading

# Marks that are written in several ways and mean the same: quotes, dashes; and those that show nothing.
_MARKS = str.maketrans(
    dict.fromkeys("“”„«»″", '"')
    | dict.fromkeys("‘’‚′´", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("`\u200b\u200c\u200d\u2060\ufeff\u00ad")
)
# What an entry of a list begins with, whatever its mark.
_BULLET = re.compile(r"\s*(?:[•*·◦▪‣●○■□-]|\d{1,3}[.)])\s+")
# What a sentence may end with, or go on with.
_ENDS = ".;,:!?。"
# What of a value can stand in a sentence: numbers and words.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][\w-]*")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# What an example shows and nobody promises: an id, a time, an address, a number.
_SHOWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:Z|[+-]\d\d:\d\d)?|https?://[^\s\"']+|\b\d[\d.]*\b"
)
# Values one after the other count as one: a list may have any length.
_RUN = re.compile(r"§(?:[\s,、，/|\"'“”‘’`]*(?:\b(?:or|and)\b|或|和)?[\s,、，/|\"'“”‘’`]*§)+")
_VERSION = 1
# Beside the other files of a contract: what its pages were.
PAGES_FILE = "pages.json"


def normalised(text: str) -> str:
    """Return a sentence without what may be written in one way or another: quotes, dashes, bullets, its end mark."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return " ".join(_BULLET.sub("", plain, count=1).split()).rstrip(_ENDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePrint:
    """One sentence of a page, as fingerprints.

    Attributes:
        line: From 1.
        words: How many it has.
        whole: Of its normalised text.
        rest: Of the same without the values that claims take from it.
    """

    line: int
    words: int
    whole: str
    rest: str

    def __str__(self) -> str:
        parts = (self.line, self.words, self.whole, self.rest)
        return " ".join(map(str, parts if self.rest != self.whole else parts[:3]))


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePrint:
    """All sentences of a page, in order, and what each reads on the page where that is at hand.

    Attributes:
        spans: Of each sentence, as offsets into the page; empty for a page that is only remembered.
    """

    sentences: tuple[SentencePrint, ...]
    spans: tuple[Span, ...] = ()

    def within(self, lines: tuple[int, int]) -> list[int]:
        """Return the numbers of the sentences on these lines, first and last included."""
        first = bisect_left(self.sentences, lines[0], key=lambda each: each.line)
        last = bisect_left(self.sentences, lines[1] + 1, key=lambda each: each.line)
        return list(range(first, last))


def print_page(page: Page) -> PagePrint:
    """Return the fingerprints of a page that has been read."""
    document = page.document
    stated = _Places(document, page.statements)
    sentences, spans = [], []
    for line in document.lines:
        for start, end in document.sentences(line):
            sentences.append(_print_sentence(document, line, (start, end), stated))
            spans.append((start, end))
    return PagePrint(sentences=tuple(sentences), spans=tuple(spans))


def _print_sentence(document: Document, line: Line, span: Span, stated: "_Places") -> SentencePrint:
    text = document.text[slice(*span)]
    plain = normalised(text)
    rest = normalised(_RUN.sub("§", _without_values(text, span[0], stated.over(span))))
    return SentencePrint(
        line=line.number,
        words=len(plain.split()),
        whole=fingerprint(plain),
        rest=fingerprint(rest),
    )


def _without_values(text: str, offset: int, over: Iterable[tuple[Span, Statement]]) -> str:
    """Return a sentence with a mark for each value that a statement takes from it."""
    found: list[re.Match[str]] = []
    is_shown = False
    for (start, end), statement in over:
        if statement.evidence.reading is Reading.EXAMPLE:
            is_shown = True
            continue
        words = {word.casefold() for word in _words(statement.value)}
        found += (
            match
            for match in _TOKEN.finditer(text, max(0, start - offset), min(len(text), end - offset))
            if _FIGURE.fullmatch(match.group()) or match.group().casefold() in words
        )
    found += _SHOWN.finditer(text) if is_shown else ()
    marks = list(text)
    for match in found:
        marks[match.start() : match.end()] = ["§", *[""] * (len(match.group()) - 1)]
    return "".join(marks)


def _words(value: Any) -> Iterator[str]:
    """Yield the texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _words(member)
    elif isinstance(value, list):
        for member in value:
            yield from _words(member)


class _Places:
    """Finds the statements whose evidence lies over a part of a page."""

    def __init__(self, document: Document, statements: Iterable[Statement]) -> None:
        self._by_line: dict[int, list[tuple[Span, Statement]]] = {}
        self._document = document
        for each in statements:
            span = offsets(document, each.evidence)
            first, last = each.evidence.lines
            for number in range(first, last + 1):
                self._by_line.setdefault(number, []).append((span, each))

    def over(self, span: Span) -> list[tuple[Span, Statement]]:
        """Return the statements that take something from these characters, each with its span."""
        found = self._by_line.get(self._document.line_at(span[0]).number, [])
        return [each for each in found if each[0][0] < span[1] and span[0] < each[0][1]]


def offsets(document: Document, place: Evidence) -> Span:
    """Return the characters that a piece of evidence names."""
    first, last = (document.lines[number - 1] for number in place.lines)
    return first.start + place.span[0], last.start + place.span[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a contract remembers of the pages that it was derived from.

    Attributes:
        pages: By document.
        anchors: Anchor as `decisions.yaml` writes it -> the lines at which its text stood.
    """

    pages: Mapping[str, PagePrint]
    anchors: Mapping[str, tuple[int, int]]


def render_pages(remembered: Remembered) -> str:
    """Return `pages.json`: one sentence a line, so that a diff shows which sentences changed."""
    pages = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(str(each)) for each in page.sentences)
        + "\n]"
        for name, page in remembered.pages.items()
    ]
    anchors = [
        f"{json.dumps(text)}: {json.dumps(list(lines))}"
        for text, lines in remembered.anchors.items()
    ]
    return (
        f'{{"schema_version": {_VERSION},\n"pages": {{\n'
        + ",\n".join(pages)
        + '\n},\n"anchors": {\n'
        + ",\n".join(anchors)
        + "\n}}\n"
    )


def read_pages(text: str) -> Remembered | None:
    """Return what a `pages.json` remembers, None where it is damaged or of another version."""
    try:
        content = json.loads(text)
        if content["schema_version"] != _VERSION:
            return None
        return Remembered(
            pages={name: _read_page(rows) for name, rows in content["pages"].items()},
            anchors={each: (first, last) for each, (first, last) in content["anchors"].items()},
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _read_page(rows: Iterable[str]) -> PagePrint:
    found = []
    for row in rows:
        line, words, whole, *rest = row.split()
        found.append(
            SentencePrint(
                line=int(line), words=int(words), whole=whole, rest=rest[0] if rest else whole
            )
        )
    return PagePrint(sentences=tuple(found))
