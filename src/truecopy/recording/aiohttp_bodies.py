"""Bodies of aiohttp's clients, put together before VCR.py sees them.

VCR.py is given what the caller gave: a form that can be read once, or a mapping that may mean a form or JSON.
"""

import sys
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from io import BytesIO
from typing import Any

from vcr.cassette import Cassette as VcrCassette

Ask = Callable[..., Awaitable[Any]]


def aiohttp_patches(cassette: VcrCassette) -> tuple[tuple[Any, str, Any], ...]:
    """Return what stands for VCR.py's own patch of aiohttp; nothing where there is no aiohttp."""
    if "aiohttp" not in sys.modules:  # VCR.py imports it where it is installed
        return ()
    from aiohttp import ClientSession
    from vcr.patch import _AiohttpClientSessionRequest as ask
    from vcr.stubs.aiohttp_stubs import vcr_request

    return ((ClientSession, "_request", _with_encoded_body(vcr_request(cassette, ask))),)


def _with_encoded_body(ask: Ask) -> Ask:
    @wraps(ask)
    async def encoded(session: Any, method: str, url: Any, **options: Any) -> Any:
        return await ask(session, method, url, **await _encoded(session, options))

    return encoded


async def _encoded(session: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a request with its body as the bytes that aiohttp would send."""
    payload = _payload(session, options.get("data"), options.get("json"))
    if payload is None:
        return options
    collected = _Collected()
    await payload.write(collected)
    headers = session._prepare_headers(options.get("headers"))  # noqa: SLF001 - as VCR.py does
    for name, value in payload.headers.items():
        headers.setdefault(name, value)
    kept = {name: value for name, value in options.items() if name != "json"}
    # A file, since aiohttp warns of long bytes.
    return {**kept, "data": BytesIO(bytes(collected.data)), "headers": headers}


def _payload(session: Any, data: Any, document: Any) -> Any:
    """Return what aiohttp makes of a form or of JSON; None for a body that is as it is sent, or none."""
    from aiohttp import FormData
    from aiohttp.payload import JsonPayload, Payload

    if data is None and document is not None:
        to_bytes = getattr(session, "_json_serialize_bytes", None)  # since aiohttp 3.14
        dumps = (lambda value: to_bytes(value).decode()) if to_bytes else session.json_serialize
        return JsonPayload(document, dumps=dumps)
    if document is not None:
        return None
    if isinstance(data, Mapping | list | tuple):
        data = FormData(data)
    if isinstance(data, FormData):
        return data()
    return data if isinstance(data, Payload) else None


class _Collected:
    """Takes the pieces of a body as a connection would."""

    def __init__(self) -> None:
        self.data = bytearray()

    async def write(self, chunk: bytes | bytearray | memoryview) -> None:
        self.data += chunk
