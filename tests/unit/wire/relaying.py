"""A relay in front of an upstream, for tests of it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from tests.upstreams import (
    Upstream,
)

from truecopy.wire.relay import RawHeaders, Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, whole."""

    status: int
    reason: str
    headers: RawHeaders
    body: bytes
    length: int | None


async def pieces_of(*pieces: bytes) -> AsyncIterator[bytes]:
    """Yield the pieces of a body."""
    for each in pieces:
        yield each


def ask(
    relay: Relay,
    target: str = "/v1/look",
    *,
    method: str = "GET",
    headers: Iterable[tuple[bytes, bytes]] = (),
    body: tuple[bytes, ...] = (),
    times: int = 1,
) -> Answer:
    """Send a request, and return the last answer to it; the relay is closed."""

    async def work() -> list[Answer]:
        answers = []
        try:
            for _ in range(times):
                async with relay.open(method, target, tuple(headers), pieces_of(*body)) as relayed:
                    content = b"".join([piece async for piece in relayed.pieces()])
                    answers.append(
                        Answer(
                            status=relayed.status,
                            reason=relayed.reason,
                            headers=relayed.headers,
                            body=content,
                            length=relayed.length,
                        )
                    )
        finally:
            await relay.aclose()
        return answers

    return asyncio.run(work())[-1]


def received(server: Upstream) -> dict[str, str]:
    """Return the headers of the last request, names in lower case; none came twice."""
    lines = server.heads[-1].decode("latin-1").split("\r\n")[1:]
    pairs = [(name.lower(), value.strip()) for name, _, value in (x.partition(":") for x in lines)]
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)
