"""HTTP/1.1 with offers of an upgrade declined, and trailers left out."""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The header that offers an upgrade, in any case.
_OFFER = re.compile(rb"\r\nupgrade[ \t]*:", re.IGNORECASE)
_END = b"\r\n\r\n"


class Protocol(HttpToolsProtocol):
    """Takes no offer of HTTP/2 or WebSocket, as RFC 9110 section 7.8 allows.

    The parser stops reading where an upgrade is offered, so the body of a client that merely offers one
    (Java's HttpClient does by default) would be lost. The offer is renamed before the parser sees it.
    Trailers of a chunked body are no headers (RFC 9110 section 6.5.1): they are left out, so that none of
    them authenticates.
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
