"""The admin API's page for vendors: what is played, and a request to begin with for each operation."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from truecopy.contract import CompiledOperation
from truecopy.contract.bodies import FORM_TYPE, encode_json
from truecopy.contract.encode import form_parts
from truecopy.mock.accounts import TRIAL_KEY
from truecopy.mock.vendor import VendorMock
from truecopy.model import Payload
from truecopy.serving.web import JSONResponse, Request, Response

# An address that nobody fetches: it stands for a picture.
_PICTURE_URL = "https://example.com/picture.png"


class PlayedVendors:
    """The endpoint."""

    def __init__(self, vendors: Mapping[str, VendorMock], public_url: str | None) -> None:
        """Know who is played.

        Args:
            public_url: Scheme and authority of addresses; None takes them from each request.
        """
        self._vendors = vendors
        self._public_url = public_url

    async def show(self, request: Request) -> Response:
        """Tell every operation with its address, and a curl line that is accepted."""
        host = request.headers.get("host", "localhost")
        origin = self._public_url or f"{request.scope['scheme']}://{host}"
        rows = [
            {
                "vendor": name,
                "title": mock.contract.title,
                "profile": mock.settings.profile,
                "fingerprint": mock.contract.fingerprint,
                "operations": [
                    _row(mock, compiled, f"{origin}/{name}")
                    for compiled in mock.operations.values()
                ],
            }
            for name, mock in self._vendors.items()
        ]
        return JSONResponse({"vendors": rows})


def _row(mock: VendorMock, compiled: CompiledOperation, base: str) -> dict[str, Any]:
    operation = compiled.operation
    return {
        "operation": operation.id,
        "method": operation.method,
        "path": operation.path,
        "media_type": operation.media_type,
        "success": operation.success,
        "curl": " ".join(_words(mock, compiled, base)),
    }


def _words(mock: VendorMock, compiled: CompiledOperation, base: str) -> Iterator[str]:
    """Yield the words of a curl line for the plainest good request; a form's files are named `picture.png`."""
    operation = compiled.operation
    yield "curl"
    if operation.method != ("GET" if compiled.request is None else "POST"):
        yield from ("-X", operation.method)
    yield shlex.quote(base + operation.path)
    key = mock.made_up_key(TRIAL_KEY)
    yield from ("-H", shlex.quote(f"Authorization: Bearer {key}"))
    if compiled.request is None:
        return
    # What is needed for the page alone is loaded when somebody looks at it: the mock is ready sooner.
    from truecopy.judge.request_factory import RequestFactory

    body = RequestFactory(mock.contract, compiled, _PICTURE_URL).good_requests()[0]
    if operation.media_type == FORM_TYPE:
        yield from _form(body)
        return
    yield from ("-H", shlex.quote(f"Content-Type: {operation.media_type}"))
    yield from ("-d", shlex.quote(encode_json(body.instance).decode()))


def _form(body: Payload) -> Iterator[str]:
    for name, content in form_parts(body):
        is_file = not isinstance(content, str)
        yield from ("-F", shlex.quote(f"{name}={'@picture.png' if is_file else content}"))
