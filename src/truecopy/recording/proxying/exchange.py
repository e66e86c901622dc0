"""One request on its way through the proxy: its body, its answer, and a copy of both."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from truecopy.model import Interaction
from truecopy.recording.proxying.copies import Copy
from truecopy.serving import Call
from truecopy.serving.messages import JSON_HEADER
from truecopy.serving.room import Room
from truecopy.wire.inprocess import App, Scope
from truecopy.wire.relay import RawHeaders, Relayed

if TYPE_CHECKING:
    from concurrent.futures import Future

AnsweredBy = Literal["upstream", "mock", "proxy"]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

# What is said of this connection alone.
_DECLINED = b"upgrade"
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


class ClientGoneError(Exception):
    """The client went away before its answer was whole."""


class Exchange:
    """One request of a client, and its answer.

    Attributes:
        path: As it was sent, without the query.
        target: With it.
        request, answer: Copies of the bodies.
        is_read: Whether the whole request is there.
        status: Of the answer; 0 while there is none.
        answer_headers, sent_headers: Between proxy and upstream.
        is_whole: Whether all of the upstream's answer is there.
        has_begun, is_over: Whether the client has the status line, and all of the answer.
        note: Why it is not judged; empty where it is.
        seen: What the exchange processor makes of it; None as long as it is not over.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, *, room: Room, sent_at: float
    ) -> None:
        """Wrap an ASGI request.

        Args:
            sent_at: The time, in unix seconds.
        """
        self.scope = scope
        self.sent_at = sent_at
        self.elapsed_s = 0.0
        self.method: str = scope["method"]
        self.path: str = scope["raw_path"].decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        self.target = f"{self.path}?{query}" if query else self.path
        self.headers: RawHeaders = tuple(
            (name, value) for name, value in scope["headers"] if name != _DECLINED
        )
        self.request = Copy(room, "the request")
        self.answer = Copy(room, "the answer")
        self.is_read = not _FRAMING & {name for name, _ in self.headers}
        self.status = 0
        self.answer_headers: RawHeaders = ()
        self.sent_headers: RawHeaders = self.headers
        self.answered_by: AnsweredBy = "upstream"
        self.is_whole = self.has_begun = self.is_over = False
        self.note = ""
        self.seen: Future[None] | None = None
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._is_replayed = False
        self._is_done = asyncio.Event()
        # Set once the client's messages are of no use to anybody but the one who waits for its end.
        self._is_heard = asyncio.Event()
        if self.is_read:
            self._is_heard.set()

    async def upload(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            ClientGoneError: The client went away.
        """
        while not self.is_read:
            yield await self._read()

    async def again(self) -> Any:
        """Give the request to an application from its beginning, as ASGI's `receive`."""
        if not self._is_replayed:
            self._is_replayed = True
            return _received(self.request.content(), is_last=self.is_read)
        if not self.is_read and not self.is_over:
            piece = await self._read()
            return _received(piece, is_last=self.is_read)
        await self._is_done.wait()
        return {"type": "http.disconnect"}

    async def watch(self) -> None:
        """Wait until the client goes away.

        Raises:
            ClientGoneError: It has, and its answer was not whole.
        """
        await self._is_heard.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass  # the rest of a body that was answered early
        if not self.is_over:
            raise ClientGoneError

    async def pass_on(self, relayed: Relayed) -> bytes:
        """Send an answer as it comes, but for the piece that completes it, which is returned.

        Raises:
            UpstreamError: It breaks off.
        """
        self.sent_headers, self.answer_headers = relayed.sent_headers, relayed.headers
        await self.begin(relayed.status, relayed.headers)
        length = relayed.length
        last = b""
        async for piece in relayed.pieces():
            self.answer.add(piece)
            if self.answer.size_bytes == length:
                last = piece
            else:
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self.is_whole = True
        return last

    async def play(
        self, application: App, header: tuple[bytes, bytes], ended: Callable[[], None]
    ) -> None:
        """Let an application answer.

        Args:
            header: Is added to its answer.
            ended: Called before the last piece is sent.
        """

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status, self.has_begun = message["status"], True
                message = {**message, "headers": [*message.get("headers", ()), header]}
            else:
                self.answer.add(message.get("body", b""))
                if not message.get("more_body"):
                    ended()
                    self.is_over = True
            await self._send(message)
            if self.is_over:
                self._is_done.set()

        await application(dict(self.scope), self.again, send)

    async def begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Send status line and headers."""
        self.status, self.has_begun = status, True
        self._is_heard.set()
        # The server gives every answer a date; and it counts the bytes of one that may have none.
        dropped = {b"date", b"content-length"} if status in (204, 304) else {b"date"}
        kept = [(name, value) for name, value in headers if name not in dropped]
        await self._send({"type": "http.response.start", "status": status, "headers": kept})

    async def end(self, piece: bytes = b"") -> None:
        """Send the last piece."""
        self.is_over = True
        await self._send({"type": "http.response.body", "body": piece, "more_body": False})

    async def reply(self, status: int, content: Any, headers: RawHeaders = ()) -> bytes:
        """Begin an answer of the proxy's own; return its body, which is the last piece."""
        self.answered_by = "proxy"
        if not self.is_read:
            await Call(self.scope, self._receive).drain()
        body = json.dumps(content).encode()
        own = JSON_HEADER, (b"content-length", b"%d" % len(body))
        await self.begin(status, (*own, *headers))
        return body

    def stop(self) -> None:
        """Note the time that it took."""
        self.elapsed_s = time.perf_counter() - self._began

    @property
    def loss(self) -> str:
        """Why it is not there as a whole; empty where it is."""
        missing = self.request.loss or self.answer.loss
        if missing:
            return f"not judged: {missing}"
        if not self.is_read:
            return "not judged: it was answered before the request was whole"
        # A task of the server that was cancelled, or an application that gave up.
        return "" if self.is_whole else "not judged: it was broken off"

    def release(self) -> None:
        """Keep no copies any more."""
        self.request.drop()
        self.answer.drop()

    def question(self, upstream: str) -> Interaction:
        """Return the request without its body.

        Args:
            upstream: Base address.
        """
        url = f"{upstream}{self.target}"
        return Interaction(method=self.method, url=url, request_headers=_texts(self.sent_headers))

    def interaction(self, upstream: str) -> Interaction:
        """Return it as it was between proxy and upstream.

        Args:
            upstream: Base address.
        """
        return replace(
            self.question(upstream),
            request_body=self.request.content(),
            status=self.status,
            headers=_texts(self.answer_headers),
            body=self.answer.content(),
            sent_at=self.sent_at,
            elapsed_s=self.elapsed_s,
        )

    async def _read(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        piece: bytes = message.get("body", b"")
        self.request.add(piece)
        if not message.get("more_body"):
            self.is_read = True
            self._is_heard.set()
        return piece


def _received(piece: bytes, *, is_last: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": piece, "more_body": not is_last}


def _texts(headers: RawHeaders) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
