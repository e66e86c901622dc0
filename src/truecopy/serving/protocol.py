"""HTTP/1.1 with offers of an upgrade declined, and answers to clients that send no more."""

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from httptools import HttpParserUpgrade, HttpRequestParser

from truecopy.serving.connection import BoundedConnection
from truecopy.serving.pipelined import Awaited

if TYPE_CHECKING:
    from truecopy.serving.cycle import WholeAnswerCycle

# Most answers are there by then, so that few clients ever see an interim one.
_LOOK_S = 2.0
_INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
_UPGRADE = b"upgrade"


class Protocol(BoundedConnection):
    """Takes no offer of HTTP/2 or WebSocket, as RFC 9110 section 7.8 allows.

    The parser stops reading where an upgrade is offered, so the body of a client that merely offers one
    (Java's HttpClient does by default) would be lost. Such a head is parsed again without the offer.
    A client may end its side of the connection behind its request, and still waits for the answer (RFC 9112
    section 9.6). One that has gone away looks the same, until something is sent to it.
    """

    def eof_received(self) -> bool:  # type: ignore[override] # the base class closes whatever is under way
        """Note that the client sends no more; return whether the connection stays until its answer is written."""
        cycle = cast("WholeAnswerCycle | None", self.cycle)
        if cycle is not None and cycle.more_body and self._waiting:
            # Half a request behind whole ones: they are answered, and it never will be.
            self._waiting.popleft()
            cycle = self._waiting[0] if self._waiting else self._running
            self.cycle, self._awaited = cast("WholeAnswerCycle", cycle), Awaited.REQUEST
        if cycle is None or cycle.response_complete or cycle.more_body:
            return False
        cycle.keep_alive = False
        self.loop.call_later(_LOOK_S, self._look, -1)
        return True

    def _look_at_offer(self) -> None:
        """Note that a head offers an upgrade, so that it is read again."""
        if any(name == _UPGRADE for name, _ in self.headers):
            self._is_offer = True
        else:
            super()._look_at_offer()

    def _feed(self, data: bytes) -> None:
        """Let the parser read; a head that offers an upgrade is read again without the offer.

        Raises:
            HttpParserError: This is no HTTP.
        """
        rest = memoryview(data)
        while True:
            try:
                self.parser.feed_data(rest)
            except HttpParserUpgrade as offer:
                if not self._is_offer:
                    return
                rest = rest[int(offer.args[0]) :]
            else:
                return
            self._is_offer = False
            head = self._head_without_offer()
            self.parser = HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            # With CONNECT it stops again, and is refused.
            with suppress(HttpParserUpgrade):
                self.parser.feed_data(head)

    def _head_without_offer(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [b"%s: %s" % (name, value) for name, value in self.headers if name != _UPGRADE]
        return b"\r\n".join([*lines, b"", b""])

    def _look(self, left_bytes: int) -> None:
        """Find out whether the client is still there, again and again until its answer is written.

        An interim answer, which every client of HTTP/1.1 passes over, fails at one that has gone; so does a
        piece of the answer. Where neither can be sent, since an answer of known length stands still, the
        client counts as gone.

        Args:
            left_bytes: Of the answer, at the look before.
        """
        cycle = self.cycle
        if self.transport.is_closing() or cycle.response_complete:
            return
        if not self._waiting and not cycle.response_started:
            if cycle.scope["http_version"] == "1.1":
                self.transport.write(_INTERIM)
        elif not self._waiting and not cycle.chunked_encoding:
            is_sent = not self.transport.get_write_buffer_size()
            if is_sent and cycle.expected_content_length == left_bytes:
                self.transport.abort()
                return
            left_bytes = cycle.expected_content_length
        self.loop.call_later(_LOOK_S, self._look, left_bytes)
