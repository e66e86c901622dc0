"""Secrets learned from recorded interactions, and replaced in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from truecopy.errors import UsageError
from truecopy.model import Interaction
from truecopy.recording.redaction.encodings import Hunt, spliced
from truecopy.recording.redaction.gate import Gate, Leak
from truecopy.recording.redaction.names import KEY
from truecopy.recording.redaction.parts import Change, Part, change_parts, parts_of
from truecopy.recording.redaction.place import Place, apart
from truecopy.recording.redaction.placeholders import (
    SecretTable,
    has_placeholder_number,
    is_placeholder,
    is_placeholder_number,
    placeholder_spans,
)
from truecopy.recording.redaction.places import places_in
from truecopy.recording.redaction.shapes import SHAPES, Shape

# What is replaced can bring two halves together that look like a secret; a second time is enough, save
# for texts made to be difficult.
_MOST_ROUNDS = 5


class Redactor:
    """Replaces secrets with placeholders: the same secret with the same one, wherever it stands."""

    def __init__(
        self,
        known: Iterable[str] = (),
        patterns: Iterable[str] = (),
        allowed: Iterable[str] = (),
    ) -> None:
        """Take what the user knows.

        Args:
            known: Values that are secret.
            patterns: Regular expressions of texts that are secret.
            allowed: Regular expressions of texts that, as a whole, are none; known ones are all the same.

        Raises:
            UsageError: A pattern is no regular expression, or matches the empty text.
        """
        self._table = SecretTable(known)
        self._shapes = (*SHAPES, *map(_shape, patterns))
        self._allowed = [_compiled(each) for each in allowed]

    def redact(self, interactions: Sequence[Interaction]) -> tuple[Interaction, ...]:
        """Return interactions of one cassette without the secrets that stand in any of them."""
        found = tuple(interactions)
        for each in found:
            self._note(each)
        learned, clean, size = set[Part](), set[Part](), len(self._table)
        hunt = Hunt(self._table.appeared())
        for _ in range(_MOST_ROUNDS):
            for each in found:
                self._learn(each, learned)
            # What was clean before is clean still, unless there is more to look for.
            if len(self._table) != size:
                clean, size = set[Part](), len(self._table)
                hunt = Hunt(self._table.appeared())
            replace = _once(clean, partial(self._replaced, hunt))
            redacted = tuple(change_parts(each, replace) for each in found)
            if redacted == found:
                break
            found = redacted
        return found

    def leaks(self, interactions: Iterable[Interaction]) -> Iterator[Leak]:
        """Yield what looks like a secret, or cannot be looked into."""
        gate = Gate(
            hunt=Hunt((*self._table.appeared(), *self._table.not_appeared())),
            places=lambda part: apart(self._secret_places(part)),
            is_allowed=self._is_allowed,
        )
        for number, interaction in enumerate(interactions):
            for part in parts_of(interaction):
                yield from gate.leaks(number, part)

    def _note(self, interaction: Interaction) -> None:
        """Let the numbers go on after those that an interaction has from before."""
        for part in parts_of(interaction):
            self._table.note(part.data.decode("utf-8", "replace"))
            # Most parts have no such number, and are not taken apart for it.
            for place in places_in(part, ()) if has_placeholder_number(part.data) else ():
                if place.is_number and is_placeholder_number(place.value):
                    self._table.note_number(place.value)

    def _learn(self, interaction: Interaction, learned: set[Part]) -> None:
        """Give the secrets in an interaction their placeholders, in the order in which they stand."""
        known = Hunt(self._table.not_appeared())
        for part in parts_of(interaction):
            if part in learned:
                continue
            learned.add(part)
            found = [(each.begin, each.value, each.kind) for each in self._secret_places(part)]
            found += [(hit.begin, hit.sought.text, KEY) for hit in known.hits(part.data)]
            for _, value, kind in sorted(found, key=lambda each: each[0]):
                self._table.add(value, kind)

    def _replaced(self, hunt: Hunt, part: Part) -> bytes:
        """Return a part without the secrets: by value, then those too short for that in their places."""
        data = hunt.replaced(part.data)
        places = apart(self._secret_places(part.with_data(data)))
        return spliced(data, [(each.begin, each.end, self._instead(each)) for each in places])

    def _instead(self, place: Place) -> bytes:
        entry = self._table.add(place.value, place.kind)
        return str(entry.number if place.is_number else entry.placeholder).encode()

    def _secret_places(self, part: Part) -> list[Place]:
        """Return the places whose values are to be replaced."""
        spans = placeholder_spans(part.data)
        return [
            each
            for each in places_in(part, self._shapes)
            if self._is_secret(each)
            # A pattern may well match a placeholder, or what stands around one.
            and not (each.has_shape and any(each.overlaps(*span) for span in spans))
        ]

    def _is_secret(self, place: Place) -> bool:
        value = place.value
        if is_placeholder(value) or (place.is_number and is_placeholder_number(value)):
            return False
        return self._table.is_known(value) or not self._is_allowed(value)

    def _is_allowed(self, value: str) -> bool:
        return any(each.fullmatch(value) for each in self._allowed)


def _once(done: set[Part], change: Change) -> Change:
    """Return a change that is not made to parts again that it left as they were."""

    def change_once(part: Part) -> bytes:
        if part in done:
            return part.data
        data = change(part)
        if data == part.data:
            done.add(part)
        return data

    return change_once


def _shape(pattern: str) -> Shape:
    return Shape(what=f"a match of the pattern {pattern!r}", pattern=_compiled(pattern))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no regular expression: {error}") from error
    if compiled.search("") is not None:
        raise UsageError(f"{pattern!r} matches the empty text, and so says nothing of any other")
    return compiled
