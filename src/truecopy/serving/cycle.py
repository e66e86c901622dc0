"""One request on its connection, whose answer may be written in one piece."""

import asyncio
import types
from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from truecopy.serving.batch import RequestBatch, WrittenAnswer

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

    from truecopy.serving.messages import Headers

_LINE = b"%s: %s\r\n".__mod__


class WholeAnswerCycle(RequestResponseCycle):
    """Gives a body that is there at once without waiting, and writes head and body of an answer together."""

    batch: RequestBatch
    #: Set when there is more to receive; None as long as nobody has waited for that.
    event: asyncio.Event | None = None
    _is_taken = False

    @property
    def message_event(self) -> asyncio.Event:
        """Set when there is more to receive."""
        if self.event is None:
            self.event = asyncio.Event()
            if self.body or not (self.more_body or self._is_taken):
                self.event.set()
        return self.event

    @message_event.setter
    def message_event(self, event: asyncio.Event) -> None:
        """Take no event: most requests need none, since all of them is there before it is asked for."""

    async def receive(self) -> "ASGIReceiveEvent":
        """Return the next piece of the body, or that the client is gone."""
        is_whole = not (self.more_body or self._is_taken)
        # Whoever waits for more, or for the end of the client, asks again, and more is read for that.
        is_plain = not (self.waiting_for_100_continue or self.disconnected)
        if not (is_whole and is_plain) or self.event is not None or self.response_complete:
            return await super().receive()
        self._is_taken = True
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def answer(self, status: int, headers: "Headers", body: bytes) -> None:
        """Write a whole answer.

        Args:
            headers: Lower-case names; the length of the body is among them where it has one.

        Raises:
            RuntimeError: A header is no single line; nothing is written.
        """
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        lines = self.default_headers + headers
        if not self.keep_alive:
            lines.append((b"connection", b"close"))
        data = whole_answer(status, lines, b"" if self.scope["method"] == "HEAD" else body)
        self.response_started = self.response_complete = True
        if self.event is not None:
            self.event.set()
        self.batch.send(WrittenAnswer(self.transport, data, not self.keep_alive, self.on_response))


def whole_answer(status: int, headers: "Headers", body: bytes) -> bytes:
    """Return an answer as it is written.

    Raises:
        RuntimeError: A header is no single line.
    """
    head = b"".join(map(_LINE, headers))
    # A line end, or a NUL, within a value would make another answer of it.
    if head.count(b"\r") + head.count(b"\n") != 2 * len(headers) or b"\0" in head:
        raise RuntimeError("a header of the answer has a line end in it")
    return b"%s%s\r\n%s" % (STATUS_LINE[status], head, body)


async def rest_of(work: Coroutine[Any, Any, None], awaited: Any) -> None:
    """Go on with a coroutine that has begun outside of a task, and waits for something."""
    await _steps(work, awaited)


@types.coroutine
def _steps(work: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """Lead what a task gives to the coroutine, and what that waits for to the task; no task takes a generator itself."""
    while True:
        step, given = work.send, None
        try:
            given = yield awaited
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is for the coroutine
            step, given = work.throw, error
        # An error knows the frames that it passed: one of them that knew it, too, would keep it, and all that they
        # know, such as the body of a request, until garbage is collected.
        awaited = None
        try:
            awaited = step(given)
        except StopIteration:
            return
        finally:
            del step, given
