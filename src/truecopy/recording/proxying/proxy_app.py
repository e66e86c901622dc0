"""A proxy for one's own traffic: everything goes to the vendor and back, and is judged as it passes."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any

from truecopy.model import Contract
from truecopy.recording.proxying.exchange import ClientGoneError, Exchange, Receive, Send
from truecopy.recording.proxying.exchange_journal import Passed, ProxyJournal, proxy_routes
from truecopy.recording.proxying.exchange_processor import ExchangeProcessor, Keep
from truecopy.recording.proxying.fallback import ANSWERED_BY_MOCK, Fallback
from truecopy.serving.admin_surface import ROOT
from truecopy.serving.room import Room
from truecopy.serving.web import Starlette
from truecopy.wire.inprocess import App, Scope
from truecopy.wire.relay import RawHeaders, Relay, UpstreamError

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ALLOW = (b"allow", ", ".join(_METHODS).encode())
_STATUSES = {"unreachable": 502, "reset": 502, "timeout": 504}
_UNAVAILABLE = frozenset({502, 503, 504})
_OWN = "/_"


class ProxyApp(Starlette):
    """The proxy as an ASGI application.

    Requests take the short way, past Starlette's middleware and routing, which serve the proxy's own paths.
    """

    def __init__(
        self,
        contract: Contract,
        relay: Relay,
        *,
        keep: Keep | None = None,
        fallback: App | None = None,
        tell: Callable[[Passed], None] = lambda _: None,
        time_source: Callable[[], float] = time.time,
    ) -> None:
        """Put the application together; it closes the relay when it ends.

        Args:
            contract: What traffic is judged by.
            relay: Leads to the upstream.
            keep: Takes each whole exchange with the upstream, in a worker thread, one at a time and in
                order. Its bodies are opened, its keys still in it. OSError and TruecopyError are noted.
            fallback: The vendor's mock at the root; answers where the upstream cannot. None without one.
            tell: Is told of each exchange, in that thread as well.
            time_source: The time in unix seconds.
        """
        self._relay = relay
        self._processor = ExchangeProcessor(contract, relay.upstream, keep=keep, tell=tell)
        self._fallback = Fallback(fallback, contract) if fallback is not None else None
        self._time_source = time_source
        self._room = Room()

        @asynccontextmanager
        async def living(_: Starlette) -> AsyncIterator[None]:
            yield
            await self._close()

        routes = proxy_routes(self.journal, self._processor.settled)
        super().__init__(routes=routes, lifespan=living)

    @property
    def journal(self) -> ProxyJournal:
        """What has passed."""
        return self._processor.journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        is_own = path == ROOT or path.startswith(f"{ROOT}/")
        if scope["type"] == "http" and not path.startswith(_OWN):
            await self._pass(scope, receive, send)
        elif scope["type"] == "lifespan" and self._fallback is not None:
            await self._live(self._fallback.mock, scope, receive, send)
        elif self._fallback is not None and not is_own:
            await self._fallback.mock(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def _live(self, mock: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Live as long as the mock does."""

        async def sending(message: Any) -> None:
            if message["type"].startswith("lifespan.shutdown."):
                await self._close()
            await send(message)

        await mock(scope, receive, sending)

    async def _close(self) -> None:
        await self._processor.close()
        await self._relay.aclose()

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to the vendor, unless the client goes away."""
        sent_at = self._time_source()
        exchange = Exchange(scope, receive, send, room=self._room, sent_at=sent_at)
        try:
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(exchange.watch())
                await self._answer(exchange)
                watching.cancel()
        except* ClientGoneError:
            exchange.note = "not judged: the client went away"
        finally:
            seen = self._ended(exchange)
        try:
            if exchange.is_over:
                await asyncio.shield(asyncio.wrap_future(seen))
        finally:
            exchange.release()

    async def _answer(self, exchange: Exchange) -> None:
        if exchange.method not in _METHODS:
            await self._refuse(exchange, 405, f"{exchange.method} is not passed on", (_ALLOW,))
        elif not exchange.path.startswith("/"):
            await self._refuse(exchange, 400, "a path that begins with / was expected")
        elif self._fallback and self._fallback.has_task(self._processor.match(exchange)):
            await self._play(self._fallback, exchange, "the mock made this task")
        else:
            await self._forward(exchange)

    async def _forward(self, exchange: Exchange) -> None:
        try:
            last = await self._relayed(exchange)
        except UpstreamError as error:
            if not exchange.has_begun:
                await self._stand_in(exchange, error)
            else:
                # The connection ends with the answer incomplete, as the upstream's did.
                exchange.note = f"not judged: {error}"
        else:
            self._ended(exchange)
            await exchange.end(last)

    async def _relayed(self, exchange: Exchange) -> bytes:
        """Pass an answer on; return the last piece of it, which is still to be sent.

        Raises:
            UpstreamError: There is none, or one that says that there is none.
        """
        async with self._relay.open(
            exchange.method, exchange.target, exchange.headers, exchange.upload()
        ) as relayed:
            if self._fallback and relayed.status in _UNAVAILABLE and self._may_play(exchange):
                if not exchange.request.loss:
                    told = f"{self._relay.upstream} answered {relayed.status}"
                    raise UpstreamError(told, "unreachable")
                exchange.note = f"{exchange.loss}, so the mock could not be asked"
            return await exchange.pass_on(relayed)

    async def _stand_in(self, exchange: Exchange, error: UpstreamError) -> None:
        """Answer in the place of an upstream that does not."""
        loss = exchange.request.loss
        if self._fallback and not loss and self._may_play(exchange):
            await self._play(self._fallback, exchange, str(error))
            return
        why = loss or "it did not make this task"
        told = f"{error}; the mock could not be asked: {why}" if self._fallback else str(error)
        header = (b"x-truecopy-proxy", error.reason.encode())
        await self._refuse(exchange, _STATUSES[error.reason], told, (header,))

    def _may_play(self, exchange: Exchange) -> bool:
        return self._fallback is not None and self._fallback.can_answer(
            self._processor.match(exchange)
        )

    async def _play(self, fallback: Fallback, exchange: Exchange, why: str) -> None:
        exchange.answered_by = "mock"
        exchange.note = f"answered by the mock: {why}"

        def ended() -> None:
            fallback.remember(self._processor.match(exchange), exchange)
            self._ended(exchange)

        await exchange.play(fallback.mock, ANSWERED_BY_MOCK, ended)

    async def _refuse(
        self, exchange: Exchange, status: int, why: str, headers: RawHeaders = ()
    ) -> None:
        exchange.note = f"not judged: {why}"
        content = {"error": why, "upstream": self._relay.upstream}
        body = await exchange.reply(status, content, headers)
        self._ended(exchange)
        await exchange.end(body)

    def _ended(self, exchange: Exchange) -> Future[None]:
        """Hand an exchange over to be judged, once."""
        if exchange.seen is None:
            exchange.stop()
            exchange.seen = self._processor.see(exchange)
        return exchange.seen
