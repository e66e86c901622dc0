"""HTTP/1.1 with offers of an upgrade declined, and answers to clients that send no more."""

from typing import TYPE_CHECKING, Any, cast

from httptools import HttpParserUpgrade, HttpRequestParser

from truecopy.serving.connection import BoundedConnection

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

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

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin a connection."""
        super().__init__(*arguments, **named)
        self._is_offer = False

    def on_headers_complete(self) -> None:
        """Begin a request, unless its head has to be parsed again."""
        if not self.parser.should_upgrade():
            super().on_headers_complete()
        elif any(name == _UPGRADE for name, _ in self.headers):
            self._is_offer = True
        else:
            self._refuse(400, "this server is no proxy: it connects to nothing")

    def on_message_complete(self) -> None:
        """Wait for the next request, unless this one has only been offered an upgrade for."""
        if not self._is_offer:
            super().on_message_complete()

    def eof_received(self) -> bool:  # type: ignore[override] # the base class closes whatever is under way
        """Note that the client sends no more; return whether the connection stays until its answer is written."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or cycle.response_complete or cycle.more_body:
            return False
        cycle.keep_alive = False
        self.loop.call_later(_LOOK_S, self._look, -1)
        return True

    def _feed(self, data: bytes) -> None:
        """Let the parser read; a head that offers an upgrade is read again without the offer.

        Raises:
            HttpParserError: This is no HTTP.
        """
        rest = memoryview(data)
        while (end := self._end_of_offer(rest)) is not None:
            rest = rest[end:]
            self._is_offer = False
            head = self._head_without_offer()
            self.parser = HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            # With CONNECT it stops again, and is refused.
            self._end_of_offer(memoryview(head))

    def _end_of_offer(self, data: memoryview) -> int | None:
        """Let the parser read; return where it stopped behind an offer, None where it did not."""
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as offer:
            return int(offer.args[0]) if self._is_offer else None
        return None

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
        if not self.pipeline and not cycle.response_started:
            if cycle.scope["http_version"] == "1.1":
                self.transport.write(_INTERIM)
        elif not self.pipeline and not cycle.chunked_encoding:
            is_sent = not self.transport.get_write_buffer_size()
            if is_sent and cycle.expected_content_length == left_bytes:
                self.transport.abort()
                return
            left_bytes = cycle.expected_content_length
        self.loop.call_later(_LOOK_S, self._look, left_bytes)
