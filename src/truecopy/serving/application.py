"""The ASGI application: the vendors, and beside them what begins with `/_`."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from truecopy.serving.addressing import VendorSites
from truecopy.serving.messages import Answer, Call

Lifespan = Callable[[], AbstractAsyncContextManager[None]]

_OWN = "/_"


class VendorApplication(Starlette):
    """A Starlette application whose vendors stand in front of its routes.

    Requests to vendors take the short way, past Starlette's middleware and routing: they are most of the
    traffic, and a vendor's handler turns whatever a client sends into an answer itself.
    """

    def __init__(self, sites: VendorSites, routes: Sequence[BaseRoute], lifespan: Lifespan) -> None:
        """Put the application together.

        Args:
            routes: The server's own, each under a path that begins with `/_`: admin API, pictures.
            lifespan: Entered when the server starts, left when it stops.
        """

        @asynccontextmanager
        async def living(_: Starlette) -> AsyncIterator[None]:
            async with lifespan():
                yield

        super().__init__(routes=routes, lifespan=living)
        self._sites = sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not scope["path"].startswith(_OWN):
            await self._play(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def _play(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = Call(scope, receive)
        host = call.header(b"host")
        site = self._sites.direct(call, scope["scheme"], host)
        if site is None:
            await _send(send, self._nowhere(call))
            return
        try:
            answer = await site.handler.handle(call)
            if not call.is_read:
                await call.drain()
        except ClientDisconnect:
            return
        await _send(send, answer)

    def _nowhere(self, call: Call) -> Answer:
        body = {
            "error": f"no vendor is addressed by {call.path}; put its name in front of the path",
            "vendors": [f"{call.origin}/{site.slug}/" for site in self._sites.sites],
        }
        return Answer(404, json.dumps(body).encode())


async def _send(send: Send, answer: Answer) -> None:
    body = answer.body
    answer.headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": body})
