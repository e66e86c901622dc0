"""Sentences that take back a limit for some requests: `With press-3 up to 2000`, `Verified accounts can have 20`.

A limit that some requests may pass is no limit of every request. One that is tighter for some still bounds all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.derive.byte_limits import byte_limit
from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.sentence_scope import (
    holds_for_some,
    is_foreign_unit,
    says_fitted,
    split_sentences,
)

# In characters: no sentence that takes back a limit is longer.
_LONGEST = 600
# A number with the word behind it; the figures of a name, `press-3`, are none.
_AMOUNT = line_pattern(
    r"(?<![\w.$€£¥])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3}){1,5}|\d{1,18}(?:\.\d{1,9})?)(k\b)?(?![\w.%]{0,9}\w)\s{0,2}-?([A-Za-z\u4e00-\u9fff]{0,12})",
    re.IGNORECASE,
)
# A unit of bytes: `MB`, `KiB`.
_BYTES = re.compile(r"[KMG]i?B", re.IGNORECASE)
# A unit of characters.
_CHARACTERS = re.compile(r"char|letter|字|文字", re.IGNORECASE)
# What may stand behind a number that has no unit.
_LINKS = frozenset({"", "with", "for", "on", "in", "if", "when", "and", "or", "is", "are", "to"})
_LIMIT = r"(?:limits?|max(?:imum)?|min(?:imum)?|caps?|restrictions?|bounds?|ceiling)"
# That the limit is none for some, whatever its value is.
_LIFTED = re.compile(
    rf"\b{_LIMIT}\b[^.\n]{{0,40}}\b(?:(?:does|do|will|is|are)(?: not|n't) (?:apply|hold|in force)|lifted|raised|increased|removed|waived|higher|larger)\b"
    rf"|\b(?:raise|lift|increase|remove|extend|waive)\b[^.\n]{{0,30}}\b{_LIMIT}\b|(?:限制|上限)[^。\n]{{0,12}}(?:不适用|放宽|提高|解除)",
    re.IGNORECASE,
)
# That some may have more, without a number: "accounts on a plan can send longer texts".
_MORE = re.compile(
    r"\b(?:can|may|allows?|supports?|accepts?|gets?|takes?|up to|have|has)\b[^.\n]{0,30}"
    r"\b(?:more|longer|larger|higher|double|twice)\b|\b(?:any (?:number|length|amount|size)|unlimited|no limit)\b",
    re.IGNORECASE,
)
# That a number is a step, and no bound: "in multiples of 16".
_STEPS = re.compile(r"\b(?:multiples?|divisible|steps|increments)\b|倍数", re.IGNORECASE)
# That what follows comes on top of the limit: "also", "plus".
_ALSO = re.compile(r"\b(?:also|additional(?:ly)?|as well|too|plus)\b|还|也", re.IGNORECASE)
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems"})
_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems"})
_LENGTHS = frozenset({"minLength", "maxLength"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitException:
    """What a sentence allows some requests.

    Attributes:
        value: The number that it names, None where it lifts whatever the limit is.
        unit: The word behind the number.
        has_steps: It is about multiples.
        is_added: It names choices of its own.
    """

    value: float | None = None
    unit: str = ""
    has_steps: bool = False
    is_added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitContext:
    """What everything that describes a field says of its limits.

    Attributes:
        is_fitted: Values outside of them are made to fit.
        exceptions: What some requests may pass.
    """

    is_fitted: bool
    exceptions: tuple[LimitException, ...]

    def holds(self, keyword: str, value: Any) -> bool:
        """Whether no request may pass a limit."""
        is_limit = keyword in _UPPER | _LOWER or keyword == "multipleOf"
        return not (self.is_fitted and is_limit) and not any(
            _passes(each, keyword, value) for each in self.exceptions
        )


def read_context(text: str, field: DocumentedField) -> LimitContext:
    """Return what a text says of the limits of a field.

    Args:
        text: Everything that describes the field.
    """
    found: list[LimitException] = []
    for start, end in split_sentences(text):
        if end - start <= _LONGEST:
            found += _in_sentence(text[start:end], field)
    return LimitContext(is_fitted=says_fitted(text), exceptions=tuple(dict.fromkeys(found)))


def _in_sentence(sentence: str, field: DocumentedField) -> Iterator[LimitException]:
    if _LIFTED.search(sentence):
        yield LimitException()
    if not holds_for_some(sentence):
        return
    if _MORE.search(sentence):
        yield LimitException()
    if _ALSO.search(sentence):
        yield LimitException(is_added=True)
    has_steps = bool(_STEPS.search(sentence))
    for match in _AMOUNT.finditer(sentence):
        unit = match.group(3)
        if (
            not is_foreign_unit(match.group(), field)
            or _CHARACTERS.search(unit)
            or _BYTES.fullmatch(unit)
        ):
            value = number(match.group(1)) * (1000 if match.group(2) else 1)
            yield LimitException(value=value, unit=unit, has_steps=has_steps)


def _passes(exception: LimitException, keyword: str, value: Any) -> bool:
    if exception.is_added:
        return keyword == "enum"
    if exception.value is None:
        return keyword in _UPPER | _LOWER | {"x-image/bytes", "x-image/side"}
    is_bytes = bool(_BYTES.fullmatch(exception.unit))
    if keyword == "x-image/bytes":
        allowed = byte_limit(exception.value, exception.unit, exclusive=False) if is_bytes else None
        return allowed is not None and allowed["accepted"] > value["accepted"]
    if keyword == "multipleOf":
        return exception.has_steps and exception.value % value != 0
    is_length = bool(_CHARACTERS.search(exception.unit))
    if is_bytes or exception.has_steps:
        return False
    if (keyword in _LENGTHS) != is_length and not (
        keyword in _LENGTHS and exception.unit.lower() in _LINKS
    ):
        return False
    return (keyword in _UPPER and exception.value > value) or (
        keyword in _LOWER and exception.value < value
    )
