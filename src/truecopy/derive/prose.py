"""Limits that prose states about one field."""

from dataclasses import dataclass
from typing import Any

from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.wordings import WORDINGS


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


def read_limits(text: str, field: DocumentedField) -> list[Limit]:
    """Return every limit that `text` states of `field`, in order of appearance."""
    found = []
    for wording in WORDINGS:
        if not wording.applies(field):
            continue
        for match in wording.pattern.finditer(text):
            for keyword, value in wording.build(match, field):
                on_items = field.is_array and keyword.startswith("x-image")
                limit = Limit(
                    keyword=keyword,
                    value=value,
                    start=match.start(),
                    end=match.end(),
                    on_items=on_items,
                )
                found.append(limit)
    return sorted(found, key=lambda each: (each.start, each.keyword))
