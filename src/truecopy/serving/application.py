"""The ASGI application: the vendors, and beside them what begins with `/_`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from time import perf_counter

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send

from truecopy.serving.addressing import VendorSites
from truecopy.serving.admin_surface import ROOT
from truecopy.serving.cross_origin import CrossOrigin
from truecopy.serving.cycle import WholeAnswerCycle
from truecopy.serving.marks import explanation_header
from truecopy.serving.messages import Answer, Call, Unaddressed
from truecopy.serving.nowhere import Nowhere
from truecopy.serving.request_log import RequestLog
from truecopy.serving.room import NoRoomError, Room

Lifespan = Callable[[], AbstractAsyncContextManager[None]]

_OWN = "/_"
# Whoever looks at the admin API does so again and again, and changes nothing.
_LOOKING = frozenset({"GET", "HEAD"})
_COUNT = "/count"
_BUSY = 503
# They have no body, and say nothing of its length (RFC 9110 section 8.6).
_WITHOUT_LENGTH = frozenset({204, 304})


class VendorApplication(Starlette):
    """A Starlette application whose vendors stand in front of its routes.

    Requests to vendors take the short way, past Starlette's middleware and routing: they are most of the
    traffic, and a vendor's handler turns whatever a client sends into an answer itself.

    Attributes:
        begins_at_once: A request may run outside of a task until it waits for something.
    """

    begins_at_once = True

    def __init__(
        self,
        sites: VendorSites,
        routes: Sequence[BaseRoute],
        lifespan: Lifespan,
        *,
        nowhere: Unaddressed | None = None,
        cross_origin: CrossOrigin | None = None,
        request_log: RequestLog | None = None,
    ) -> None:
        """Put the application together.

        Args:
            routes: The server's own, each under a path that begins with `/_`: admin API, pictures.
            lifespan: Entered when the server starts, left when it stops.
            nowhere: Answers what is for no vendor; None for a list of those there are.
            cross_origin: Lets pages of other origins ask the vendors and see the pictures; None keeps browsers out.
            request_log: Gets a line for each request; None for none.
        """

        @asynccontextmanager
        async def living(_: Starlette) -> AsyncIterator[None]:
            async with lifespan():
                yield
            if request_log is not None:
                request_log.close()

        super().__init__(routes=routes, lifespan=living, exception_handlers={HTTPException: _told})
        self._sites = sites
        self._nowhere = nowhere or Nowhere(sites)
        self._cross_origin = cross_origin
        self._log = request_log
        self._room = Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = perf_counter()
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await self._show(scope, receive, send, began)
            return
        call = Call(scope, receive, self._room)
        cross_origin = self._cross_origin if b"origin" in call.headers else None
        try:
            asked = cross_origin and cross_origin.preflight(call.method, call.headers)
            site = self._sites.direct(call)
            answer = asked or await (self._nowhere if site is None else site.handler).handle(call)
            if not call.is_read:
                await call.drain()
        except NoRoomError as error:
            call.release()
            await call.drain()
            answer = self._busy(scope, str(error))
        except ClientDisconnect:
            self._note(scope, 0, began, "the client went away")
            return
        finally:
            if call.kept_bytes:
                call.release()
        headers, body = answer.headers, answer.body
        if cross_origin is not None:
            headers += cross_origin.headers
        if answer.status not in _WITHOUT_LENGTH:
            length = len(body) if answer.length is None else answer.length
            headers.append((b"content-length", b"%d" % length))
        else:
            body = b""
        # Whoever stands between the connection and this application gets the messages of ASGI.
        cycle = getattr(send, "__self__", None)
        if isinstance(cycle, WholeAnswerCycle):
            await cycle.answer(answer.status, headers, body)
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        if self._log is not None:
            self._note(scope, answer.status, began, answer.remark)

    async def _show(self, scope: Scope, receive: Receive, send: Send, began: float) -> None:
        """Answer a request for one of the server's own pages; those of the admin API are for no other origin."""
        # What runs from here on looks for its task.
        await asyncio.sleep(0)
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        is_admin = scope["path"].startswith(ROOT)
        opening = None if is_admin else self._cross_origin
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if opening is not None:
                    message["headers"] = [*message["headers"], *opening.headers]
            await send(message)

        asked = opening and opening.preflight(scope["method"], dict(scope["headers"]))
        if asked:
            await sending({"type": "http.response.start", "status": 204, "headers": asked.headers})
            await sending({"type": "http.response.body", "body": b""})
        else:
            with suppress(ClientDisconnect):
                await super().__call__(scope, receive, sending)
        is_look = scope["method"] in _LOOKING or scope["path"].endswith(_COUNT)
        if not (is_admin and is_look):
            self._note(scope, status, began)

    def _note(self, scope: Scope, status: int, began: float, remark: str = "") -> None:
        if self._log is not None:
            path = scope["path"]
            self._log.note(scope["method"], path, status, perf_counter() - began, remark)

    def _busy(self, scope: Scope, why: str) -> Answer:
        """Return the answer to a request for which there is no room now; clients that wait find some."""
        answer = self._refusal(scope, _BUSY, why)
        answer.headers.append((b"retry-after", b"1"))
        answer.remark = why
        return answer

    def refused(self, scope: Scope, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request, in the envelope of the vendor that it was for.

        Args:
            scope: As far as it is known: path, headers, scheme, server.
        """
        answer = self._refusal(scope, status, why)
        if self._cross_origin is not None and any(
            name == b"origin" for name, _ in scope["headers"]
        ):
            answer.headers += self._cross_origin.headers
        return answer

    def _refusal(self, scope: Scope, status: int, why: str) -> Answer:
        call = Call({"method": "", **scope}, _nothing)
        site = self._sites.direct(call)
        answer = (self._nowhere if site is None else site.handler).refused(call, status, why)
        answer.headers.append(explanation_header(why))
        return answer


async def _nothing() -> Message:
    """Receive nothing more."""
    return {"type": "http.disconnect"}


async def _told(request: Request, error: Exception) -> Response:
    """Say in JSON, as everything else here, that there is no such page, or not for this method."""
    status, headers = 404, None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    what = f"this server has no {request.method} {request.url.path[:200]}"
    return JSONResponse({"error": what}, status, headers)
