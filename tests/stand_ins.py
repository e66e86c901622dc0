"""ASGI applications on a port of this machine, and vendors that misbehave as a whole."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@contextmanager
def serving(app: ASGIApp, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve an application from a thread; yields its address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        # Who asks before the thread has begun waits for it, and is not refused.
        listener.listen()
        port = listener.getsockname()[1]
        config = uvicorn.Config(app, lifespan="off", ws="none", log_level=60, access_log=False)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Headers


class Watched:
    """Passes requests on, and remembers them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.seen: list[Seen] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        self.seen.append(
            Seen(method=scope["method"], path=scope["path"], headers=Headers(scope=scope))
        )
        await self._app(scope, receive, send)

    @property
    def keys(self) -> set[str | None]:
        """The Authorization headers that arrived."""
        return {each.headers.get("authorization") for each in self.seen}


def always(
    status: int,
    body: bytes = b"{}",
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> ASGIApp:
    """Return an application that gives one answer to everything, after it has read the request."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        response = Response(body, status, headers, media_type)
        await response(scope, receive, send)

    return answer


def now_and_then(every: int, other: ASGIApp, app: ASGIApp) -> ASGIApp:
    """Return an application that leaves each so many-th request to another one."""
    number = 0

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        await (app if number % every else other)(scope, receive, send)

    return choose


def broken_off(app: ASGIApp) -> ASGIApp:
    """Return an application whose answers break off after the status line, and the connection with them."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def begin(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)

        await app(scope, receive, begin)

    return answer


def let_in(app: ASGIApp, key: str, *, but: frozenset[str] = frozenset()) -> ASGIApp:
    """Return an application that takes every key for a good one.

    Args:
        but: Authorization headers that pass as they are.
    """

    async def pass_on(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if headers.get(b"authorization", b"").decode() not in but:
            headers[b"authorization"] = f"Bearer {key}".encode()
        await app({**scope, "headers": list(headers.items())}, receive, send)

    return pass_on
