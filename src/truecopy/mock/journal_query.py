"""Which entries of the journal are meant, and how the others differ from those."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from truecopy.contract.bodies import FORM_TYPE, encode_json, media_type_of
from truecopy.contract.problems import shown
from truecopy.mock.journal import JournalEntry
from truecopy.mock.journal_bodies import cut_text
from truecopy.model.pointers import escape

# Attributes of entries by which they are chosen when they are equal.
EXACT = (
    "vendor",
    "operation",
    "account",
    "method",
    "path",
    "query",
    "status",
    "cause",
    "scenario",
    "request_id",
)
# Of a body that differs everywhere the first few say it.
_MOST_DIFFERENCES = 10
# A request of another operation is further away than one with another body.
_FAR = 20
_FAR_NAMES = frozenset({"vendor", "operation", "account", "method", "path"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Stands where any body will do, since null is a body, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalQuery:
    """What an entry has to have.

    Attributes:
        exact: Name of an attribute -> its value as a text.
        headers: Lower-case name -> value.
        body: What the body has at least: the members that stand here, and theirs.
        note: Stands in one of the notes or problems.
        least_ms: How long the answer took at least.
    """

    exact: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = field(default_factory=Anything)
    note: str | None = None
    least_ms: float = 0.0

    def is_met(self, entry: JournalEntry) -> bool:
        """Whether an entry is meant."""
        return next(self.differences(entry), None) is None

    def differences(
        self, entry: JournalEntry, row: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[str, str]]:
        """Yield where an entry differs, and how.

        Args:
            row: What may be seen of the entry, by which its body is judged then; None where nobody is told.
        """
        for name, wanted in self.exact.items():
            found = str(getattr(entry, name))
            if found != wanted and not (name == "path" and wanted == f"/{entry.vendor}{found}"):
                seen = found if row is None else str(row[name] or "")
                yield name, f"expected {shown(wanted)}, found {shown(seen)}"
        for name, wanted in self.headers.items():
            value = entry.headers.get(name.encode("latin-1", "replace"), b"").decode("latin-1")
            if value != wanted:
                yield f"header {name}", f"expected {shown(wanted)}, found another value or none"
        if entry.elapsed_s * 1000 < self.least_ms:
            yield "ms", f"expected {self.least_ms:g} at least, found {entry.elapsed_s * 1000:.1f}"
        if self.note is not None and not any(self.note in text for text in _told(entry)):
            yield "note", f"expected one with {shown(self.note)}"
        if not isinstance(self.body, Anything):
            content_type = entry.headers.get(b"content-type", b"").decode("latin-1")
            is_form = media_type_of(content_type) == FORM_TYPE
            body = entry.shown_body() if row is None else row["body"]
            yield from _missing(self.body, body, "", is_form=is_form)


def nearest(
    query: JournalQuery, entries: Sequence[JournalEntry], most: int
) -> list[dict[str, Any]]:
    """Return those that come nearest to what is meant, each with what differs: `{"request", "differs"}`."""
    distances = [
        (sum(map(_distance, islice(query.differences(entry), 50))), number)
        for number, entry in enumerate(entries)
    ]
    found = []
    for _, number in sorted(distances)[:most]:
        row = entries[number].row()
        differences = islice(query.differences(entries[number], row), _MOST_DIFFERENCES)
        differs = [f"{name or 'body'}: {how}" for name, how in differences]
        found.append({"request": row, "differs": differs})
    return found


def _distance(difference: tuple[str, str]) -> int:
    return _FAR if difference[0] in _FAR_NAMES else 1


def _told(entry: JournalEntry) -> Iterator[str]:
    yield from entry.all_notes()
    yield from entry.problems


def _missing(wanted: Any, found: Any, at: str, *, is_form: bool) -> Iterator[tuple[str, str]]:
    """Yield what of a value another one does not have, by pointer."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, inner in wanted.items():
            pointer = f"{at}/{escape(name)}"
            if name in found:
                yield from _missing(inner, found[name], pointer, is_form=is_form)
            else:
                yield pointer, f"expected {shown(inner)}, it is missing"
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            yield at, f"expected {len(wanted)} items, found {len(found)}"
        for number, (inner, other) in enumerate(zip(wanted, found, strict=False)):
            yield from _missing(inner, other, f"{at}/{number}", is_form=is_form)
    elif not _is_same(wanted, found, is_form=is_form):
        yield at, f"expected {shown(wanted)}, found {shown(found)}"


def _is_same(wanted: Any, found: Any, *, is_form: bool) -> bool:
    """Whether two values are one; of a long text its beginning and its length count, in forms all is text."""
    if isinstance(wanted, str):
        return bool(cut_text(wanted) == found)
    if is_form and isinstance(found, str) and not isinstance(wanted, dict | list):
        return encode_json(wanted).decode() == found
    return isinstance(wanted, bool) == isinstance(found, bool) and bool(wanted == found)
