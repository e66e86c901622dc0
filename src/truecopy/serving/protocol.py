"""HTTP/1.1 with offers of an upgrade declined, trailers left out, and answers to clients that send no more."""

import re
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

# The header that offers an upgrade, in any case.
_OFFER = re.compile(rb"\r\nupgrade[ \t]*:", re.IGNORECASE)
_END = b"\r\n\r\n"
# Most answers are there by then, so that few clients ever see an interim one.
_LOOK_S = 2.0
_INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"


class Protocol(HttpToolsProtocol):
    """Takes no offer of HTTP/2 or WebSocket, as RFC 9110 section 7.8 allows.

    The parser stops reading where an upgrade is offered, so the body of a client that merely offers one
    (Java's HttpClient does by default) would be lost. The offer is renamed before the parser sees it.
    Trailers of a chunked body are no headers (RFC 9110 section 6.5.1): they are left out, so that none of
    them authenticates.
    A client may end its side of the connection behind its request, and still waits for the answer (RFC 9112
    section 9.6). One that has gone away looks the same, until something is sent to it.
    """

    _is_inside = False

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client."""
        if not self._is_inside:
            end = data.find(_END)
            head = data if end < 0 else data[:end]
            # Few heads have the word at all, and to look for it costs less than to match.
            if b"upgrade" in head.lower() and _OFFER.search(head):
                data = _OFFER.sub(b"\r\nx-declined-upgrade:", head) + data[len(head) :]
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Leave what follows the headers untouched, and keep trailers apart from them."""
        self._is_inside = True
        super().on_headers_complete()
        self.headers = []

    def on_message_complete(self) -> None:
        """Look at the next request's headers again."""
        self._is_inside = False
        super().on_message_complete()

    def eof_received(self) -> bool:  # type: ignore[override] # the base class closes whatever is under way
        """Note that the client sends no more; return whether the connection stays until its answer is written."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or cycle.response_complete or cycle.more_body:
            return False
        cycle.keep_alive = False
        self.loop.call_later(_LOOK_S, self._look, -1)
        return True

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
