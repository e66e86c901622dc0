"""Limits that prose states about one field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from truecopy.derive.condensed import condense
from truecopy.derive.document import Span
from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.limit_exceptions import LimitContext, read_context
from truecopy.derive.limit_frames import bounds_value
from truecopy.derive.sentence_scope import (
    has_foreign_unit,
    has_other_length,
    is_about_value,
    is_of_all,
    split_sentences,
)
from truecopy.derive.wording import Wording
from truecopy.derive.wordings import WORDINGS

# In characters: no sentence with a limit is longer, and longer ones would be searched for every wording.
_LONGEST = 3000
_COUNTED = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
)
_LENGTHS = frozenset({"minLength", "maxLength"})
_BOUNDS = frozenset({*_COUNTED, *_LENGTHS})
# On what kind of field each wording depends: a few questions for all of them.
_CONDITIONS = frozenset(each.applies for each in WORDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One keyword with its value, and where in the text it was read.

    Attributes:
        on_items: It bounds each element of the field's array, not the array.
    """

    keyword: str
    value: Any
    start: int
    end: int
    on_items: bool = False


def read_limits(
    text: str, field: DocumentedField, context: LimitContext | None = None
) -> list[Limit]:
    """Return every limit that `text` states of `field`, in order of appearance.

    A sentence that is not about the field's value states none, and no limit is one where values outside of it are
    made to fit, or that another sentence takes back for some requests.

    Args:
        context: What is said beside, where `text` is a part of what describes the field.
    """
    found: list[Limit] = []
    context = context or read_context(text, field)
    applies = {each: each(field) for each in _CONDITIONS}
    wordings = [each for each in WORDINGS if applies[each.applies]]
    for start, end in split_sentences(text):
        if end - start > _LONGEST:
            continue
        plain = condense(text[start:end])
        for each in _in_sentence(plain.text, field, wordings):
            first, last = plain.span(each.start, each.end)
            found.append(replace(each, start=start + first, end=start + last))
    passed = {
        (each.start, each.end) for each in found if not context.holds(each.keyword, each.value)
    }
    found = [each for each in found if (each.start, each.end) not in passed]
    return sorted(found, key=lambda each: (each.start, each.keyword))


def _in_sentence(
    sentence: str, field: DocumentedField, wordings: Iterable[Wording]
) -> Iterator[Limit]:
    said, limits = list[Limit](), list[Limit]()
    for wording in wordings:
        for match in wording.pattern.finditer(sentence):
            for keyword, value in wording.build(match, field):
                limit = Limit(
                    keyword=keyword,
                    value=value,
                    start=_first(sentence, match.start(wording.group)),
                    end=match.end(),
                    on_items=field.is_array and _is_of_items(keyword, field),
                )
                (limits if wording.is_limit else said).append(limit)
    yield from said
    limits = [each for each in limits if not _is_foreign(each, sentence, field)]
    left = _without(sentence, [(each.start, each.end) for each in limits])
    listed = [(each.start, each.end) for each in limits if each.keyword == "enum"]
    if limits and is_about_value(_without(sentence, listed), left, field):
        yield from _in_frames(_widest(limits), sentence, field)


def _first(text: str, at: int) -> int:
    """Return the offset of the first character from an offset on that is no blank."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _in_frames(limits: Sequence[Limit], sentence: str, field: DocumentedField) -> Iterator[Limit]:
    """Yield the limits but those numbers that stand in a clause about something else."""
    spans = [(each.start, each.end) for each in limits]
    for limit, span in zip(limits, spans, strict=True):
        if limit.keyword not in _BOUNDS or bounds_value(sentence, span, spans, field):
            yield limit


def _is_of_items(keyword: str, field: DocumentedField) -> bool:
    return keyword.startswith("x-image") or (keyword == "enum" and field.is_enum)


def _is_foreign(limit: Limit, sentence: str, field: DocumentedField) -> bool:
    """Whether a limit is in another unit than the keyword's, or one of several pictures together."""
    words, behind = sentence[limit.start : limit.end], sentence[limit.end :]
    if limit.keyword in _LENGTHS:
        return has_other_length(words, behind)
    if limit.keyword == "x-image/bytes":
        return is_of_all(sentence, behind)
    return limit.keyword in _COUNTED and has_foreign_unit(words, behind, field)


def _widest(limits: list[Limit]) -> list[Limit]:
    """Return the limits that do not lie inside a wider one: it has read more of the sentence."""
    return [
        each
        for each in limits
        if not any(
            other.start <= each.start
            and each.end <= other.end
            and other.end - other.start > each.end - each.start
            for other in limits
        )
    ]


def _without(text: str, spans: list[Span]) -> str:
    marks = list(text)
    for start, end in spans:
        marks[start:end] = " " * (end - start)
    return "".join(marks)
