"""One request as a handler sees it: bounded, and not waited for without end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from truecopy.serving import Call, TooLargeError, messages
from truecopy.serving.room import NoRoomError, Room

Receive = Callable[[], Awaitable[dict[str, Any]]]


def sending(*messages: dict[str, Any]) -> Receive:
    """Return a receiver of these messages, which then waits for ever."""
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    return receive


def piece(body: bytes, *, more: bool = True) -> dict[str, Any]:
    """Return a piece of a body."""
    return {"type": "http.request", "body": body, "more_body": more}


def call(receive: Receive, *headers: tuple[bytes, bytes], room: Room | None = None) -> Call:
    """Return a call."""
    scope = {"type": "http", "method": "POST", "path": "/x", "headers": list(headers)}
    return Call(scope, receive, room)


def test_pieces_are_put_together() -> None:
    """A body in pieces is the same as one at once."""
    made = call(sending(piece(b"ab"), piece(b"c"), piece(b"", more=False)))

    assert asyncio.run(made.read(10)) == b"abc"
    assert made.is_read


@pytest.mark.parametrize("size", [11, 20])
def test_a_body_past_the_limit_is_not_kept(size: int) -> None:
    """Told or found out, more than the limit is refused."""
    told = call(sending(), (b"content-length", b"%d" % size))
    at_once = call(sending(piece(b"x" * size, more=False)))
    in_pieces = call(sending(piece(b"x" * 10), piece(b"x" * (size - 10), more=False)))

    for made in (told, at_once, in_pieces):
        with pytest.raises(TooLargeError):
            asyncio.run(made.read(10))


def test_bodies_together_find_room_or_are_refused() -> None:
    """Pieces and what came at once count alike, but for small ones; what is released makes room."""
    room = Room(150_000)
    large, piecewise = b"x" * 100_000, (piece(b"x" * 70_000), piece(b"x", more=False))
    first = call(sending(piece(large, more=False)), room=room)
    other = call(sending(*piecewise), room=room)
    small = call(sending(piece(b"x", more=False)), room=Room(0))

    assert asyncio.run(first.read(200_000)) == large
    with pytest.raises(NoRoomError, match="all requests under way"):
        asyncio.run(other.read(200_000))
    first.release()
    again = call(sending(*piecewise), room=room)
    assert len(asyncio.run(again.read(200_000))) == again.kept_bytes == 70_001
    assert asyncio.run(small.read(1)) == b"x"


def test_a_client_that_goes_away_is_noticed() -> None:
    """A disconnect in the middle of a body ends the reading."""
    made = call(sending(piece(b"ab"), {"type": "http.disconnect"}))

    with pytest.raises(ClientDisconnect):
        asyncio.run(made.read(10))


def test_what_is_left_is_drained_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a body is taken and dropped; a client that does not send it is not waited for."""
    monkeypatch.setattr(messages, "_DRAIN_S", 0.01)
    sent, silent = call(sending(piece(b"ab"), piece(b"", more=False))), call(sending(piece(b"ab")))

    asyncio.run(sent.drain())
    asyncio.run(silent.drain())

    assert sent.is_read
    assert not silent.is_read


def test_a_client_that_waits_to_be_asked_is_not_asked() -> None:
    """With `Expect: 100-continue` an early answer spares the upload."""
    made = call(sending(), (b"expect", b"100-continue"))

    asyncio.run(made.drain())

    assert not made.is_read


@pytest.mark.parametrize(
    ("server", "name"),
    [
        (("127.0.0.1", 80), "127.0.0.1:80"),
        (("::1", 80), "[::1]:80"),
        (("/run/x.sock", None), "localhost"),
        (None, "localhost"),
    ],
)
def test_a_request_without_a_host_has_the_address_it_came_in_on(server: Any, name: str) -> None:
    """Links of an answer to a client that names no host use the server's own address."""
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "server": server}

    assert Call(scope, sending()).bound_to == name
