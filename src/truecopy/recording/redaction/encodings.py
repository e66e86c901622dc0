"""How a known text looks in each encoding; found and replaced in bytes."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truecopy.recording.redaction.needles import LEAST_CHARACTERS, Match, Needle, Sought, needles_of
from truecopy.recording.redaction.views import LINES, View, views_of

# Each round removes a layer; no text has so many.
_MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a text stands.

    Attributes:
        begin, end: In the original bytes.
        instead: The bytes that replace them.
        form: For people, behind the name of the text: "as hex"; empty for the plain text.
    """

    begin: int
    end: int
    instead: bytes
    sought: Sought
    form: str


class Hunt:
    """Looks for several texts at once, and puts their placeholders in their places."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        needles = [needle for each in sought for needle in needles_of(each)]
        self._needles = _Needles(needles)
        self._needles_in_lines = _Needles([each for each in needles if each.in_lines])
        self._done: set[bytes] = set()

    def hits(self, data: bytes) -> list[Hit]:
        """Return where the texts stand in any encoding, the longest text first."""
        if not self._needles.every:
            return []
        found: dict[tuple[int, int, str], Hit] = {}
        views = views_of(data)
        joined = [each for view in views if (each := view.undone(LINES)) is not None]
        for view in views:
            self._note(view, self._needles, found)
        for view in joined:
            self._note(view, self._needles_in_lines, found)
        return sorted(found.values(), key=lambda hit: (-len(hit.sought.text), hit.begin, -hit.end))

    def replaced(self, data: bytes) -> bytes:
        """Return the bytes with every text replaced by its placeholder."""
        if data in self._done:
            return data
        for _ in range(_MOST_ROUNDS):
            hits = self.hits(data)
            if not hits:
                break
            data = _spliced(data, hits)
        self._done.add(data)
        return data

    def _note(
        self, view: View, needles: "_Needles", found: dict[tuple[int, int, str], Hit]
    ) -> None:
        for needle in needles.present(view):
            form = needle.form or ("with escapes" if view.escapings else "")
            for begin, end, instead in _matches(needle, view):
                first, last = view.span(begin, end)
                hit = Hit(
                    begin=first,
                    end=last,
                    instead=view.written(instead),
                    sought=needle.sought,
                    form=form,
                )
                found.setdefault((first, last, hit.sought.text), hit)


class _Needles:
    """Needles, and which of them can be in a text at all."""

    def __init__(self, every: Sequence[Needle]) -> None:
        self.every = every
        self._by_start: dict[bytes, list[Needle]] = {}
        for needle in every:
            self._by_start.setdefault(needle.key[:LEAST_CHARACTERS], []).append(needle)

    def present(self, view: View) -> list[Needle]:
        """Return the needles whose bytes stand in a view."""
        return [
            each
            for each in self._candidates(view)
            if each.key in (view.lowered if each.ignores_case else view.text)
        ]

    def _candidates(self, view: View) -> Sequence[Needle]:
        """Return all needles, or for a text that is short beside their number those that may be in it."""
        text, lowered = view.text, view.lowered
        if 2 * len(text) > len(self.every):
            return self.every
        places = range(len(text) - LEAST_CHARACTERS + 1)
        starts = {
            each[at : at + LEAST_CHARACTERS]: None for each in (text, lowered) for at in places
        }
        return [needle for start in starts for needle in self._by_start.get(start, ())]


def _matches(needle: Needle, view: View) -> Iterator[Match]:
    text = view.lowered if needle.ignores_case else view.text
    at = text.find(needle.key)
    while at >= 0:
        match = needle.widen(view.text, at)
        if match is not None:
            yield match
        at = text.find(needle.key, at + len(needle.key))


def _spliced(data: bytes, hits: Sequence[Hit]) -> bytes:
    """Return the bytes with the first of any hits that overlap replaced."""
    chosen: list[tuple[int, int, bytes]] = []
    for hit in hits:
        at = bisect_left(chosen, (hit.begin, hit.end))
        is_free = (at == 0 or chosen[at - 1][1] <= hit.begin) and (
            at == len(chosen) or hit.end <= chosen[at][0]
        )
        if is_free:
            insort(chosen, (hit.begin, hit.end, hit.instead))
    return spliced(data, chosen)


def spliced(data: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return the bytes with some parts, in their order, replaced.

    Args:
        pieces: Begin, end, and what takes the place.
    """
    written: list[bytes] = []
    at = 0
    for begin, end, instead in pieces:
        written += (data[at:begin], instead)
        at = end
    return b"".join((*written, data[at:]))
