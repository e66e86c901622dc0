"""Targets, for tests of them: with a transport made up, or an application in process."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from truecopy.model import Draft
from truecopy.wire import Keys, Target

GET = Draft(operation="look", method="GET", path="/v1/look")
KEYS = Keys(good="sk-good", second="sk-second", prefix="sk-")
PUBLIC = "93.184.216.34"
Handler = Callable[[httpx2.Request], httpx2.Response]


@contextmanager
def make_target(
    handler: Handler, url: str = "https://api.example.com", keys: Keys = KEYS
) -> Iterator[Target]:
    """Yield a target whose every request is answered by `handler`."""
    with Target(url, keys) as made:
        made._client.close()
        made._client = httpx2.Client(transport=httpx2.MockTransport(handler))
        yield made


@contextmanager
def make_app_target(app: Any, url: str = "http://vendor.localhost") -> Iterator[Target]:
    """Yield an application of this process as a target."""
    with Target(url, KEYS, app=app) as made:
        yield made


def resolve(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> None:
    """Let `name.example` lead to an address of its own, and others to a public one."""

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        address = addresses.get(host.partition(".")[0], PUBLIC)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def plain_app(
    *, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"{}"
) -> Any:
    """Return an application with one answer."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers or []})
        await send({"type": "http.response.body", "body": body})

    return app
