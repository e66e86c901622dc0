"""Requests and answers as VCR.py has them, and as interactions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from vcr.request import Request

from truecopy.contract.bodies import URLENCODED_TYPE, decode_json
from truecopy.errors import UsageError
from truecopy.model import Interaction, Payload
from truecopy.recording.content_encoding import as_it_reads
from truecopy.recording.header_text import HeaderText, readable_header


def asked_interaction(request: Request) -> Interaction:
    """Return a request of VCR.py as an interaction without an answer, its body as it reads."""
    headers = tuple((str(name).lower(), _joined(value)) for name, value in request.headers.items())
    return as_it_reads(
        Interaction(
            method=str(request.method).upper(),
            url=str(request.uri),
            request_headers=headers,
            request_body=_body(request.body),
        )
    )


def whole_interaction(request: Request, response: Mapping[str, Any]) -> Interaction:
    """Return a request of VCR.py and its answer as an interaction, its bodies as they read."""
    body = response["body"].get("string") or b""
    headers = tuple(
        (str(name).lower(), readable_header(value))
        for name, values in response["headers"].items()
        for value in (values if isinstance(values, list) else [values])
    )
    return as_it_reads(
        replace(
            asked_interaction(request),
            status=response["status"]["code"],
            headers=headers,
            body=body.encode() if isinstance(body, str) else body,
        )
    )


def form_of(interaction: Interaction) -> Interaction | None:
    """Return a request that VCR.py recorded with its body as the form that it may have been.

    Of aiohttp's clients it has kept a mapping, and not whether that was to become a form or JSON.
    """
    if interaction.request_header("content-type") or interaction.request_body[:1] != b"{":
        return None
    decoded = decode_json(interaction.request_body)
    fields = decoded.instance if isinstance(decoded, Payload) else None
    if not isinstance(fields, dict) or not all(isinstance(each, str) for each in fields.values()):
        return None
    headers = (*interaction.request_headers, ("content-type", URLENCODED_TYPE))
    body = urlencode(fields).encode()
    return replace(interaction, request_headers=headers, request_body=body)


def vcr_request(interaction: Interaction) -> Request:
    """Return the request of an interaction for VCR.py."""
    return Request(
        interaction.method,
        interaction.url,
        interaction.request_body or None,
        {name: [value] for name, value in interaction.request_headers},
    )


def vcr_response(interaction: Interaction, reason: str) -> dict[str, Any]:
    """Return the answer of an interaction for VCR.py; clients take no phrase that is more than ASCII."""
    headers: dict[str, list[str]] = {}
    for name, value in interaction.headers:
        headers.setdefault(name, []).append(value if value.isascii() else HeaderText(value))
    return {
        "status": {"code": interaction.status, "message": reason if reason.isascii() else ""},
        "headers": headers,
        "body": {"string": interaction.body},
    }


def _joined(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_joined(each) for each in value)
    return readable_header(value)


def _body(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if hasattr(body, "read"):
        return _body(body.read())
    if isinstance(body, Iterator | list):
        pieces = list(body)
        # VCR.py takes a view of bytes apart into numbers.
        is_view = all(isinstance(each, int) for each in pieces)
        return bytes(pieces) if is_view else b"".join(map(_body, pieces))
    raise UsageError(
        f"a request has a body of the type {type(body).__name__}, which cannot be compared; send bytes"
    )
