"""An ASGI application as a transport: called in process, from code that is not asynchronous."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from threading import Thread
from typing import Any

import httpx2

from truecopy.wire.time_limit import TimeIsUpError, TimeLimit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
# What is given to rooms without a client of their own.
Client = httpx2.Client
AsyncClient = httpx2.AsyncClient


class InProcessTransport(httpx2.BaseTransport):
    """Runs an application on an event loop in a thread of its own; its lifespan is not run.

    There are no timeouts and no resets in process; only the end of a whole run ends what is under way.
    """

    def __init__(self, app: App, limit: TimeLimit | None = None) -> None:
        """Start the loop.

        Args:
            limit: How long answers may take.
        """
        self._limit = limit or TimeLimit()
        self._inner = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the application's answer."""
        answer = asyncio.run_coroutine_threadsafe(self._answer(request), self._loop)
        left_s = self._limit.left_s()
        try:
            return answer.result(None if math.isinf(left_s) else left_s)
        except TimeoutError:
            answer.cancel()
            raise TimeIsUpError("its time is over") from None

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        plain = httpx2.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions=request.extensions,
        )
        try:
            response = await self._inner.handle_async_request(plain)
        except AssertionError:  # the application has returned without a whole answer
            return httpx2.Response(500)
        content = b"".join([piece async for piece in response.aiter_raw()])
        return httpx2.Response(
            response.status_code,
            headers=response.headers.raw,
            stream=httpx2.ByteStream(content),
        )

    def close(self) -> None:
        """Stop the loop, and what is still under way on it."""
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()
        self._loop.close()

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)


def client_of(app: App, base_url: str, headers: Mapping[str, str] | None = None) -> Client:
    """Return a client that is answered by an application.

    Args:
        headers: Sent with every request that has no others of these names.
    """
    return Client(
        transport=InProcessTransport(app), base_url=base_url, headers=headers, trust_env=False
    )


def async_client_of(
    app: App, base_url: str, headers: Mapping[str, str] | None = None
) -> AsyncClient:
    """Return the same for asynchronous code."""
    transport = httpx2.ASGITransport(app=app)
    return AsyncClient(transport=transport, base_url=base_url, headers=headers, trust_env=False)
