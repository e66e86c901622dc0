"""Bytes as they read once escapes are undone, with the way back to where each text stands."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, unquote_to_bytes

# A secret has none of these, so a text that hides one ends at the latest here. In a picture that is
# after a few bytes, which keeps its chance escapes from costing anything.
_RUN = re.compile(rb"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{8,}")
_BASE64 = rb"[A-Za-z0-9+/_=-]"
# Twice within JSON within JSON is the deepest that was ever seen.
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Escaping:
    """One way to write bytes as others.

    Attributes:
        marker: Stands in every text that is written so.
        decode: Turns one match of the pattern into what it stands for.
        encode: Writes base64, hex or a placeholder so that it reads the same when decoded.
    """

    marker: bytes
    pattern: re.Pattern[bytes]
    decode: Callable[[bytes], bytes]
    encode: Callable[[bytes], bytes] = bytes


def _percent_encoded(text: bytes) -> bytes:
    return quote(text, safe="").encode()


def _json_unescaped(escape: bytes) -> bytes:
    return str(json.loads(b'"' + escape + b'"')).encode()


PERCENT = Escaping(
    marker=b"%",
    pattern=re.compile(rb"%[0-9A-Fa-f]{2}"),
    decode=unquote_to_bytes,
    encode=_percent_encoded,
)
FORM = Escaping(
    marker=b"",
    pattern=re.compile(rb"%[0-9A-Fa-f]{2}|\+"),
    decode=lambda escape: b" " if escape == b"+" else unquote_to_bytes(escape),
    encode=_percent_encoded,
)
JSON = Escaping(
    marker=b"\\",
    # A pair of surrogates is one character, and half a pair is none.
    pattern=re.compile(
        rb'\\(?:["\\/bfnrt]|u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}'
        rb"|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4})"
    ),
    decode=_json_unescaped,
)
LINES = Escaping(
    marker=b"\n",
    # It begins with a line break, so that the search goes from one to the next.
    pattern=re.compile(rb"[\r\n](?<=%b.)\n?[ \t]*(?=%b)" % (_BASE64, _BASE64), re.DOTALL),
    decode=lambda _: b"",
)


@dataclass(slots=True)
class _Track:
    """Where each escape stands before and after it is undone; one of no length begins each run."""

    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    source_begins: list[int] = field(default_factory=list)
    source_ends: list[int] = field(default_factory=list)

    def note(self, begin: int, size: int, source_begin: int, source_end: int) -> None:
        self.begins.append(begin)
        self.ends.append(begin + size)
        self.source_begins.append(source_begin)
        self.source_ends.append(source_end)

    def source_begin(self, at: int) -> int:
        escape = bisect_right(self.begins, at) - 1
        if at < self.ends[escape]:
            return self.source_begins[escape]
        return self.source_ends[escape] + at - self.ends[escape]

    def source_end(self, at: int) -> int:
        escape = bisect_right(self.begins, at - 1) - 1
        if at - 1 < self.ends[escape]:
            return self.source_ends[escape]
        return self.source_ends[escape] + at - self.ends[escape]


class View:
    """Some bytes as they stand, or as they read with escapes undone.

    Attributes:
        text: Only the runs that have such an escape, where some were undone.
        escapings: What was undone, the outermost first.
    """

    def __init__(
        self,
        text: bytes,
        *,
        parent: "View | None" = None,
        track: _Track | None = None,
        escapings: tuple[Escaping, ...] = (),
    ) -> None:
        self.text = text
        self.escapings = escapings
        self._parent = parent
        self._track = track

    @cached_property
    def lowered(self) -> bytes:
        """The text in lower case, to look for hex in."""
        return self.text.lower()

    @cached_property
    def string(self) -> str:
        """The text as characters; bytes that are no UTF-8 stand as one each."""
        return self.text.decode("utf-8", "surrogateescape")

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return where a part of the text stands in the original bytes."""
        if self._track is None or self._parent is None:
            return begin, end
        return self._parent.span(self._track.source_begin(begin), self._track.source_end(end))

    def written(self, text: bytes) -> bytes:
        """Return what stands in the original bytes for a text that is to be read in this view."""
        for escaping in reversed(self.escapings):
            text = escaping.encode(text)
        return text

    def undone(self, escaping: Escaping) -> "View | None":
        """Return the view with one level of an escaping undone; None where there is nothing to undo."""
        if escaping.marker not in self.text:
            return None
        escapes = list(escaping.pattern.finditer(self.text))
        if not escapes:
            return None
        text, track = _undo(self.text, escapes, escaping)
        if not text:
            return None
        return View(text, parent=self, track=track, escapings=(*self.escapings, escaping))

    def is_cut_at(self, at: int) -> bool:
        """Whether an escape follows, so that what ends here is seen whole in a deeper view only."""
        if len(self.escapings) >= _DEEPEST:
            return False
        return any(each.pattern.match(self.text, at) is not None for each in (PERCENT, JSON))


def _undo(text: bytes, escapes: list[re.Match[bytes]], escaping: Escaping) -> tuple[bytes, _Track]:
    pieces: list[bytes] = []
    track, size, index = _Track(), 0, 0
    known: dict[bytes, bytes] = {}
    for run in _RUN.finditer(text):
        at, end = run.span()
        while index < len(escapes) and escapes[index].start() < at:
            index += 1
        if index == len(escapes):
            break
        if escapes[index].end() > end:
            continue
        if pieces:
            # Runs are apart from each other, so that no text goes over from one into the next.
            pieces.append(b"\0")
            size += 1
        track.note(size, 0, at, at)
        while index < len(escapes) and escapes[index].end() <= end:
            begin, after = escapes[index].span()
            written = escapes[index].group()
            if written not in known:
                known[written] = escaping.decode(written)
            meant = known[written]
            pieces += (text[at:begin], meant)
            size += begin - at
            track.note(size, len(meant), begin, after)
            size, at, index = size + len(meant), after, index + 1
        pieces.append(text[at:end])
        size += end - at
    return b"".join(pieces), track


def views_of(data: bytes) -> list[View]:
    """Return the bytes as they stand, and as they read with escapes undone in any order."""
    plain = View(data)
    found, level = {data: plain}, [plain]
    for _ in range(_DEEPEST):
        deeper: list[View] = []
        for view in level:
            for escaping in (PERCENT, JSON):
                undone = view.undone(escaping)
                if undone is not None and undone.text not in found:
                    found[undone.text] = undone
                    deeper.append(undone)
        level = deeper
    return list(found.values())
