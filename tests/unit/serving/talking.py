"""Clients and a server of a few lines, that talk over a real connection within one event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from truecopy.serving import pipelined
from truecopy.serving.limits import ConnectionLimits, TroubleLog
from truecopy.serving.protocol import Protocol

HEAD = b"POST /a HTTP/1.1\r\nHost: x\r\n"
GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
# Times shrink, so that nobody waits.
LIMITS = ConnectionLimits(head_bytes=1_000, head_s=0.2, body_bytes_s=100, body_s=0.3, unread_s=0.2)
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Served:
    """What became of the requests of some clients.

    Attributes:
        bodies: Of the requests that the application read to their end.
        heard: What else it received.
        troubles: What was said in the log.
    """

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.heard: list[str] = []
        self.troubles: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read a request, and answer it; the path says how."""
        if scope["path"] == "/early":
            await self._answer(send, b"early")
            return
        await asyncio.sleep({"/slow": 0.1, "/late": 0.5}.get(scope["path"], 0))
        body, message = b"", {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            if message["type"] == "http.disconnect":
                self.heard.append("disconnect")
                return
            body += message.get("body", b"")
        self.bodies.append(body)
        await self._answer(send, b"x" * 8_000_000 if scope["path"] == "/large" else b"good")

    async def _answer(self, send: Any, body: bytes) -> None:
        headers = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def serve(
    monkeypatch: pytest.MonkeyPatch, *clients: Talk, limits: ConnectionLimits = LIMITS
) -> Served:
    """Let clients talk to a server, one after the other begins, and return what became of it."""
    served = Served()
    log = TroubleLog()
    monkeypatch.setattr(log, "tell", lambda _, text: served.troubles.append(text))
    monkeypatch.setattr(pipelined, "_LINGER_S", 0.05)

    async def run() -> None:
        config = uvicorn.Config(served, lifespan="off", log_config=None)
        config.load()
        loop, state = asyncio.get_running_loop(), ServerState()

        class Limited(Protocol):
            pass

        Limited.limits, Limited.troubles = limits, log
        server = await loop.create_server(lambda: Limited(config, state, {}), "127.0.0.1", 0)
        place = server.sockets[0].getsockname()[:2]

        async def watch() -> None:
            while True:
                await asyncio.sleep(0.02)
                for each in tuple(state.connections):
                    assert isinstance(each, Protocol)
                    each.look(loop.time())

        async def talk(client: Talk) -> None:
            reader, writer = await asyncio.open_connection(*place)
            await client(reader, writer)
            writer.close()

        async with asyncio.timeout(10):
            watching = loop.create_task(watch())
            await asyncio.gather(*map(talk, clients))
            watching.cancel()
        server.close()

    asyncio.run(run())
    return served


def sending(*pieces: bytes, pause_s: float = 0.0, seen: list[bytes]) -> Talk:
    """Return a client that sends pieces and reads until the connection ends."""

    async def read(reader: asyncio.StreamReader) -> None:
        number = len(seen)
        seen.append(b"")
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                seen[number] += data

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reading = asyncio.create_task(read(reader))
        with suppress(ConnectionError):
            for each in pieces:
                writer.write(each)
                await writer.drain()
                await asyncio.sleep(pause_s)
        await reading

    return talk


def status(answer: bytes) -> int:
    """Return the status of an answer, 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0
