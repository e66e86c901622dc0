"""The HTTP protocol of our servers: offers of an upgrade, and trailers."""

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from truecopy.serving.protocol import Protocol

CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n"


class Wire(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep what is written."""
        self.written += bytes(data)

    def pause_reading(self) -> None:
        """Take nothing more."""

    def resume_reading(self) -> None:
        """Take more."""

    def is_closing(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Nothing is held."""


def asked(*segments: bytes) -> list[tuple[dict[bytes, bytes], bytes]]:
    """Return headers and body of each request that arrives in these segments."""
    seen: list[tuple[dict[bytes, bytes], bytes]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        seen.append((dict(scope["headers"]), body))
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def run() -> None:
        config = uvicorn.Config(application, lifespan="off", log_config=None)
        config.load()
        state = ServerState()
        protocol = Protocol(config, state, {})
        protocol.connection_made(Wire())
        for segment in segments:
            protocol.data_received(segment)
            await asyncio.sleep(0)
        while state.tasks:
            await asyncio.gather(*state.tasks)
        protocol.connection_lost(None)

    asyncio.run(run())
    return seen


@pytest.mark.parametrize("cut", [0, 60, 90, 110])
def test_trailers_are_no_headers(cut: int) -> None:
    """What stands behind a chunked body reaches nobody as a header, in one segment or in two."""
    request = (
        b"POST / HTTP/1.1\r\nHost: x\r\n" + CHUNKED + b"Authorization: Bearer smuggled\r\n\r\n"
    )
    segments = (request[:cut], request[cut:]) if cut else (request,)

    assert asked(*segments) == [({b"host": b"x", b"transfer-encoding": b"chunked"}, b"body")]


def test_headers_of_the_next_request_count_again() -> None:
    """A request behind one with trailers has its own headers, all of them."""
    first = b"POST / HTTP/1.1\r\nHost: x\r\n" + CHUNKED + b"X-Trailer: 1\r\n\r\n"
    second = b"GET / HTTP/1.1\r\nHost: y\r\nAuthorization: Bearer z\r\n\r\n"

    assert asked(first + second)[1][0] == {b"host": b"y", b"authorization": b"Bearer z"}


def test_an_offer_of_an_upgrade_is_declined() -> None:
    """The body of a client that offers an upgrade is read, and the offer is no header any more."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\n"
    ((headers, body),) = asked(head + b"body")

    assert body == b"body"
    assert b"upgrade" not in headers
