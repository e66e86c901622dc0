"""What a wording of a limit is made of."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.wordlist import words

# Pieces of which the wordings are made. None repeats what the next piece may begin with, and every number and gap has
# a longest length, so that no page makes a search slow. A number that goes on is none of them: `10k`, `2^31`, `5 %`,
# `2 million`, `1/2`.
_GOES_ON = (
    r"\d|\s?(?:\^|\*\*|[%‰]|×\s?10)|[kKmMbB](?![A-Za-z])|[eE][+\d-]|/\d"
    r"|\s?(?:hundred|thousand|million|billion|dozen|[百千万亿])"
)
N = rf"((?<!\d)(?<!(?<!\.)\.)-?(?:\d{{1,3}}(?:,\d{{3}}){{1,9}}|\d{{1,30}}(?:\.\d{{1,30}})?)(?!{_GOES_ON}))"
GAP = r"[^.\d\[]{0,80}"
COLON = r"(?:\s{0,3}[:\uff1a])?\s{0,3}"
TO = r"\s{0,3}(?:-|–|—|~|\uff5e|\.\.\.?|to|and|through|,|至|和|到)\s{0,3}"
WITHIN = r"\s{0,3}(?:-|–|—|~|\uff5e|\.\.\.?|to|and|through|至|和|到)\s{0,3}"
REFUSED = r"(?:not (?:allowed|accepted|permitted|supported)|refused|rejected|forbidden|invalid)\b"
IS = r"(?:\s(?:is|of|are|to))?(?:\s{0,3}[:=\uff1a])?\s{0,3}"
# Characters as the unit of a length, said of which kind perhaps.
CHARACTERS = (
    r"[- ]{0,2}(?:(?:utf-8|unicode|ascii|alphanumeric|printable|hex(?:adecimal)?) )?char\w*"
)
MOST = r"(?:at most|up to|no (?:more|longer|larger|greater|higher|bigger) than|(?:not|n['\u2019]t) (?:exceed|be (?:more|longer|greater|larger|higher) than))"

# Words for any value, whatever its field is called.
_ANY_VALUE = frozenset(
    words("it this value field number integer float string text list array entries elements items")
)
# `0,5`: the decimals of other languages.
_DECIMAL_COMMA = re.compile(r",\d")
Parts = Iterator[tuple[str, Any]]
Build = Callable[[re.Match[str], DocumentedField], Parts]
Applies = Callable[[DocumentedField], bool]


@dataclass(frozen=True, slots=True)
class Wording:
    """One pattern, the fields that it applies to, and what it says of them.

    Attributes:
        is_limit: It bounds the value, so the sentence must be about the value; a default, an example or a label
            of a type says what it says.
        group: What of the match states the limit.
    """

    pattern: re.Pattern[str]
    applies: Applies
    build: Build
    is_limit: bool = True
    group: int = 0


def wording(
    pattern: str, applies: Applies, build: Build, *, is_limit: bool = True, group: int = 0
) -> Wording:
    """Return a wording whose pattern does not tell capitals from small letters."""
    return Wording(line_pattern(pattern, re.IGNORECASE), applies, build, is_limit, group)


def bounds(low: str, high: str) -> Build:
    """Return what says two numbers, under these keywords."""

    def build(match: re.Match[str], field: DocumentedField) -> Parts:
        first, second = number(match.group(1)), number(match.group(2))
        if first <= second and _is_whole(match, field, low):
            yield low, first
            yield high, second

    return build


def one(keyword: str, *, shift: int = 0) -> Build:
    """Return what says one number, with `shift` added: "fewer than 5" is at most 4."""

    def build(match: re.Match[str], field: DocumentedField) -> Parts:
        if _is_whole(match, field, keyword) and not _DECIMAL_COMMA.match(
            match.string, match.end(1)
        ):
            yield keyword, number(match.group(1)) + shift

    return build


def _is_whole(match: re.Match[str], field: DocumentedField, keyword: str) -> bool:
    """Whether whole numbers are written where only they bound: `1.000` may be a thousand."""
    is_count = keyword.endswith(("Length", "Items")) or "number" not in field.types
    return not (is_count and any("." in group for group in match.groups() if group))


def both(low: str, high: str) -> Build:
    """Return what says that two bounds are the same number."""

    def build(match: re.Match[str], _: DocumentedField) -> Parts:
        yield low, number(match.group(1))
        yield high, number(match.group(1))

    return build


def constant(keyword: str, value: Any) -> Build:
    """Return what says the same whatever its words are."""

    def build(_match: re.Match[str], _field: DocumentedField) -> Parts:
        yield keyword, value

    return build


def names_field(word: str, field: DocumentedField) -> bool:
    """Whether a word stands for a field: it is one for any value, or the last one of its name."""
    last = re.split(r"[\W_]+", field.name.lower())[-1]
    return word.lower() in _ANY_VALUE or word.lower().rstrip("s") == last.rstrip("s")


def is_text(field: DocumentedField) -> bool:
    """Whether a field is plain text."""
    return field.is_text


def is_number(field: DocumentedField) -> bool:
    """Whether a field is a number."""
    return field.is_number


def is_array(field: DocumentedField) -> bool:
    """Whether a field is a list."""
    return field.is_array


def is_picture(field: DocumentedField) -> bool:
    """Whether a field carries pictures."""
    return field.is_picture


def is_any(_: DocumentedField) -> bool:
    """Whether a field is a field."""
    return True
