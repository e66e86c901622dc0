"""Bodies that travel compressed, opened so that they can be looked into."""

import zlib
from dataclasses import replace

from truecopy.errors import TruecopyError
from truecopy.model import Interaction
from truecopy.model.interactions import Headers

MOST_BYTES = 64_000_000
_MOST_MEMBERS = 64
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})


class UnreadableBodyError(TruecopyError):
    """A body cannot be opened: its encoding is unknown, its data is damaged, or it is too long."""


def opened(interaction: Interaction) -> Interaction:
    """Return an interaction with both bodies decoded, and with headers that say so.

    An empty body, such as that of the answer to HEAD, stays as it is, and so do its headers.

    Raises:
        UnreadableBodyError: A body cannot be opened; carries whose, and which encoding.

    Source:
        RFC 9110 section 8.4.
    """
    request_headers, request_body = _opened(
        interaction.request_headers, interaction.request_body, "request"
    )
    headers, body = _opened(interaction.headers, interaction.body, "answer")
    return replace(
        interaction,
        request_headers=request_headers,
        request_body=request_body,
        headers=headers,
        body=body,
    )


def _opened(headers: Headers, body: bytes, side: str) -> tuple[Headers, bytes]:
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    codings = [each.strip().lower() for each in named.split(",") if each.strip()]
    if not codings or not body:
        return headers, body
    for coding in reversed(codings):
        body = _decoded(body, coding, side)
    kept = tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in headers
        if name.lower() != "content-encoding"
    )
    return kept, body


def _decoded(data: bytes, coding: str, side: str) -> bytes:
    if coding == "identity":
        return data
    try:
        if coding in _GZIP_NAMES:
            return _members(data)
        if coding == "deflate":
            return _deflated(data)
    except zlib.error as error:
        raise UnreadableBodyError(f"the {side}'s {coding} data is damaged: {error}") from error
    except OverflowError as error:
        raise UnreadableBodyError(
            f"the {side} has more than {MOST_BYTES // 1_000_000} MB inside its {coding}"
        ) from error
    raise UnreadableBodyError(f"the {side} is encoded with {coding[:40]!r}, which cannot be opened")


def _members(data: bytes) -> bytes:
    """Return what is in a gzip file: its members one after another; zeros behind them are filling.

    Source:
        RFC 1952 section 2.2.
    """
    opened_data, rest = _inflated(data, _GZIP, MOST_BYTES)
    members = 1
    while rest.strip(b"\0"):
        members += 1
        if members > _MOST_MEMBERS:
            raise zlib.error(f"it has more than {_MOST_MEMBERS} members")
        more, rest = _inflated(rest, _GZIP, MOST_BYTES - len(opened_data))
        opened_data += more
    return opened_data


def _deflated(data: bytes) -> bytes:
    """Return what is in `deflate` data: in the zlib format, or bare as some servers send it."""
    try:
        found, rest = _inflated(data, _ZLIB, MOST_BYTES)
    except zlib.error as first:
        try:
            found, rest = _inflated(data, _RAW, MOST_BYTES)
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
