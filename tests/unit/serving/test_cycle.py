"""Answers written in one piece."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from truecopy.serving.cycle import WHOLE_ANSWER
from truecopy.serving.protocol import Protocol

Talk = Callable[[Scope, Receive], Awaitable[None]]


def ask(request: bytes, talk: Talk) -> tuple[bytes, list[bytes]]:
    """Send a request and the end of the stream; return what came back, and the pieces that were written."""
    pieces: list[bytes] = []

    class Watched(Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class
            super().connection_made(transport)

            class Writes:
                def __getattr__(self, name: str) -> object:
                    return getattr(transport, name)

                def write(self, data: bytes) -> None:
                    pieces.append(bytes(data))
                    transport.write(data)

            self.transport = Writes()  # type: ignore[assignment] # all that the protocol asks of one

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await talk(scope, receive)

    async def run() -> bytes:
        config = uvicorn.Config(app, lifespan="off", log_config=None)
        config.load()
        loop, state = asyncio.get_running_loop(), ServerState()
        state.default_headers = [(b"date", b"Thu, 26 Nov 2026 12:00:00 GMT")]
        server = await loop.create_server(lambda: Watched(config, state, {}), "127.0.0.1", 0)
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
            writer.write(request)
            writer.write_eof()
            answer = await reader.read()
        writer.close()
        server.close()
        return answer

    return asyncio.run(run()), pieces


def test_head_and_body_go_out_together() -> None:
    """One write to the transport holds both."""

    async def talk(scope: Scope, _: Receive) -> None:
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
        await scope["extensions"][WHOLE_ANSWER](201, headers, b"boat")

    answer, pieces = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", talk)
    assert answer == (
        b"HTTP/1.1 201 Created\r\ndate: Thu, 26 Nov 2026 12:00:00 GMT\r\ncontent-type: text/plain\r\n"
        b"content-length: 4\r\n\r\nboat"
    )
    assert pieces == [answer]


def test_the_answer_to_head_has_no_body() -> None:
    """Its length is told all the same."""

    async def talk(scope: Scope, _: Receive) -> None:
        await scope["extensions"][WHOLE_ANSWER](200, [(b"content-length", b"4")], b"boat")

    answer, _ = ask(b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", talk)
    assert answer.endswith(b"content-length: 4\r\n\r\n")


def test_a_connection_that_ends_says_so() -> None:
    """The client asked for its end."""

    async def talk(scope: Scope, _: Receive) -> None:
        await scope["extensions"][WHOLE_ANSWER](200, [(b"content-length", b"0")], b"")

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", talk)
    assert b"\r\nconnection: close\r\n" in answer


@pytest.mark.parametrize("value", [b"a\r\nb: c", b"a\nb", b"a\rb", b"a\0b"])
def test_no_header_becomes_another_answer(value: bytes) -> None:
    """A line end in a value would begin a header, or a body."""

    async def talk(scope: Scope, _: Receive) -> None:
        await scope["extensions"][WHOLE_ANSWER](200, [(b"x-why", value)], b"")

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", talk)
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"x-why" not in answer


def test_a_body_that_is_there_is_given_once_and_then_the_end() -> None:
    """Whoever asks again hears that nothing more comes."""
    seen: list[Message] = []

    async def talk(scope: Scope, receive: Receive) -> None:
        seen.append(await receive())
        await scope["extensions"][WHOLE_ANSWER](200, [(b"content-length", b"0")], b"")
        seen.append(await receive())

    ask(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nboat", talk)
    assert seen == [
        {"type": "http.request", "body": b"boat", "more_body": False},
        {"type": "http.disconnect"},
    ]


def test_a_body_in_pieces_is_given_in_pieces() -> None:
    """Together they are what was sent."""
    seen: list[Message] = []

    async def talk(scope: Scope, receive: Receive) -> None:
        while not seen or seen[-1]["more_body"]:
            seen.append(await receive())
        await scope["extensions"][WHOLE_ANSWER](200, [(b"content-length", b"0")], b"")

    chunked = b"".join(b"10000\r\n%s\r\n" % (b"x" * 65_536) for _ in range(8)) + b"0\r\n\r\n"
    ask(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, talk)
    assert b"".join(each["body"] for each in seen) == b"x" * 8 * 65_536
