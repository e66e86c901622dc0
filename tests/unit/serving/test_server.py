"""The HTTP server around an application."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from truecopy.errors import ServeError
from truecopy.serving import server
from truecopy.serving.connection import BoundedConnection
from truecopy.serving.server import bind, run_server, shed_unread


async def _page(_: Request) -> Response:
    return PlainTextResponse("here")


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told of freezing; the garbage of these tests goes on being collected."""
    told: list[str] = []
    monkeypatch.setattr(gc, "freeze", lambda: told.append("frozen"))
    return told


def test_a_free_port_is_picked() -> None:
    """Port 0 stands for any that is free; an address with colons is one of IPv6."""
    with bind("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0
        assert listener.family is socket.AF_INET


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 70_000), ("no.such.host.invalid", 0)]
)
def test_an_address_that_cannot_be_had_is_told(host: str, port: int) -> None:
    """The error names the address, and the way out."""
    with pytest.raises(ServeError, match=f"cannot listen on {host}:{port}: .*--port 0"):
        bind(host, port)


def test_a_port_that_is_taken_is_told() -> None:
    """Nobody listens twice on one port."""
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(ServeError, match=f"127.0.0.1:{port}"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_serves_until_it_is_told_to_stop(frozen: list[str], number: int) -> None:
    """It announces itself once it listens, and says which signal ended it."""
    seen: list[str] = []
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        yield
        seen.append("left")

    async def stopping(_: Request) -> Response:
        os.kill(os.getpid(), number)
        return PlainTextResponse("stopping")

    def announce() -> None:
        seen.append("announced")
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /stop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    app = Starlette(routes=[Route("/stop", stopping)], lifespan=living)

    assert run_server(app, listener, announce) == number
    assert seen == ["announced", "left"]
    assert frozen == ["frozen"]
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/")


@pytest.mark.usefixtures("frozen")
def test_clients_are_looked_at_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each connection is looked at in time, from its first second on."""
    monkeypatch.setattr(server, "_TICKS", 1)
    monkeypatch.setattr(BoundedConnection, "look", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    listener = bind("127.0.0.1", 0)

    with socket.create_connection(listener.getsockname()):
        assert run_server(Starlette(), listener, lambda: None) == signal.SIGTERM


@pytest.mark.usefixtures("frozen")
def test_requests_that_outlive_their_server_are_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are cut off, which is said without the stack of each."""
    monkeypatch.setattr(server, "_GRACE_S", 0)
    listener = bind("127.0.0.1", 0)

    async def waiting(_: Request) -> Response:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)
        return PlainTextResponse("late")

    with socket.create_connection(listener.getsockname()) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        run_server(Starlette(routes=[Route("/", waiting)]), listener, lambda: None)

    said = capsys.readouterr().err
    assert "Cancel 1 running task(s)" in said
    assert "Traceback" not in said


class Unread:
    """A connection whose client does not read."""

    def __init__(self, unread_bytes: int) -> None:
        self.unread_bytes = unread_bytes
        self.told = ""

    def give_up(self, why: str) -> None:
        """Note why."""
        self.told = why


def test_the_longest_unread_answers_go_first() -> None:
    """As many as it takes to come below what all may have together."""
    connections = [Unread(size) for size in (5_000_000, 0, 9_000_000, 7_000_000)]

    shed_unread(cast("list[BoundedConnection]", connections), 10_000_000)

    told = "answers of more than 10 MB wait to be read"
    assert [each.told for each in connections] == ["", "", told, told]


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_loop_without_signal_handlers_will_do(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """On Windows no loop has them: the server starts all the same, and ends when it is told to."""

    class Bare(asyncio.SelectorEventLoop):
        def add_signal_handler(self, *_: object) -> None:
            raise NotImplementedError

        def remove_signal_handler(self, _: int) -> bool:
            raise NotImplementedError

    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)]
    monkeypatch.setattr(uvicorn.Config, "get_loop_factory", lambda _: Bare)

    assert (
        run_server(Starlette(), bind("127.0.0.1", 0), lambda: os.kill(os.getpid(), number))
        == number
    )
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)] == before


@pytest.mark.usefixtures("frozen")
def test_a_server_that_cannot_start_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """What fails at the start is no server, and is an error like any other."""

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        raise RuntimeError("no room")
        yield

    app = Starlette(routes=[Route("/", _page)], lifespan=living)

    with pytest.raises(ServeError, match="did not start"):
        run_server(app, bind("127.0.0.1", 0), lambda: None)
    assert "no room" in capsys.readouterr().err
