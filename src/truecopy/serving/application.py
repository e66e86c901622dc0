"""The ASGI application: the vendors, and beside them what begins with `/_`."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send

from truecopy.serving.addressing import VendorSites
from truecopy.serving.marks import explanation_header
from truecopy.serving.messages import Answer, Call, refusal

Lifespan = Callable[[], AbstractAsyncContextManager[None]]

_OWN = "/_"
# They have no body, and say nothing of its length (RFC 9110 section 8.6).
_WITHOUT_LENGTH = frozenset({204, 304})


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
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await super().__call__(scope, receive, send)
            return
        call = Call(scope, receive)
        site = self._sites.direct(call)
        try:
            answer = self._nowhere(call) if site is None else await site.handler.handle(call)
            if not call.is_read:
                await call.drain()
        except ClientDisconnect:
            return
        headers, body = answer.headers, answer.body
        if answer.status not in _WITHOUT_LENGTH:
            length = len(body) if answer.length is None else answer.length
            headers.append((b"content-length", b"%d" % length))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def refused(self, scope: Scope, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request, in the envelope of the vendor that it was for.

        Args:
            scope: As far as it is known: path, headers, scheme, server.
        """
        call = Call({"method": "", **scope}, _nothing)
        site = self._sites.direct(call)
        answer = (
            refusal(scope, status, why) if site is None else site.handler.refused(call, status, why)
        )
        answer.headers.append(explanation_header(why))
        return answer

    def _nowhere(self, call: Call) -> Answer:
        body = {
            "error": f"no vendor is addressed by {call.path}; put its name in front of the path",
            "vendors": [f"{call.origin}/{site.slug}/" for site in self._sites.sites],
        }
        return Answer(404, json.dumps(body).encode())


async def _nothing() -> Message:
    """Receive nothing more."""
    return {"type": "http.disconnect"}
