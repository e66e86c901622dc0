"""multipart/form-data taken apart."""

import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from truecopy.contract.problems import Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# What is wrong with a form is told to whoever sent it, not to the log.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

# An operation documents a dozen fields, one of them a list of pictures; parts without end would fill the memory.
_MOST_PARTS = 200
# What stands between quotation marks in a header.
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"')
# A file name as RFC 5987 writes it (character set, language, octets), or its first piece as RFC 2231 does.
_EXTENDED_NAME = re.compile(rb";[ \t]*filename\*(?:0\*?)?[ \t]*=[ \t]*([^;\s]*)", re.IGNORECASE)
# What texts of forms are written in beside UTF-8, each read in time that grows with the length.
_CHARSETS = frozenset(
    {
        *("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "utf-16"),
        *("gbk", "gb2312", "gb18030", "big5", "shift_jis", "shift-jis"),
    }
)
# What stands behind a delimiter: blanks, and the lines of a head, which are a handful.
_HEAD = re.compile(rb"[ \t]*+(\r\n(?:[^\r\n]++\r\n){0,48}+)")
# The end of a line of a head that goes on in the next one.
_FOLD = re.compile(rb"\r\n[ \t]++")
_NO_BOUNDARY = "the Content-Type names no usable boundary; what makes the form sets that header, if nobody else does"
# How the content of a part may be written: as it is.
_PLAIN_ENCODINGS = frozenset({b"7bit", b"8bit", b"binary"})


@dataclass(slots=True, kw_only=True)
class FormPart:
    """One part of a form.

    Attributes:
        filename: None for a part that names none.
        media_type: Its own Content-Type; empty where it has none.
        data: Of a text in UTF-8, whatever it was sent in, if its Content-Type says that.
    """

    name: str = ""
    filename: str | None = None
    media_type: str = ""
    data: bytearray = field(default_factory=bytearray)


class _Collector:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.parts: list[FormPart] = []
        self.is_complete = False
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._media_type = b""
        self._charset = ""

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= _MOST_PARTS:
            raise MultipartParseError(f"more than {_MOST_PARTS} parts")
        self.parts.append(FormPart())
        self._disposition = self._media_type = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]

    def _part_end(self) -> None:
        part = self.parts[-1]
        if self._charset in _CHARSETS and part.filename is None:
            # What cannot be read is told by whoever reads it.
            with suppress(UnicodeDecodeError):
                part.data = bytearray(part.data.decode(self._charset), "utf-8")

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _header_end(self) -> None:
        name = bytes(self._header[0]).lower()
        if name == b"content-disposition":
            self._disposition = bytes(self._header[1])
        elif name == b"content-type":
            self._media_type = bytes(self._header[1])
        elif name == b"content-transfer-encoding":
            _require_plain(bytes(self._header[1]))
        self._header = (bytearray(), bytearray())

    def _headers(self) -> None:
        kind, options = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in options:
            raise MultipartParseError("a part has no Content-Disposition with a name")
        part = self.parts[-1]
        part.name = options[b"name"].decode("utf-8", "replace")
        media_type, parameters = parse_options_header(self._media_type)
        part.media_type = media_type.decode("latin-1").strip().lower()
        self._charset = parameters.get(b"charset", b"").decode("latin-1").lower()
        if b"filename" in options:
            part.filename = options[b"filename"].decode("utf-8", "replace")
        elif b"*" in self._disposition:
            part.filename = _extended_name(self._disposition)

    def _end(self) -> None:
        self.is_complete = True


def _require_plain(encoding: bytes) -> None:
    """Refuse a part that is written in another way than as it is.

    Source:
        RFC 7578 section 4.7.
    """
    if encoding.strip().lower() not in _PLAIN_ENCODINGS:
        shown = encoding[:40].decode("latin-1")
        raise MultipartParseError(
            f"a part has the Content-Transfer-Encoding {shown!r}, which RFC 7578 does not allow in forms"
        )


def parse_multipart(content_type: str, body: bytes) -> list[FormPart] | Problem:
    """Return the parts of a form, or what is wrong with it.

    Args:
        content_type: The header's value, which names the boundary.
    """
    _, options = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = options.get(b"boundary")
    if not boundary or len(boundary) > 200:  # RFC 2046 allows 70, some clients use more
        return Problem(pointer="", message=_NO_BOUNDARY)
    delimiter = b"--" + boundary
    if body.startswith(delimiter + b"\n"):
        return Problem(pointer="", message="the form's lines end in LF, RFC 2046 asks for CR LF")
    collector = _Collector()
    try:
        parser = MultipartParser(boundary, collector.callbacks())
        parser.write(_without_filling(body, delimiter))
        parser.finalize()
    except (MultipartParseError, ValueError) as error:
        return Problem(pointer="", message=f"the form cannot be taken apart: {str(error)[:200]}")
    if not collector.is_complete:
        return Problem(
            pointer="",
            message="the form ends before its closing boundary; was it cut off on the way?",
        )
    return collector.parts


def _without_filling(body: bytes, delimiter: bytes) -> bytes:
    """Return a form without what RFC 2046 allows around its delimiters: a preamble, blanks at their ends, folded heads.

    Source:
        RFC 2046 section 5.1.1; RFC 5322 section 2.2.3.
    """
    line = b"\r\n" + delimiter
    if not body.startswith(delimiter):
        start = body.find(line)
        body = body[start + 2 :] if start >= 0 else body
    pieces, done, end = list[bytes](), 0, len(delimiter)
    # What has more parts is refused, however they look.
    for _ in range(_MOST_PARTS):
        head = _HEAD.match(body, end)
        plain = _FOLD.sub(b" ", head[1]) if head else b""
        if head and plain != head[0]:
            pieces += body[done:end], plain
            done = head.end()
        at = body.find(line, end)
        if at < 0:
            break
        end = at + len(line)
    return b"".join((*pieces, body[done:])) if pieces else body


def _extended_name(disposition: bytes) -> str | None:
    """Return the file name that a header gives as `filename*`, None where it gives none.

    RFC 7578 asks clients not to send it in forms; those that do mean a file. What is not in a known
    character set is taken as it stands.

    Source:
        RFC 5987 section 3.2.
    """
    # What is quoted may look like anything, and is as long afterwards.
    masked = _QUOTED.sub(lambda text: b'"' + b"-" * (len(text.group()) - 2) + b'"', disposition)
    found = _EXTENDED_NAME.search(masked)
    if found is None:
        return None
    value = disposition[found.start(1) : found.end(1)].strip(b'"')
    charset, _, rest = value.partition(b"'")
    octets = rest.partition(b"'")[2]
    if charset.lower() not in (b"utf-8", b"iso-8859-1"):
        return value.decode("utf-8", "replace")
    return unquote_to_bytes(octets).decode(charset.decode(), "replace")
