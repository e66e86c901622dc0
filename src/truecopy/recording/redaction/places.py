"""The places where secrets stand: headers, addresses, members of JSON and fields of forms."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

from truecopy.recording.redaction.addresses import address_places, places_in_addresses
from truecopy.recording.redaction.forms import Field, fields_of
from truecopy.recording.redaction.members import members
from truecopy.recording.redaction.names import (
    ACCOUNT,
    COOKIE,
    PASSWORD,
    is_scheme,
    kind_of_header,
    kind_of_member,
)
from truecopy.recording.redaction.needles import LEAST_CHARACTERS, as_bytes
from truecopy.recording.redaction.parts import Part, Role
from truecopy.recording.redaction.place import Place
from truecopy.recording.redaction.shapes import Shape, shaped_places
from truecopy.recording.redaction.views import FORM, JSON, View, views_of

_DEEPEST = 4
_BLANK = b" \t\r\n"
_SCHEME = re.compile(rb"\s*([A-Za-z][A-Za-z0-9._-]*)[ \t]+(?=\S)")
# The schemes that are written in front of a credential even where it has a header of its own.
_COMMON_SCHEMES = frozenset(["bearer", "basic", "token"])
_COOKIE = re.compile(rb"[^;]+")
# Several cookies in one header; a date has a comma too, but no name and value behind it.
_COOKIES = re.compile(rb"(?:[^,]|,(?![ \t]*[^;,=\s]+=))+")


def places_in(part: Part, shapes: Sequence[Shape]) -> list[Place]:
    """Return the places of secrets in a part, in their order; some may overlap."""
    found: dict[tuple[int, int, str], Place] = {}
    for place in _places(part, shapes):
        found.setdefault((place.begin, place.end, place.value), place)
    return sorted(found.values(), key=lambda place: (place.begin, -place.end))


def _places(part: Part, shapes: Sequence[Shape]) -> Iterator[Place]:
    match part.role:
        case Role.URL:
            yield from address_places(part.data, shapes)
        case Role.HEADER if kind := kind_of_header(part.name):
            yield from _in_header(part.data, part.name.lower(), kind)
        case Role.BODY:
            yield from _in_body(part.data, part.name, shapes, 0)
    for view in views_of(part.data):
        # Percent signs are part of an address; in JSON its escapes are not.
        if part.role is not Role.URL and all(each is JSON for each in view.escapings):
            yield from places_in_addresses(view, shapes)
        yield from shaped_places(view, shapes)


def _in_header(data: bytes, name: str, kind: str) -> Iterator[Place]:
    if kind != COOKIE:
        yield from _credential(data, name, kind)
    elif name == "cookie":
        for cookie in _COOKIE.finditer(data):
            yield from _cookie(data, cookie.start(), cookie.end())
    else:
        for cookies in _COOKIES.finditer(data):
            first = _COOKIE.search(data, cookies.start(), cookies.end())
            if first is not None:
                yield from _cookie(data, first.start(), first.end())


def _cookie(data: bytes, begin: int, end: int) -> Iterator[Place]:
    equals = data.find(b"=", begin, end)
    yield from _trimmed(data, max(begin, equals + 1), end, COOKIE, b' \t"')


def _credential(data: bytes, name: str, kind: str) -> Iterator[Place]:
    """Yield the place of a credential, behind the scheme's word where there is one."""
    is_authorization = name.lower().endswith("authorization")
    if is_authorization and is_scheme(data.strip().decode("latin-1")):
        return
    scheme, word = _SCHEME.match(data), ""
    if scheme is not None:
        word = scheme.group(1).decode().lower()
    if scheme is None or not (is_authorization or word in _COMMON_SCHEMES):
        yield from _trimmed(data, 0, len(data), kind, _BLANK)
        return
    yield from _trimmed(data, scheme.end(), len(data), kind, _BLANK)
    if word == "basic":
        yield from _basic(data, scheme.end())


def _basic(data: bytes, begin: int) -> Iterator[Place]:
    """Yield the password within a credential, so that it is known elsewhere too.

    Source:
        RFC 7617 section 2.
    """
    try:
        pair = base64.b64decode(data[begin:].strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return
    password = pair.partition(":")[2]
    if len(password) >= LEAST_CHARACTERS:
        yield Place(begin=begin, end=len(data), value=password, kind=PASSWORD)


def _trimmed(data: bytes, begin: int, end: int, kind: str, blank: bytes) -> Iterator[Place]:
    written = data[begin:end]
    begin += len(written) - len(written.lstrip(blank))
    end -= len(written) - len(written.rstrip(blank))
    if begin < end:
        value = data[begin:end].decode("utf-8", "surrogateescape")
        yield Place(begin=begin, end=end, value=value, kind=kind)


def _in_body(
    data: bytes, content_type: str, shapes: Sequence[Shape], depth: int
) -> Iterator[Place]:
    is_form = False
    for field in fields_of(content_type, data):
        is_form = True
        yield from _in_field(data, field, shapes, depth)
    if not is_form:
        yield from _in_json(data)


def _in_field(data: bytes, field: Field, shapes: Sequence[Shape], depth: int) -> Iterator[Place]:
    written = data[field.begin : field.end]
    kind = "" if field.is_file else kind_of_member(field.name)
    view, found = View(written), list[Place]()
    if kind:
        found += _in_text(written, field.value, field.name, kind)
    elif depth < _DEEPEST:
        view = (field.is_escaped and view.undone(FORM)) or view
        found += _in_body(view.text, field.content_type, shapes, depth + 1)
        if field.is_escaped:
            found += places_in_addresses(View(view.text), shapes)
    for place in found:
        begin, end = view.span(place.begin, place.end)
        yield place.at(field.begin + begin, field.begin + end, f" field {field.name[:60]}")


def _in_json(data: bytes) -> Iterator[Place]:
    for member in members(data):
        kind = kind_of_member(member.name)
        begin, end, where = member.begin, member.end, f" {member.pointer}"
        if kind and member.is_text:
            for place in _in_text(data[begin:end], member.value, member.name, kind):
                yield place.at(begin + place.begin, begin + place.end, where)
        elif kind == ACCOUNT:
            yield Place(
                begin=begin, end=end, value=member.value, kind=kind, where=where, is_number=True
            )


def _in_text(written: bytes, value: str, name: str, kind: str) -> Iterator[Place]:
    """Yield the place of a credential in a text that may be written with escapes."""
    inner = as_bytes(value)
    for place in _credential(inner, name, kind):
        if inner == written:
            yield place
        else:
            # What stands in front is the scheme's word, which nobody escapes.
            is_behind = written.startswith(inner[: place.begin].rstrip())
            yield place.at(place.begin if is_behind else 0, len(written))
