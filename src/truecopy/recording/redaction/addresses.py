"""Secrets in addresses: passwords, signatures, and tokens among the parameters."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from truecopy.recording.redaction.names import PASSWORD, kind_of_parameter
from truecopy.recording.redaction.place import Place
from truecopy.recording.redaction.shapes import Shape, shaped_places
from truecopy.recording.redaction.views import PERCENT, View

_DEEPEST = 4
_ADDRESS = re.compile(rb"://[^\s\"'<>\\^`{|}\x00-\x1f\x7f]+")
# What ends a sentence, not the address in it.
_PUNCTUATION = b".,;:!?)]*"
_USER = re.compile(rb"://[^/?#:@]*:([^/?#]*)@")
_SEGMENT = re.compile(rb"(?<=/)[^/?#]+")
_PARAMETER = re.compile(rb"[?&#]([^=&#?]*)=([^&#]*)")


def places_in_addresses(view: View, shapes: Sequence[Shape]) -> Iterator[Place]:
    """Yield the places of secrets in the absolute addresses that stand in a text."""
    for address in _ADDRESS.finditer(view.text):
        for place in address_places(address.group().rstrip(_PUNCTUATION), shapes):
            begin, end = address.start() + place.begin, address.start() + place.end
            if not view.is_cut_at(end):
                yield place.at(*view.span(begin, end), ", URL")


def address_places(data: bytes, shapes: Sequence[Shape], depth: int = 0) -> Iterator[Place]:
    """Yield the places of secrets in one address."""
    for user in _USER.finditer(data):
        yield from _place(data, user.span(1), PASSWORD, " password")
    for segment in _SEGMENT.finditer(data):
        # Behind a slash, as within base64, no shape is looked for; a whole segment is another matter.
        for place in shaped_places(View(segment.group()), shapes):
            if (place.begin, place.end) == (0, len(segment.group())):
                yield place.at(*segment.span(), " path")
    for parameter in _PARAMETER.finditer(data):
        name = unquote(parameter.group(1).decode("utf-8", "replace"))
        kind = kind_of_parameter(name)
        if kind:
            yield from _place(data, parameter.span(2), kind, f" parameter {name[:60]}")
        elif depth < _DEEPEST:
            yield from _in_parameter(parameter.group(2), parameter.start(2), shapes, depth + 1)


def _in_parameter(written: bytes, at: int, shapes: Sequence[Shape], depth: int) -> Iterator[Place]:
    """Yield the places in an address that is a parameter of another, escaped or as it is."""
    view = View(written).undone(PERCENT) or View(written)
    if b"=" in view.text:
        for place in address_places(view.text, shapes, depth):
            begin, end = view.span(place.begin, place.end)
            yield place.at(at + begin, at + end)


def _place(data: bytes, span: tuple[int, int], kind: str, where: str) -> Iterator[Place]:
    begin, end = span
    if begin < end:
        text = data[begin:end].decode("utf-8", "surrogateescape")
        value = unquote(text, errors="surrogateescape")
        yield Place(begin=begin, end=end, value=value, kind=kind, where=where)
