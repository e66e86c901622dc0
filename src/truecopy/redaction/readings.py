"""What bytes may be read as: escapes undone, encodings decoded, compressed data opened; bounded in depth and size."""

import binascii
import json
import re
import zlib
from collections import deque
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

# JSON in JSON, in base64, in gzip: nobody writes a secret deeper.
_DEEPEST = 4
# All readings together are so much longer than the bytes, and what is opened of compressed data is at most so much.
_MOST_TIMES, _MOST_OPENED = 8, 16_000_000
# Beginnings of compressed data that are tried; in pictures they stand by chance.
_MOST_STREAMS = 10_000
_SMALL_CHUNK, _FIRST_CHUNK, _LARGEST_CHUNK = 16, 512, 65_536

# Stands between texts that are looked through together.
APART = b"\x1f"
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1e]")
# Runs of text in other bytes; what is written in any further way has the letters of ASCII only. Here and below a class
# stands once for each character that a run has at least: so the search finds where one may begin several times as fast.
_TEXT_CLASS, _BASE64_CLASS = rb"[\t\n\r -\x7e]", rb"[A-Za-z0-9+/_-]"
_TEXT = re.compile(_TEXT_CLASS * 6 + _TEXT_CLASS + rb"*+")
# Texts as a string of JSON holds them, and what in them needs to be undone.
_JSON_TEXT = re.compile(rb'(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))++')
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(rb"&(?:#(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}));?|(amp|lt|gt|quot|apos);)")
_ENTITIES = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|[ \t]*+\r?\n)")
_LINE_END = re.compile(rb"[\r\n][\r\n\t ]*+")
_BASE64 = re.compile(_BASE64_CLASS * 8 + _BASE64_CLASS + rb"*+")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_HEX = re.compile(rb"[0-9A-Fa-f]{12,}+")
# Digits as `x`, all else as a blank: the shortest run of hex is found in that sooner than by a search for its digits.
_HEX_MARKS = bytes(120 if each in b"0123456789ABCDEFabcdef" else 32 for each in range(256))
_HEX_RUN = b"x" * 12
_WIDE = re.compile(rb"(?:[\t\n\r -\x7e]\0){6,}+[\t\n\r -\x7e]?+|(?:\0[\t\n\r -\x7e]){6,}+")
# As with hex: text as `x`, zeros as `0`.
_WIDE_MARKS = bytes(
    120 if each in b"\t\n\r" or 32 <= each < 127 else 48 if each == 0 else 32 for each in range(256)
)
_WIDE_RUNS = (b"x0" * 6, b"0x" * 6)
_GZIP, _ZLIB = rb"\x1f\x8b\x08", rb"\x78[\x01\x5e\x9c\xda]"
_COMPRESSED = re.compile(_GZIP + rb"|" + _ZLIB)
# Each by itself begins with one byte, which is found at once.
_COMPRESSED_BEGINNINGS = (re.compile(_GZIP), re.compile(_ZLIB))
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32

Reading = tuple[tuple[str, ...], bytes]


def readings(data: bytes) -> Iterator[Reading]:
    """Yield bytes as they are, and as they may be read: how, outermost first, and what is read then."""
    waiting, seen = deque[Reading]([((), data)]), {hash(data)}
    room = _MOST_TIMES * len(data) + _MOST_OPENED
    while waiting:
        how, here = waiting.popleft()
        yield how, here
        if len(how) == _DEEPEST:
            continue
        for form, read in _read(here):
            if len(read) <= room and hash(read) not in seen:
                seen.add(hash(read))
                room -= len(read)
                waiting.append(((*how, form), read))


def _read(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what bytes are with one layer taken off; nothing for a layer that is not there."""
    text = data
    if _NO_TEXT.search(data) is not None:
        text = APART.join(_TEXT.findall(data))
        yield from _opened(data)
        if b"\0" in data:
            yield from _narrow(data)
    if b"\\" in text:
        yield from _json_unescaped(text)
    if b"%" in text and _PERCENT.search(text):
        yield "percent-encoded", unquote_to_bytes(text)
    if b"&" in text and _ENTITY.search(text):
        yield "as HTML", _ENTITY.sub(_character, text)
    if b"=" in text and _QUOTED.search(text):
        yield "as quoted-printable", binascii.a2b_qp(text)
    if b"\n" in text or b"\r" in text:
        yield "over lines", _LINE_END.sub(b"", text)
    if runs := _BASE64.findall(text):
        yield "as base64", _from_base64(runs)
    if _HEX_RUN in text.translate(_HEX_MARKS):
        yield "as hex", _from_hex(_HEX.findall(text))


def _narrow(data: bytes) -> Iterator[tuple[str, bytes]]:
    marks = data.translate(_WIDE_MARKS)
    if any(each in marks for each in _WIDE_RUNS):
        yield "as UTF-16", APART.join(_WIDE.findall(data)).replace(b"\0", b"")


def _json_unescaped(text: bytes) -> Iterator[tuple[str, bytes]]:
    escaped = [each for each in _JSON_TEXT.findall(text) if b"\\" in each]
    if escaped:
        written = b'","'.join(escaped).decode("utf-8", "surrogateescape")
        meant = "\x1f".join(json.loads(f'["{written}"]'))
        yield "with escapes", as_bytes(meant)


def as_bytes(text: str) -> bytes:
    """Return a text as UTF-8; halves of surrogate pairs stand for a byte, or as JSON may hold them."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _character(entity: re.Match[bytes]) -> bytes:
    if entity[3]:
        return _ENTITIES[entity[3]]
    point = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(point).encode("utf-8", "surrogatepass") if point <= 0x10FFFF else b""


def _from_base64(runs: list[bytes]) -> bytes:
    """Return what runs of base64 hold, from each of the four characters at which it may begin."""
    groups = b"".join([each + b"A" * (4 + -len(each) % 4) for each in runs]).translate(_STANDARD)
    return APART.join(
        [
            binascii.a2b_base64(groups),
            binascii.a2b_base64(b"A" + groups + b"AAA"),
            binascii.a2b_base64(b"AA" + groups + b"AA"),
            binascii.a2b_base64(b"AAA" + groups + b"A"),
        ]
    )


def _from_hex(runs: list[bytes]) -> bytes:
    """Return what runs of hex hold, from either of the two digits at which it may begin."""
    digits = b"".join([each + b"0" * (2 + len(each) % 2) for each in runs])
    return APART.join([binascii.a2b_hex(digits), binascii.a2b_hex(b"0" + digits + b"0")])


def _opened(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what is in the compressed streams that stand anywhere in some bytes, damaged ones too."""
    if not any(each.search(data) for each in _COMPRESSED_BEGINNINGS):
        return
    contents, room, at = list[bytes](), _MOST_OPENED, 0
    view = memoryview(data)
    for number, begin in enumerate(_COMPRESSED.finditer(data)):
        if number == _MOST_STREAMS or room <= 0:
            break
        if begin.start() >= at:
            content, read, is_whole = _inflated(view[begin.start() :], room)
            room -= len(content) + read
            at = begin.start() + (read if is_whole else 0)
            if content:
                contents.append(content)
    if contents:
        yield "compressed", APART.join(contents)


def _inflated(data: memoryview, most: int) -> tuple[bytes, int, bool]:
    """Return what a stream holds as far as it can be read, how much of it was read, and whether it has ended."""
    stream, pieces, at, chunk = zlib.decompressobj(_GZIP_OR_ZLIB), list[bytes](), 0, _FIRST_CHUNK
    while at < len(data) and at < most and not stream.eof:
        before = stream.copy()
        try:
            pieces.append(stream.decompress(data[at : at + chunk], most))
        except zlib.error:
            pieces += _before_damage(before, data[at : at + chunk])
            break
        at += chunk
        chunk = min(2 * chunk, _LARGEST_CHUNK)
        most -= len(pieces[-1])
        if stream.unconsumed_tail:
            break
    return b"".join(pieces), min(at, len(data)) - len(stream.unused_data), stream.eof


def _before_damage(stream: "zlib._Decompress", data: memoryview) -> Iterator[bytes]:
    """Yield what the first bytes of some hold, up to where they are wrong."""
    for at in range(0, min(len(data), _FIRST_CHUNK), _SMALL_CHUNK):
        try:
            yield stream.decompress(data[at : at + _SMALL_CHUNK], _MOST_OPENED)
        except zlib.error:
            return
