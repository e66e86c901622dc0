"""One request on its connection, whose answer may be written in one piece."""

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

    from truecopy.serving.messages import Headers

#: Name of the extension in an ASGI scope that takes a whole answer; its value is `WholeAnswerCycle.answer`.
WHOLE_ANSWER = "truecopy.whole_answer"


class WholeAnswerCycle(RequestResponseCycle):
    """Gives a body that is there at once without waiting, and writes head and body of an answer together."""

    async def receive(self) -> "ASGIReceiveEvent":
        """Return the next piece of the body, or that the client is gone."""
        is_plain = not (self.more_body or self.waiting_for_100_continue or self.flow.read_paused)
        if not is_plain or not self.message_event.is_set() or self.response_complete:
            return await super().receive()
        if self.disconnected:
            return {"type": "http.disconnect"}
        self.message_event.clear()
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
        lines = [b"%s: %s\r\n" % each for each in (*self.default_headers, *headers)]
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        head = b"".join(lines)
        # A line end, or a NUL, within a value would make another answer of it.
        if head.count(b"\r") + head.count(b"\n") != 2 * len(lines) or b"\0" in head:
            raise RuntimeError("a header of the answer has a line end in it")
        self.response_started = True
        content = b"" if self.scope["method"] == "HEAD" else body
        self.transport.write(b"%s%s\r\n%s" % (STATUS_LINE[status], head, content))
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
