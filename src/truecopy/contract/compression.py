"""Compressed bytes opened, within bounds: gzip, deflate, and brotli and zstd where a package for it is installed."""

import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

# Files are put together from a few members; many cost more than their bytes.
_MOST_MEMBERS = 64
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
# Packages that open brotli, as HTTP clients look for them too; whoever has none never asks for it.
_BROTLI_PACKAGES = ("brotli", "brotlicffi")
# Python's own since 3.14, and the packages for older ones; zstandard has another interface.
_ZSTD_PACKAGES = ("compression.zstd", "backports.zstd", "zstandard")
# A block of 128 KB may have four bytes: so few pieces of data hold a few megabytes at most.
_ZSTD_CHUNK = 256


def decompress(data: bytes, coding: str, *, most_bytes: int) -> bytes:
    """Return what is in compressed data.

    Args:
        coding: As a Content-Encoding header names it, in small letters.

    Raises:
        LookupError: The coding is unknown, or nothing that opens it is installed.
        zlib.error: The data is damaged.
        OverflowError: There is more than `most_bytes` in it; no more than that is ever held.

    Source:
        RFC 9110 section 8.4.
    """
    decode = _decoder(coding)
    if decode is None:
        raise LookupError(coding)
    return decode(data, most_bytes)


def is_known(coding: str) -> bool:
    """Whether data in a coding can be opened here."""
    return _decoder(coding) is not None


@cache
def _decoder(coding: str) -> Callable[[bytes, int], bytes] | None:
    """Return what opens an encoding; None where it cannot be opened here."""
    if coding in ("gzip", "x-gzip"):
        return _members
    if coding == "deflate":
        return _deflated
    for package in _BROTLI_PACKAGES if coding == "br" else ():
        with suppress(ImportError):
            module = import_module(package)
            return lambda data, most: _brotli(module, data, most)
    for package in _ZSTD_PACKAGES if coding == "zstd" else ():
        with suppress(ImportError):
            module = import_module(package)
            return lambda data, most: _zstd(module, data, most)
    return None


def _brotli(module: Any, data: bytes, most: int) -> bytes:
    """Return what is in brotli data, which may hold a million times its own length."""
    stream = module.Decompressor()
    try:
        found = bytearray(stream.process(data, output_buffer_limit=most))
        while not stream.can_accept_more_data() and len(found) <= most:
            found += stream.process(b"", output_buffer_limit=most)
    except module.error as error:
        raise zlib.error(str(error)) from error
    except TypeError as error:
        raise LookupError("brotli before 1.2 opens nothing within bounds") from error
    if len(found) > most:
        raise OverflowError
    if not stream.is_finished():
        raise zlib.error("it is cut off")
    return bytes(found)


def _zstd(module: Any, data: bytes, most: int) -> bytes:
    """Return what is in zstd data: its frames one after another.

    Source:
        RFC 8878 section 3.
    """
    found, frames = bytearray(), 0
    try:
        while data:
            frames += 1
            if frames > _MOST_MEMBERS:
                raise zlib.error(f"it has more than {_MOST_MEMBERS} frames")
            data = _zstd_frame(module.ZstdDecompressor(), data, found, most)
    except module.ZstdError as problem:
        raise zlib.error(str(problem)) from problem
    return bytes(found)


def _zstd_frame(stream: Any, data: bytes, found: bytearray, most: int) -> bytes:
    """Add to `found` what the first frame holds, and return what follows it."""
    stream = stream.decompressobj() if hasattr(stream, "decompressobj") else stream
    at = 0
    while at < len(data) and not stream.eof:
        found += stream.decompress(data[at : at + _ZSTD_CHUNK])
        at += _ZSTD_CHUNK
        if len(found) > most:
            raise OverflowError
    if not stream.eof:
        raise zlib.error("it is cut off")
    return bytes(stream.unused_data) + data[at:]


def _members(data: bytes, most: int) -> bytes:
    """Return what is in a gzip file: its members one after another; zeros behind them are filling.

    Source:
        RFC 1952 section 2.2.
    """
    opened_data, rest = _inflated(data, _GZIP, most)
    members = 1
    while rest.strip(b"\0"):
        members += 1
        if members > _MOST_MEMBERS:
            raise zlib.error(f"it has more than {_MOST_MEMBERS} members")
        more, rest = _inflated(rest, _GZIP, most - len(opened_data))
        opened_data += more
    return opened_data


def _deflated(data: bytes, most: int) -> bytes:
    """Return what is in `deflate` data: in the zlib format, or bare as some servers send it."""
    try:
        found, rest = _inflated(data, _ZLIB, most)
    except zlib.error as first:
        try:
            found, rest = _inflated(data, _RAW, most)
        except zlib.error:
            raise first from None
    if rest:
        raise zlib.error(f"{len(rest)} bytes follow its end")
    return found


def _inflated(data: bytes, window: int, most: int) -> tuple[bytes, bytes]:
    """Return what one compressed stream holds, and what follows it.

    Raises:
        zlib.error: It is none, or not whole.
        OverflowError: It holds more than `most` bytes.
    """
    stream = zlib.decompressobj(window)
    # One byte more than allowed tells too long from just long enough; zero would mean no limit.
    found = stream.decompress(data, most + 1)
    if len(found) > most:
        raise OverflowError
    if not stream.eof:
        raise zlib.error("it is cut off")
    return found, stream.unused_data
