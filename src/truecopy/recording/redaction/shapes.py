"""Texts that are secret by their look alone, wherever they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truecopy.recording.redaction.names import KEY
from truecopy.recording.redaction.needles import as_bytes
from truecopy.recording.redaction.place import Place
from truecopy.recording.redaction.views import View

_GROUP = "secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How secrets of one sort look.

    Attributes:
        what: For people.
        marks: One of them stands in every text that has the shape; none where that is not known.
        pattern: Its group of the name `secret` is the secret, where it has one; else all that matches.
    """

    what: str
    marks: tuple[bytes, ...] = ()
    pattern: re.Pattern[str]


# In base64 any few letters stand somewhere by chance, but not with such a neighbour.
_EDGE = "(?<![A-Za-z0-9+/_-])"


def _prefixed(prefix: str, rest: str, what: str = "") -> Shape:
    return Shape(
        what=what or f"a key with the prefix {prefix}",
        marks=(prefix.encode(),),
        pattern=re.compile(f"{_EDGE}{re.escape(prefix)}{rest}"),
    )


SHAPES = (
    _prefixed("sk-", "[A-Za-z0-9_-]{16,}"),
    _prefixed("AKIA", "[A-Z0-9]{16}(?![A-Za-z0-9])", "the id of an AWS access key"),
    _prefixed("ASIA", "[A-Z0-9]{16}(?![A-Za-z0-9])", "the id of an AWS access key"),
    _prefixed("ghp_", "[A-Za-z0-9]{20,}"),
    _prefixed("gho_", "[A-Za-z0-9]{20,}"),
    _prefixed("github_pat_", "[A-Za-z0-9_]{20,}"),
    _prefixed("glpat-", "[A-Za-z0-9_-]{16,}"),
    *(_prefixed(f"xox{letter}-", "[A-Za-z0-9-]{10,}") for letter in "abpr"),
    _prefixed("AIza", "[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    _prefixed("hf_", "[A-Za-z0-9]{20,}"),
    _prefixed("sk_live_", "[A-Za-z0-9]{10,}"),
    _prefixed("rk_live_", "[A-Za-z0-9]{10,}"),
    _prefixed("whsec_", "[A-Za-z0-9+/=]{16,}"),
    _prefixed("eyJ", r"[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}", "a JWT"),
    Shape(
        what="a private key in PEM",
        marks=(b"PRIVATE KEY-----",),
        pattern=re.compile(
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]+?"
            r"-----END [A-Z0-9 ]*PRIVATE KEY-----"
        ),
    ),
    Shape(
        what="a bearer token",
        marks=(b"earer",),
        pattern=re.compile(r"(?<![A-Za-z0-9])[Bb]earer[ \t]+(?P<secret>[A-Za-z0-9._~+/=-]{20,})"),
    ),
)


def shaped_places(view: View, shapes: Sequence[Shape]) -> Iterator[Place]:
    """Yield the places of texts that have one of some shapes."""
    for shape in shapes:
        if shape.marks and not any(mark in view.text for mark in shape.marks):
            continue
        for value, begin in _shaped(view, shape.pattern):
            end = begin + len(as_bytes(value))
            if begin < end and not view.is_cut_at(end):
                first, last = view.span(begin, end)
                yield Place(
                    begin=first,
                    end=last,
                    value=value,
                    kind=KEY,
                    what=shape.what,
                    has_shape=True,
                )


def _shaped(view: View, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Yield what a pattern finds, and where its bytes begin."""
    characters = size = 0
    group = _GROUP if _GROUP in pattern.groupindex else 0
    for match in pattern.finditer(view.string):
        size += len(as_bytes(view.string[characters : match.start(group)]))
        characters = match.start(group)
        yield match.group(group), size
