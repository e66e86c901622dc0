"""Bodies that travel compressed, opened so that they can be looked into."""

import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

from truecopy.errors import TruecopyError
from truecopy.model import Interaction
from truecopy.model.interactions import Headers

MOST_BYTES = 64_000_000
_MOST_MEMBERS = 64
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_MARK = b"\x1f\x8b"
# Packages that open brotli, as HTTP clients look for them too; whoever has none never asks for it.
_BROTLI_PACKAGES = ("brotli", "brotlicffi")


class UnreadableBodyError(TruecopyError):
    """A body cannot be opened: its encoding is unknown, its data is damaged, or it is too long."""


def as_it_reads(interaction: Interaction) -> Interaction:
    """Return an interaction with its bodies decoded as far as they can be.

    Some clients decode an answer before VCR.py sees it, and its headers still name the encoding. Data that is
    damaged, or in an encoding that cannot be opened, stays as it is.
    """
    request_headers, request_body = interaction.request_headers, interaction.request_body
    with suppress(UnreadableBodyError):
        request_headers, request_body = _opened(request_headers, request_body, "request")
    headers, body = _as_it_reads(interaction.headers, interaction.body)
    return replace(
        interaction,
        request_headers=request_headers,
        request_body=request_body,
        headers=headers,
        body=body,
    )


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


def _as_it_reads(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Return headers and body of an answer that a client may have decoded.

    Such a body has another length than the server sent, or is not in that encoding, and is not merely damaged.
    """
    codings = _codings(headers)
    told = next((value for name, value in headers if name.lower() == "content-length"), "")
    if not codings or not body:
        return headers, body
    if told.isdigit() and int(told) != len(body):
        return _without_coding(headers, body), body
    try:
        return _opened(headers, body, "answer")
    except UnreadableBodyError:
        is_damaged = _is_marked(body) or (told.isdigit() and not _is_text(body))
        is_as_sent = is_damaged or _decoder(codings[-1]) is None
        return headers if is_as_sent else _without_coding(headers, body), body


def _opened(headers: Headers, body: bytes, side: str) -> tuple[Headers, bytes]:
    codings = _codings(headers)
    if not codings or not body:
        return headers, body
    for coding in reversed(codings):
        body = _decoded(body, coding, side)
    return _without_coding(headers, body), body


def _codings(headers: Headers) -> list[str]:
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    return [each.strip().lower() for each in named.split(",") if each.strip()]


def _without_coding(headers: Headers, body: bytes) -> Headers:
    """Return the headers of a body that is decoded."""
    return tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in headers
        if name.lower() != "content-encoding"
    )


def _is_marked(body: bytes) -> bool:
    """Whether data begins as gzip or zlib do."""
    is_zlib = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
    return is_zlib or body.startswith(_GZIP_MARK)


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, coding: str, side: str) -> bytes:
    if coding == "identity":
        return data
    decode = _decoder(coding)
    if decode is None:
        raise UnreadableBodyError(
            f"the {side} is encoded with {coding[:40]!r}, which cannot be opened"
        )
    try:
        return decode(data)
    except zlib.error as error:
        raise UnreadableBodyError(f"the {side}'s {coding} data is damaged: {error}") from error
    except OverflowError as error:
        raise UnreadableBodyError(
            f"the {side} has more than {MOST_BYTES // 1_000_000} MB inside its {coding}"
        ) from error


@cache
def _decoder(coding: str) -> Callable[[bytes], bytes] | None:
    """Return what opens an encoding; None where it cannot be opened here."""
    if coding in ("gzip", "x-gzip"):
        return _members
    if coding == "deflate":
        return _deflated
    for package in _BROTLI_PACKAGES if coding == "br" else ():
        with suppress(ImportError):
            module = import_module(package)
            return lambda data: _brotli(module, data)
    return None


def _brotli(module: Any, data: bytes) -> bytes:
    """Return what is in brotli data, which may hold a million times its own length."""
    stream = module.Decompressor()
    try:
        found = bytearray(stream.process(data, output_buffer_limit=MOST_BYTES))
        while not stream.can_accept_more_data() and len(found) <= MOST_BYTES:
            found += stream.process(b"", output_buffer_limit=MOST_BYTES)
    except module.error as error:
        raise zlib.error(str(error)) from error
    except TypeError as error:
        raise UnreadableBodyError("brotli before 1.2 opens no body within bounds") from error
    if len(found) > MOST_BYTES:
        raise OverflowError
    if not stream.is_finished():
        raise zlib.error("it is cut off")
    return bytes(found)


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
