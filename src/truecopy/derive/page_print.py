"""A page as fingerprints: what its sentences were, kept beside a contract without a word of them."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.derive.document import Document, Line, Span, fingerprint
from truecopy.derive.documented_fields import picture_formats
from truecopy.derive.line_pattern import line_pattern
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
_BULLET = line_pattern(r"\s*(?:[•*·◦▪‣●○■□-]|\d{1,3}[.)])\s+")
# What a sentence may end with, or go on with.
_ENDS = ".;,:!?。"
# What of a value can stand in a sentence: a word, which may have marks within, and the figures within another.
_TOKEN = re.compile(r"[^\s,、，;|\"'“”‘’`()\[\]]+")
# A number, with its unit where it has one: `10`, `1,024`, `4 MB`.
_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*(?:\s?(?:[KMG]i?B|bytes?|seconds?|minutes?|hours?|days?|weeks?)\b)?",
    re.IGNORECASE,
)
# What an example shows and nobody promises: an id, a time, an address, a number.
_SHOWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:Z|[+-]\d\d:\d\d)?|https?://[^\s\"']+|\b\d[\d.]*\b"
)
# What stands before each member in a sentence that lists them: `input: - text: what to draw - size: how large`.
_MEMBER = line_pattern(r"\s+(?=- \w+: )")
# What parts the members of a list, and what stands around one of them.
_BETWEEN = re.compile(r"[,、，]|\bor\b|\band\b|或|和")
_AROUND = " \t.。:\"'“”‘’`()（）"
# A word beside a value in a list, and none of the values that claims have.
_FOREIGN = re.compile(r"[^\s§]{1,30}")
# Brackets of which nothing is left.
_EMPTY = re.compile(r"\s?[(（\[]\s*[)）\]]")
# Values one after the other count as one: a list may have any length.
_RUN = re.compile(r"§(?:[\s,、，/|\"'“”‘’`]*+(?:\b(?:or|and)\b|或|和)?[\s,、，/|\"'“”‘’`]*+§)+")


def normalised(text: str) -> str:
    """Return a sentence without what may be written in one way or another: quotes, dashes, bullets, its end mark."""
    return " ".join(words_of(text)).rstrip(_ENDS)


def words_of(text: str) -> list[str]:
    """Return the words of a part of a sentence, of which quotes, dashes and bullets do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return _BULLET.sub("", plain, count=1).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePrint:
    """One sentence of a page, as fingerprints.

    Attributes:
        line: From 1.
        column: Where it begins in the line, from 0.
        words: How many it has.
        whole: Of its normalised text.
        rest: Of the same without the values that claims take from it.
        bare: Of the same without all that states these claims.
    """

    line: int
    column: int
    words: int
    whole: str
    rest: str
    bare: str

    def __str__(self) -> str:
        is_plain = self.whole == self.rest == self.bare
        prints = (self.whole,) if is_plain else (self.whole, self.rest, self.bare)
        return " ".join([f"{self.line}:{self.column}", str(self.words), *prints])


def _begin_of(sentence: SentencePrint) -> tuple[int, int]:
    return sentence.line, sentence.column


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePrint:
    """All sentences of a page, in order, and what each reads on the page where that is at hand.

    Attributes:
        spans: Of each sentence, as offsets into the page; empty for a page that is only remembered.
        foreign: Numbers of the sentences that have a word in a list of values that is no value of a claim.
    """

    sentences: tuple[SentencePrint, ...]
    spans: tuple[Span, ...] = ()
    foreign: frozenset[int] = frozenset()

    def within(self, lines: tuple[int, int]) -> list[int]:
        """Return the numbers of the sentences on these lines, first and last included."""
        first = bisect_left(self.sentences, lines[0], key=lambda each: each.line)
        last = bisect_left(self.sentences, lines[1] + 1, key=lambda each: each.line)
        return list(range(first, last))

    def at(self, place: Evidence) -> list[int]:
        """Return the numbers of the sentences that a piece of evidence touches."""
        start = (place.lines[0], place.span[0])
        end = (place.lines[1], place.span[1])
        after = bisect_right(self.sentences, start, key=_begin_of)
        first = max(0, after - 1)
        if first < after and self.sentences[first].line < start[0]:
            first = after  # a sentence ends with its line
        return list(range(first, bisect_left(self.sentences, end, key=_begin_of)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a statement stands, and what it takes from there.

    Attributes:
        number: Of the statement, in their order.
        words: The texts within its value, small.
    """

    number: int
    start: int
    end: int
    is_example: bool
    is_stated: bool
    words: frozenset[str]


def print_page(page: Page) -> PagePrint:
    """Return the fingerprints of a page that has been read."""
    document = page.document
    stated = _Places(document, page.statements)
    sentences: list[SentencePrint] = []
    spans: list[Span] = []
    foreign: set[int] = set()
    for line in document.lines:
        for span in _parts(document, line):
            over = stated.over(span)
            marked = _without_values(document.text[slice(*span)], span[0], over)
            if _has_foreign(marked):
                foreign.add(len(sentences))
            sentences.append(_print_sentence(document, line, span, marked, over))
            spans.append(span)
    return PagePrint(sentences=tuple(sentences), spans=tuple(spans), foreign=frozenset(foreign))


def _parts(document: Document, line: Line) -> Iterator[Span]:
    """Yield the sentences of a line; of one that lists members, each of them."""
    for start, end in document.sentences(line):
        at = start
        for match in _MEMBER.finditer(document.text, start, end):
            yield at, match.start()
            at = match.end()
        yield at, end


def _has_foreign(marked: str) -> bool:
    """Whether a list of values has a word between or beside them that is none."""
    items = [each.strip(_AROUND) for each in _BETWEEN.split(marked)]
    for at, item in enumerate(items):
        before, after = items[max(0, at - 1)], items[min(at + 1, len(items) - 1)]
        if _FOREIGN.fullmatch(item) and (before.endswith("§") or after.startswith("§")):
            return True
    return False


def _print_sentence(
    document: Document,
    line: Line,
    span: Span,
    marked: str,
    over: Iterable[_Place],
) -> SentencePrint:
    text = document.text[slice(*span)]
    plain = normalised(text)
    whole = fingerprint(plain)
    without = (_RUN.sub("§", marked), _without_statements(text, span[0], over))
    # Most sentences state nothing: then all three are the same.
    rest, bare = (whole if each == text else fingerprint(normalised(each)) for each in without)
    return SentencePrint(
        line=line.number,
        column=document.column(line, span[0]),
        words=len(plain.split()),
        whole=whole,
        rest=rest,
        bare=bare,
    )


def _without_statements(text: str, offset: int, over: Iterable[_Place]) -> str:
    """Return what a sentence says beside what states a claim."""
    marks = list(text)
    for each in over:
        if each.is_stated:
            first, last = max(0, each.start - offset), min(len(text), each.end - offset)
            marks[first:last] = [""] * (last - first)
    return _EMPTY.sub("", "".join(marks))


def _without_values(text: str, offset: int, over: Iterable[_Place]) -> str:
    """Return a sentence with a mark for each value that a statement takes from it."""
    found: list[re.Match[str]] = []
    is_shown = False
    for each in over:
        if each.is_example:
            is_shown = True
            continue
        span = max(0, each.start - offset), min(len(text), each.end - offset)
        for token in _TOKEN.finditer(text, *span):
            word = token.group().rstrip(_ENDS)
            is_value = word.casefold() in each.words or each.words.issuperset(
                picture_formats(word) or [""]
            )
            found += [token] if is_value else ()
        found += _FIGURE.finditer(text, *span)
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
    """Finds the statements whose evidence lies over a part of a page, going through it once from its beginning."""

    def __init__(self, document: Document, statements: Iterable[Statement]) -> None:
        # That a field is there, or must be, takes no value from a sentence.
        said = [each for each in statements if each.value is not True]
        # Many statements may share one value.
        words = {id(each.value): each.value for each in said}
        small = {key: frozenset(map(str.casefold, _words(value))) for key, value in words.items()}
        places = [
            _Place(
                number=number,
                start=start,
                end=end,
                is_example=each.evidence.reading is Reading.EXAMPLE,
                is_stated=each.evidence.reading is Reading.STATED,
                words=small[id(each.value)],
            )
            for number, each in enumerate(said)
            for start, end in (document.offsets(each.evidence),)
        ]
        self._ahead = sorted(places, key=lambda each: each.start, reverse=True)
        self._open: list[_Place] = []

    def over(self, span: Span) -> list[_Place]:
        """Return those that take something from these characters, none of which stand before the last ones."""
        while self._ahead and self._ahead[-1].start < span[1]:
            self._open.append(self._ahead.pop())
        self._open = [each for each in self._open if span[0] < each.end]
        return sorted(self._open, key=lambda each: each.number)
