"""The HTTP protocol of our servers: offers of an upgrade, trailers, and clients that send no more."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from truecopy.serving import protocol
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

    def abort(self) -> None:
        """Nothing is held."""

    def can_write_eof(self) -> bool:
        """Never."""
        return False


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
        server = Protocol(config, state, {})
        server.connection_made(Wire())
        for segment in segments:
            server.data_received(segment)
            await asyncio.sleep(0)
        while state.tasks:
            await asyncio.gather(*state.tasks)
        server.connection_lost(None)

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


OFFER = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\n"


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_an_offer_of_an_upgrade_is_declined(size: int) -> None:
    """The body of a client that offers one is read once, however it is cut, and the offer is no header any more."""
    sent = OFFER + b"GET " + OFFER + b"body"
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]

    seen = asked(*pieces)

    assert [body for _, body in seen] == [b"GET ", b"body"]
    assert all(headers[b"host"] == b"x" and b"upgrade" not in headers for headers, _ in seen)


def test_a_chunked_body_behind_an_offer_is_read() -> None:
    """What frames the body stays as it was."""
    offer = OFFER.replace(b"Content-Length: 4\r\n\r\n", b"") + CHUNKED + b"\r\n"

    ((headers, body),) = asked(offer)

    assert body == b"body"
    assert headers[b"transfer-encoding"] == b"chunked"


@pytest.mark.parametrize("offer", [b"", b"Upgrade: h2c\r\nConnection: upgrade\r\n"])
def test_nothing_is_connected_to(offer: bytes) -> None:
    """What follows CONNECT is not read, and no request, whatever else it offers."""
    assert asked(b"CONNECT /a HTTP/1.1\r\nHost: x\r\n" + offer + b"\r\n" + GET, GET) == []


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"
Application = Callable[[Any, Any, Any], Awaitable[None]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _slow(scope: Any, receive: Any, send: Any) -> None:
    """Answer a little after the request is whole."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(0.05)
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": scope["method"].encode()[:2]})


def converse(application: Application, talk: Talk) -> None:
    """Let a client talk to an application over a socket, until the server has nothing left of it."""
    state = ServerState()

    async def run() -> None:
        config = uvicorn.Config(application, lifespan="off", log_config=None)
        config.load()
        loop, lost = asyncio.get_running_loop(), asyncio.Event()

        class Observed(Protocol):
            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                lost.set()

        server = await loop.create_server(lambda: Observed(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        async with asyncio.timeout(10):
            await talk(reader, writer)
            writer.close()
            await lost.wait()
            await asyncio.gather(*state.tasks)
        server.close()

    asyncio.run(run())


def half_closed(*requests: bytes) -> tuple[Talk, list[bytes]]:
    """Return a client that ends its side behind its requests, and what it will have read."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for each in requests:
            writer.write(each)
            await writer.drain()
        writer.write_eof()
        seen.append(await reader.read())

    return talk, seen


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (GET, b"GE"),
        (b"GET / HTTP/1.0\r\n\r\n", b"GE"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", b"PO"),
        (b"POST / HTTP/1.1\r\nHost: x\r\n" + CHUNKED + b"\r\n", b"PO"),
    ],
)
def test_a_client_that_sends_no_more_gets_its_answer(request_: bytes, body: bytes) -> None:
    """A connection that is closed on one side stays until the answer is written, and no longer."""
    talk, seen = half_closed(request_)

    converse(_slow, talk)

    assert seen[0].startswith(ANSWER)
    assert b"\r\nconnection: close\r\n" in seen[0]
    assert seen[0].endswith(b"\r\n\r\n" + body)


def test_every_request_in_a_row_is_answered() -> None:
    """Two requests in one segment have two answers, though nothing follows them."""
    talk, seen = half_closed(GET + GET.replace(b"GET", b"PUT"))

    converse(_slow, talk)

    assert seen[0].count(ANSWER) == 2
    assert seen[0].endswith(b"PU")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody", b"PO"),
        (b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", b"GE"),
    ],
)
def test_what_is_seldom_sent_is_answered_once(request_: bytes, body: bytes) -> None:
    """No interim answer for HTTP/1.0, which knows none, and an address that ends at its authority."""
    talk, seen = half_closed(request_ + GET)

    converse(_slow, talk)

    assert seen[0].startswith(ANSWER)
    assert seen[0].count(ANSWER) == (2 if body == b"GE" else 1)
    assert seen[0].endswith(body)


def test_a_trailer_may_end_the_connection() -> None:
    """The parser reads nothing behind it: a client that sends more does not wait for that."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = b"POST / HTTP/1.1\r\nHost: x\r\n" + CHUNKED
        writer.write(start + b"Connection: close\r\n\r\n" + GET)
        seen.append(await reader.read())

    converse(_slow, talk)

    assert seen[0].count(ANSWER) == 1
    assert b"\r\nconnection: close\r\n" in seen[0]


def test_who_is_answered_hears_that_the_client_is_gone() -> None:
    """Also with requests behind it, which never begin: nothing is written to a connection that is closed."""
    heard: list[str] = []

    async def waiting(scope: Any, receive: Any, _send: Any) -> None:
        heard.append(scope["method"])
        while not heard[-1].startswith("http.disconnect"):
            heard.append((await receive())["type"])

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET + GET.replace(b"GET", b"PUT") * 2)
        await asyncio.sleep(0.05)
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )

    converse(waiting, talk)

    assert heard == ["GET", "http.request", "http.disconnect"]


def test_half_a_request_at_the_end_keeps_no_answer_back() -> None:
    """What is whole before it is answered, also where the end is seen while answers are due."""

    async def watching(scope: Any, receive: Any, send: Any) -> None:
        watched = asyncio.create_task(receive())
        await watched if scope["method"] == "POST" else await _slow(scope, receive, send)

    talk, seen = half_closed(
        GET + GET + b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nbody"
    )

    converse(watching, talk)

    assert seen[0].count(ANSWER) == 2
    assert seen[0].count(b"\r\nconnection: close\r\n") == 1


@pytest.mark.parametrize(
    "sent", [b"", GET[:10], b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nbody"]
)
def test_a_connection_with_nothing_to_wait_for_is_closed(sent: bytes) -> None:
    """Without a whole request there will be no answer: the application hears that the client is gone."""
    talk, seen = half_closed(sent)
    heard: list[str] = []

    async def listening(_scope: Any, receive: Any, _send: Any) -> None:
        while not heard or heard[-1] != "http.disconnect":
            heard.append((await receive())["type"])

    converse(listening, talk)

    assert ANSWER not in seen[0]
    assert heard[-1:] == (["http.disconnect"] if b"POST" in sent else [])


def test_a_connection_at_rest_is_closed() -> None:
    """Behind an answer the end of one side is the end."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET)
        seen.append(await reader.readuntil(b"\r\n\r\nGE"))
        writer.write_eof()
        seen.append(await reader.read())

    converse(_slow, talk)

    assert (seen[0].startswith(ANSWER), seen[1]) == (True, b"")


@pytest.mark.parametrize("has_begun", [False, True])
def test_a_client_that_has_gone_is_found_out(
    monkeypatch: pytest.MonkeyPatch, has_begun: bool
) -> None:
    """One that closes both sides looks the same at first; soon the application hears of it."""
    monkeypatch.setattr(protocol, "_LOOK_S", 0.02)
    heard: list[str] = []

    async def waiting(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        if has_begun:
            headers = [(b"content-length", b"9")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"some", "more_body": True})
        heard.append((await receive())["type"])

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET)
        if has_begun:
            await reader.readuntil(b"some")

    converse(waiting, talk)

    assert heard == ["http.disconnect"]


@pytest.mark.parametrize(("version", "has_interim"), [(b"1.1", True), (b"1.0", False)])
def test_a_client_that_waits_long_is_asked_whether_it_is_there(
    monkeypatch: pytest.MonkeyPatch, version: bytes, has_interim: bool
) -> None:
    """It gets interim answers before its answer; one of HTTP/1.0, which knows none, gets none."""
    monkeypatch.setattr(protocol, "_LOOK_S", 0.01)
    talk, seen = half_closed(GET.replace(b"1.1", version))

    converse(_slow, talk)

    assert seen[0].startswith(b"HTTP/1.1 100 Continue\r\n\r\n") is has_interim
    assert seen[0].replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"").startswith(ANSWER)


def test_an_answer_without_a_length_may_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends no more takes a stream to its end, however long its pauses are."""
    monkeypatch.setattr(protocol, "_LOOK_S", 0.01)

    async def streaming(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for more in (True, False):
            await send({"type": "http.response.body", "body": b"piece", "more_body": more})
            await asyncio.sleep(0.1)

    talk, seen = half_closed(GET)

    converse(streaming, talk)

    assert seen[0].endswith(b"5\r\npiece\r\n5\r\npiece\r\n0\r\n\r\n")
