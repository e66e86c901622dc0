"""An answer ends where it says: what a server sends past it answers no other request."""

import asyncio
from collections.abc import Callable

import httpx2
import pytest
from tests.upstreams import JSON, OK, Line, answering, upstream

from truecopy.wire.exact_transport import AsyncExactTransport, ExactTransport

POISON = b"HTTP/1.1 418 Poison\r\n" + JSON + b"Content-Length: 6\r\n\r\nPOISON"


def says_too_much(head: bytes, body: bytes = b"") -> Callable[[Line], None]:
    """Return a behaviour that sends a second answer right behind the first."""

    def answer(line: Line) -> None:
        line.send(head + b"\r\n\r\n" + body + POISON)

    return answer


Asked = Callable[[str, list[str]], list[tuple[int, bytes]]]


def ask(url: str, methods: list[str]) -> list[tuple[int, bytes]]:
    """Return status and body of some answers, each asked for when the one before is whole."""
    with httpx2.Client(transport=ExactTransport()) as client:
        found = [client.request(each, url) for each in methods]
    return [(each.status_code, each.content) for each in found]


def ask_async(url: str, methods: list[str]) -> list[tuple[int, bytes]]:
    """Do the same from asynchronous code."""

    async def work() -> list[tuple[int, bytes]]:
        async with httpx2.AsyncClient(transport=AsyncExactTransport()) as client:
            found = [await client.request(each, url) for each in methods]
        return [(each.status_code, each.content) for each in found]

    return asyncio.run(work())


@pytest.mark.parametrize("asked", [ask, ask_async])
@pytest.mark.parametrize(
    ("head", "body", "method", "expected"),
    [
        (OK + b"Content-Length: 2", b"{}", "GET", (200, b"{}")),
        (OK + b"Transfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n", "GET", (200, b"{}")),
        (OK + b"Content-Length: 2", b"", "HEAD", (200, b"")),
        (b"HTTP/1.1 204 No Content", b"", "GET", (204, b"")),
    ],
)
def test_what_comes_past_an_answer_is_nobodys(
    asked: Asked,
    head: bytes,
    body: bytes,
    method: str,
    expected: tuple[int, bytes],
) -> None:
    """However an answer is framed, the request after it gets an answer of its own, on another connection."""
    with upstream(says_too_much(head, body)) as server:
        found = asked(server.url, [method, method, method])

        assert len(server.heads) == 3
    assert found == [expected] * 3


@pytest.mark.parametrize("asked", [ask, ask_async])
def test_a_connection_is_kept_where_nothing_is_left(
    asked: Asked,
) -> None:
    """Answers that end where they say go over one connection."""
    peers = set()

    def answer(line: Line) -> None:
        peers.add(id(line))
        answering()(line)

    with upstream(answer) as server:
        assert asked(server.url, ["GET", "HEAD", "POST"]) == [
            (200, b"{}"),
            (200, b""),
            (200, b"{}"),
        ]
    assert len(peers) == 1
