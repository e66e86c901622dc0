"""Transports on which an answer ends where it says: a connection with more on it is not used again."""

from collections.abc import AsyncIterator, Iterator
from operator import attrgetter
from typing import Any, cast

import httpx2

from truecopy.wire.time_limit import LimitedBackend, TimeLimit

# h11's state of the connection that an answer is read from. No public way leads there, so an httpx2 that is
# built in another way goes without; a test says so.
_STATE = attrgetter("_httpcore_stream._stream._connection._h11_state")
# Where its pool of connections has what opens them; no public way leads there either, and tests say so.
_BACKEND = "_network_backend"


class ExactTransport(httpx2.HTTPTransport):
    """Sends requests; what a server sends past the end of an answer is never the next request's."""

    def __init__(self, *, limit: TimeLimit | None = None, **settings: Any) -> None:
        """Open nothing yet.

        Args:
            limit: How long answers may take; None for as long as each piece of them comes in time.
            settings: Of the transport.
        """
        super().__init__(**settings)
        if limit is not None:
            setattr(self._pool, _BACKEND, LimitedBackend(getattr(self._pool, _BACKEND), limit))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return an answer whose head is there."""
        response = super().handle_request(request)
        response.stream = _Body(cast("httpx2.SyncByteStream", response.stream))
        return response


class AsyncExactTransport(httpx2.AsyncHTTPTransport):
    """The same for code that is asynchronous."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return an answer whose head is there."""
        response = await super().handle_async_request(request)
        response.stream = _AsyncBody(cast("httpx2.AsyncByteStream", response.stream))
        return response


class _Body(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        _refuse_what_is_left(self._inner)
        self._inner.close()


class _AsyncBody(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._inner:
            yield piece

    async def aclose(self) -> None:
        _refuse_what_is_left(self._inner)
        await self._inner.aclose()


def _refuse_what_is_left(stream: object) -> None:
    """Have a connection closed that has bytes on it which no request asked for.

    They would be read as the answer to the next request, which may be another client's.

    Source:
        RFC 9112 section 6.3: such a connection ends, and what is left is no response.
    """
    try:
        state = _STATE(stream)
    except AttributeError:
        return
    if state.trailing_data[0]:
        state.send_failed()  # the client closes a connection in this state instead of keeping it
