"""Bodies that travel compressed, opened so that they can be looked into."""

import zlib
from contextlib import suppress
from dataclasses import replace

from truecopy.contract.compression import decompress, is_known
from truecopy.errors import TruecopyError
from truecopy.model import Interaction
from truecopy.model.interactions import Headers

# What a body may come to when it is opened: as much as the largest cassette that is read.
MOST_BYTES = 64_000_000
_GZIP_MARK = b"\x1f\x8b"


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
    answer = _as_it_reads(interaction.headers, interaction.body)
    return _with_bodies(interaction, (request_headers, request_body), answer)


def opened(interaction: Interaction) -> Interaction:
    """Return an interaction with both bodies decoded, and with headers that say so.

    An empty body, such as that of the answer to HEAD, stays as it is, and so do its headers.

    Raises:
        UnreadableBodyError: A body cannot be opened; carries whose, and which encoding.

    Source:
        RFC 9110 section 8.4.
    """
    request = _opened(interaction.request_headers, interaction.request_body, "request")
    answer = _opened(interaction.headers, interaction.body, "answer")
    return _with_bodies(interaction, request, answer)


def _with_bodies(
    interaction: Interaction, request: tuple[Headers, bytes], answer: tuple[Headers, bytes]
) -> Interaction:
    request_headers, request_body = request
    headers, body = answer
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
        is_as_sent = is_damaged or not is_known(codings[-1])
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
    try:
        return decompress(data, coding, most_bytes=MOST_BYTES)
    except LookupError:
        raise UnreadableBodyError(
            f"the {side} is encoded with {coding[:40]!r}, which cannot be opened"
        ) from None
    except zlib.error as error:
        raise UnreadableBodyError(f"the {side}'s {coding} data is damaged: {error}") from error
    except OverflowError as error:
        raise UnreadableBodyError(
            f"the {side} has more than {MOST_BYTES // 1_000_000} MB inside its {coding}"
        ) from error
