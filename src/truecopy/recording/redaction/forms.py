"""The fields of forms, with the place of each in the bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from truecopy.contract.bodies import URLENCODED_TYPE, media_type_of

# A name begins behind a separator only: each byte of a text without any is looked at once.
_FIELD = re.compile(rb"(?<![^=&\r\n])([^=&\r\n]+)=([^&\r\n]*)")
_BOUNDARY = re.compile(
    r"^\s*multipart/[^;]*;(?:.*;)?\s*boundary=(?:\"([^\"]{1,200})\"|([^;,\s]{1,200}))", re.I
)
# The header up to one of its parameters; a second header is looked at from its own beginning only.
_DISPOSITION = rb"content-disposition:(?:(?!content-disposition:)[^\r\n])*?[;\s]"
_NAME = re.compile(_DISPOSITION + rb"name=(?:\"([^\"\r\n]*)\"|([^;\s]+))", re.I)
_FILE = re.compile(_DISPOSITION + rb"filename\*?=", re.I)
_TYPE = re.compile(rb"content-type:[ \t]*([^\r\n]*)", re.I)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form.

    Attributes:
        value: What it says; empty for a file.
        begin, end: Where the value stands as it is written.
        content_type: Of a part of a multipart form, its own.
        is_escaped: Written with percent signs and pluses.
    """

    name: str
    value: str
    begin: int
    end: int
    content_type: str = ""
    is_file: bool = False
    is_escaped: bool = False


def fields_of(content_type: str, data: bytes) -> Iterator[Field]:
    """Yield the fields of a form; none where the Content-Type names no form."""
    if media_type_of(content_type) == URLENCODED_TYPE:
        yield from _urlencoded(data)
        return
    boundary = _BOUNDARY.match(content_type)
    if boundary is not None:
        mark = boundary.group(1) or boundary.group(2)
        yield from _multipart(mark.encode("utf-8", "surrogatepass"), data)


def _urlencoded(data: bytes) -> Iterator[Field]:
    for field in _FIELD.finditer(data):
        name, value = (_text(each) for each in field.groups())
        begin, end = field.span(2)
        yield Field(
            name=unquote_plus(name),
            value=unquote_plus(value),
            begin=begin,
            end=end,
            is_escaped=True,
        )


def _multipart(boundary: bytes, data: bytes) -> Iterator[Field]:
    line = re.compile(rb"(?:^|\r?\n)--%b(?:--)?[ \t]*(?=\r?\n|\Z)" % re.escape(boundary))
    begin = -1
    for delimiter in line.finditer(data):
        if begin >= 0:
            yield from _part(data, begin, delimiter.start())
        begin = delimiter.end()
    # A form that was cut off has a last part too.
    if begin >= 0:
        yield from _part(data, begin, len(data))


def _part(data: bytes, begin: int, end: int) -> Iterator[Field]:
    blank = _BLANK_LINE.search(data, begin, end)
    if blank is None:
        return
    head = data[begin : blank.start()]
    name, kind = _NAME.search(head), _TYPE.search(head)
    is_file = _FILE.search(head) is not None
    yield Field(
        name="" if name is None else _text(name.group(1) or name.group(2) or b""),
        value="" if is_file else _text(data[blank.end() : end]),
        begin=blank.end(),
        end=end,
        content_type="" if kind is None else _text(kind.group(1)),
        is_file=is_file,
    )


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
