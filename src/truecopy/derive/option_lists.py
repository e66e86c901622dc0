"""Lists of choices with what each does: a line each, `- fast: struck in one pass`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from truecopy.derive.document import Line, Span
from truecopy.derive.documented_fields import DocumentedField, choice
from truecopy.derive.limit_exceptions import LimitContext
from truecopy.derive.paths import element
from truecopy.derive.statements import Page
from truecopy.derive.wordlist import words
from truecopy.errors import DeriveError

_VALUE = r"\d{1,5}:\d{1,5}|[A-Za-z0-9][\w.*+/-]{0,59}"
# An entry: a bullet, a value, marks around it perhaps, and behind a dash, a colon or in brackets what it does.
_ENTRY = re.compile(
    rf"\s{{0,40}}((?:[•*+◦▪●–-]|\d{{1,2}}[.)])\s{{1,8}})?([\"'`*“]{{0,3}})({_VALUE})[\"'`*”]{{0,3}}"
    r"(?:\s?\((?:default|默认)\))?(?:\s{0,8}[:：]\s{0,8}\S.{0,600}|\s{1,8}(?:[-–—=→]|=>)\s{1,8}\S.{0,600}|\s{1,8}\([^()]{1,600}\)\.?|\s{0,40})",
    re.IGNORECASE,
)
# What introduces such a list.
_INTRODUCES = re.compile(
    r"\b(?:one of|values?|options?|choices|following|modes|kinds|types|either)\b[^.\n]{0,40}[:：]?\s{0,8}$|(?:可选值|取值|枚举|以下|选项)[^。\n]{0,20}$",
    re.IGNORECASE,
)
# A description that asks for one of what follows.
_ASKS = re.compile(r"\s{0,40}(?:how|which|what|whether)\b", re.IGNORECASE)
# The mark of the entry that is taken where none is chosen.
_DEFAULT = re.compile(r"\((?:the )?(?:default|默认)\)", re.IGNORECASE)
# Entries that leave the list open.
_OPEN = frozenset(words("etc other others custom any another more"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionList:
    """The choices of a field.

    Attributes:
        values: In the order of the page.
        places: Of each value, without what it does: that may be a rule of its own.
        default: The value that the list marks, None where it marks none.
    """

    values: tuple[Any, ...]
    places: tuple[Span, ...]
    default: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    value: str
    place: Span
    is_marked: bool
    is_listed: bool
    is_default: bool
    is_told: bool


def state_options(
    page: Page,
    subject: str,
    prose: Iterable[Span],
    field: DocumentedField,
    context: LimitContext,
) -> tuple[int, ...]:
    """State the choices that a description lists a line each; return the offsets at which they stand, ascending."""
    target = element(subject) if field.is_array else subject
    if not (field.is_text or field.is_number or field.is_enum) or page.values(target, "enum"):
        return ()
    examples = [each for found in page.values(subject, "examples") for each in found]
    known = [*page.values(subject, "default"), *examples]
    found = read_options(list(_lines_of(page.document.text, prose)), field, known)
    if found is None or not context.holds("enum", list(found.values)):
        return ()
    page.say(target, "enum", list(found.values), found.places[0])
    page.layout.extend(found.places[1:])
    if found.default is not None and not page.values(subject, "default"):
        place = found.places[found.values.index(found.default)]
        page.say(subject, "default", found.default, place)
    return tuple(start for start, _ in found.places)


def _lines_of(text: str, prose: Iterable[Span]) -> Iterator[Line]:
    """Yield the lines of a description, the first and the last of a piece as far as they are of it."""
    for start, end in prose:
        at = start
        for each in text[start:end].split("\n"):
            if each.strip():
                yield Line(number=0, start=at, text=each)
            at += len(each) + 1


def read_options(
    lines: Sequence[Line], field: DocumentedField, known: Sequence[Any] = ()
) -> OptionList | None:
    """Return the choices that the lines of a description list, None where they list none.

    Args:
        lines: With text.
        known: Defaults and examples of the field: a list that has one of them is one of its values.
    """
    at = 0
    while at < len(lines):
        entries = _run(lines, at)
        if len(entries) > 1:
            before = lines[at - 1].text if at else ""
            found = _choices(entries, before, field, known)
            if found is not None:
                return found
        at += max(1, len(entries))
    return None


def _run(lines: Sequence[Line], at: int) -> list[_Entry]:
    """Return the entries from a line on, all with a bullet or all without."""
    found: list[_Entry] = []
    for line in lines[at:]:
        match = _ENTRY.fullmatch(line.text)
        if match is None or (found and bool(match.group(1)) != found[0].is_listed):
            break
        start, end = match.start(2), match.end(3) + len(match.group(2))
        found.append(
            _Entry(
                value=match.group(3),
                place=(line.start + start, line.start + end),
                is_marked=bool(match.group(2)),
                is_listed=bool(match.group(1)),
                is_default=bool(_DEFAULT.search(line.text)),
                is_told=bool(line.text[match.end(3) :].strip("\"'`*” ")),
            )
        )
    return found


def _choices(
    entries: Sequence[_Entry], before: str, field: DocumentedField, known: Sequence[Any]
) -> OptionList | None:
    if any(each.value.lower() in _OPEN for each in entries):
        return None
    is_introduced = bool(_INTRODUCES.search(before.rstrip())) or field.is_enum
    is_label = before.rstrip().endswith((":", "："))
    is_marked = all(each.is_marked for each in entries)
    is_told = any(each.is_told for each in entries)
    try:
        values = tuple(choice(each.value, field) for each in entries)
    except (ValueError, DeriveError):
        return None
    is_known = any(each in values for each in known)
    is_asked = bool(_ASKS.match(before)) and entries[0].is_listed
    if not (is_introduced or (not is_label and is_told and (is_marked or is_known or is_asked))):
        return None
    if len(set(values)) < len(values):
        return None
    return OptionList(
        values=values,
        places=tuple(each.place for each in entries),
        default=next((v for v, e in zip(values, entries, strict=True) if e.is_default), None),
    )
