"""Compressed data opened to look into, and closed again."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MAGIC = b"\x1f\x8b\x08"
# What is opened of one stream: more is a bomb.
_MOST_BYTES = 64_000_000
# A page of memory.
_CHUNK_BYTES = 4096
_GZIP, _ZLIB, _BARE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
# A shorter beginning of damaged data is chance: the magic number stands in pictures too.
_LEAST_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What one compressed stream holds.

    Attributes:
        content: Up to the damage, where it is damaged.
        begin, end: Where the stream stands.
        is_whole: Neither damaged, nor cut off, nor more than is looked into.
    """

    content: bytes
    begin: int
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A body without its encodings.

    Attributes:
        windows: How to close it again, the innermost first.
        problem: The name of the encoding that cannot be opened; empty where all were.
        is_damaged: The encoding is one that is known, and the data is not it.
    """

    content: bytes
    windows: tuple[int, ...] = ()
    problem: str = ""
    is_damaged: bool = False


def gzip_members(data: bytes) -> Iterator[Stream]:
    """Yield every gzip member that stands anywhere in some bytes."""
    at = data.find(_MAGIC)
    while at >= 0:
        stream = _inflated(data, at, _GZIP)
        if stream.is_whole or len(stream.content) >= _LEAST_BYTES:
            yield stream
        at = data.find(_MAGIC, stream.end if stream.is_whole else at + 1)


def gzipped(content: bytes) -> bytes:
    """Return content as gzip, the same each time."""
    return gzip.compress(content, mtime=0)


def open_body(data: bytes, encoding: str) -> Opened:
    """Return a body with its encodings undone, as far as they can be.

    Args:
        encoding: The value of Content-Encoding.

    Source:
        RFC 9110 section 8.4.
    """
    windows: tuple[int, ...] = ()
    names = [each.strip().lower() for each in encoding.split(",") if each.strip()]
    for name in reversed(names if data else []):
        if name == "identity":
            continue
        if name not in _READERS:
            return Opened(content=data, windows=windows, problem=name)
        found = _READERS[name](data)
        if found is None:
            return Opened(content=data, windows=windows, problem=name, is_damaged=True)
        data, windows = found[0], (found[1], *windows)
    return Opened(content=data, windows=windows)


def close_body(content: bytes, windows: tuple[int, ...]) -> bytes:
    """Return a body with its encodings done again."""
    for window in windows:
        if window == _GZIP:
            content = gzipped(content)
        else:
            stream = zlib.compressobj(wbits=window)
            content = stream.compress(content) + stream.flush()
    return content


def _gunzipped(data: bytes) -> tuple[bytes, int] | None:
    contents, at = [], 0
    # Zeros behind the last member are filling.
    while at == 0 or data[at:].strip(b"\0"):
        stream = _inflated(data, at, _GZIP)
        if not stream.is_whole:
            return None
        contents.append(stream.content)
        at = stream.end
    return b"".join(contents), _GZIP


def _deflated(data: bytes) -> tuple[bytes, int] | None:
    """Return what is in `deflate` data: in the zlib format, or bare as some servers send it."""
    for window in (_ZLIB, _BARE):
        stream = _inflated(data, 0, window)
        if stream.is_whole and stream.end == len(data):
            return stream.content, window
    return None


_Reader = Callable[[bytes], tuple[bytes, int] | None]
_READERS: dict[str, _Reader] = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _deflated}


def _inflated(data: bytes, begin: int, window: int) -> Stream:
    """Return what one stream holds, as far as it can be read."""
    stream = zlib.decompressobj(window)
    content, at = bytearray(), begin
    while at < len(data) and not stream.eof:
        before, chunk = stream.copy(), data[at : at + _CHUNK_BYTES]
        try:
            content += stream.decompress(chunk)
        except zlib.error:
            content += _before_damage(before, chunk)
            break
        at += len(chunk)
        if len(content) > _MOST_BYTES:
            break
    is_whole = stream.eof and len(content) <= _MOST_BYTES
    return Stream(
        content=bytes(content),
        begin=begin,
        end=at - len(stream.unused_data),
        is_whole=is_whole,
    )


def _before_damage(stream: "zlib._Decompress", chunk: bytes) -> bytes:
    """Return what a chunk gives up to the byte that is wrong."""
    content = bytearray()
    for index in range(len(chunk)):
        try:
            content += stream.decompress(chunk[index : index + 1])
        except zlib.error:
            break
    return bytes(content)
