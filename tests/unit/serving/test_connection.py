"""Connections whose clients send too much, too slowly, or too many requests at once."""

import asyncio
import json

import pytest
from tests.unit.serving.talking import GET, HEAD, sending, serve, status

from truecopy.serving.limits import ConnectionLimits


@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD + b"X-A: " + b"a" * 2_000,),
        (HEAD + b"X-A: " + b"a" * 2_000 + b"\r\n\r\n",),
        (HEAD, *[b"X-A: 12345678\r\n"] * 200),
        (b"GET /" + b"a" * 2_000,),
        (GET.replace(b"/a", b"/" + b"a" * 2_000),),
        (b"\r\n" * 2_000,),
    ],
)
def test_a_head_that_is_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    """Whole or in pieces, whatever it is long with: 431 in an error object, and the connection ends."""
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(*pieces, seen=seen))

    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert status(head) == 431
    assert b"\r\nconnection: close" in head
    assert json.loads(body)["error"]["message"] == "the head has more than 1000 bytes"
    assert (len(served.troubles), served.bodies) == (1, [])


@pytest.mark.parametrize("trailer", [b"X-A: " + b"a" * 2_000, b"4;" + b"e" * 2_000])
def test_what_is_neither_head_nor_body_is_bounded(
    monkeypatch: pytest.MonkeyPatch, trailer: bytes
) -> None:
    """Trailers and the extensions of a chunk count as heads do."""
    last = b"0\r\n" if trailer.startswith(b"X") else b""
    start = HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n" + last
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(start, trailer, seen=seen, pause_s=0.05))

    assert status(seen[0]) == 431
    assert served.heard == ["disconnect"]


def test_a_head_at_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body and the next head behind it do not count, though all come in one segment."""
    body = b"b" * 5_000
    first = HEAD + b"Content-Length: 5000\r\nX-A: " + b"a" * 900 + b"\r\n\r\n" + body
    second = HEAD + b"Connection: close\r\n\r\n"
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(first + second, seen=seen))

    assert served.bodies == [body, b""]
    assert seen[0].count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ((HEAD + b"X-",), 408),
        ((HEAD, *[b"X-A: 1\r\n"] * 40), 408),
        ((b"",), 0),
        ((b"\r\n",) * 40, 0),
        ((GET,), 200),
    ],
)
def test_half_a_head_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...], code: int
) -> None:
    """A head has its time from its first byte on, however its pieces come; a connection at rest is closed in silence."""
    seen: list[bytes] = []

    serve(monkeypatch, sending(*pieces, seen=seen, pause_s=0.02))

    assert status(seen[0]) == code


@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD + b"Content-Length: 900\r\n\r\n",),
        (HEAD + b"Content-Length: 900\r\n\r\n{",),
        (HEAD + b"Content-Length: 900\r\n\r\n", *[b"1"] * 40),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 40),
        (HEAD.replace(b"/a", b"/slow") + b"Content-Length: 900\r\n\r\n", *[b"1"] * 40),
        (HEAD + b"Content-Length: 90000\r\n\r\n" + b"b" * 80_000, *[b"1"] * 60),
    ],
)
def test_a_body_that_comes_too_slowly_is_refused(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    """Whether nothing comes or too little, at once or later: 408, and the application hears that the client is gone."""
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(*pieces, seen=seen, pause_s=0.02))

    assert status(seen[0]) == 408
    assert (served.heard, served.bodies) == (["disconnect"], [])
    assert "the body came at less than 100 bytes a second" in served.troubles[0]


def test_a_slow_body_above_the_floor_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends a little more than it must is served, however long it takes."""
    pieces = (HEAD + b"Connection: close\r\nContent-Length: 200\r\n\r\n", *[b"1" * 5] * 40)
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(*pieces, seen=seen, pause_s=0.02))

    assert (status(seen[0]), served.bodies) == (200, [b"1" * 200])


def test_a_body_that_was_not_asked_for_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits to be asked for its body is not refused for that, however long the application takes."""
    seen: list[bytes] = []
    head = HEAD.replace(b"/a", b"/late") + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"boat")
        seen.append(await reader.readuntil(b"good"))

    served = serve(monkeypatch, talk)

    assert list(map(status, seen)) == [100, 200]
    assert served.bodies == [b"boat"]


def test_an_answer_that_nobody_reads_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that takes nothing for a while loses its connection."""

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET.replace(b"/a", b"/large"))
        await asyncio.sleep(0.6)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(8_000_000)

    served = serve(monkeypatch, deaf)

    assert served.troubles[0].startswith("a client left its answer unread")


def test_the_connection_that_waits_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the most connections a new client is served all the same; one whose request is under way is left alone."""
    seen: list[bytes] = []
    closing = GET.replace(b"/a", b"/slow").replace(b"Host", b"Connection: close\r\nHost")

    waiting: list[bytes] = []
    busy = [sending(closing, seen=seen) for _ in range(2)]
    halves = [sending(HEAD, seen=waiting) for _ in range(4)]
    limits = ConnectionLimits(connections=3, head_s=0.5)

    served = serve(monkeypatch, *halves, *busy, limits=limits)

    assert list(map(status, seen)) == [200, 200]
    assert len(waiting) == 4
    assert served.troubles[0] == "more than 3 connections: 1 that wait are closed"
