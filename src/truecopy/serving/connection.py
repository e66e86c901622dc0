"""HTTP/1.1 with limits to what one client may take up: the length of heads, waiting, and connections."""

import asyncio
from collections.abc import Iterator
from typing import Any

from httptools import HttpParserError
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT

from truecopy.serving.heads import AUTHORITY, DECISIVE, authority_of, head_problem, is_expectant
from truecopy.serving.limits import ConnectionLimits
from truecopy.serving.pipelined import Awaited, PipelinedConnection

# A member is found anew each time by its class.
_REQUEST, _HEAD, _BODY = Awaited


class BoundedConnection(PipelinedConnection):
    """Bounds what it waits for.

    What breaks a limit is refused behind the answers that are due before it, and the connection ends.

    Attributes:
        limits: What is asked of the client.
    """

    limits = ConnectionLimits()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin a connection."""
        super().__init__(*arguments, **named)
        # When the client was last looked at.
        self._looked_at = self._since
        # Bytes that a body is ahead of the slowest that it may be.
        self._credit = 0.0
        # What came since the last piece of a body, or since the end of a request; and in the current segment.
        self._pending_bytes = self._segment_bytes = 0
        self._has_moved = False
        # Whether the head that was read last is to be read again, without its offer of an upgrade.
        self._is_offer = False
        # Version of the head before, and the headers in it by which the connection goes.
        self._approved: tuple[str, list[tuple[bytes, bytes]]] = "", []
        # Whether that client waits to be asked for its body.
        self._is_expectant = False
        self._unsent: tuple[int, float] = 0, 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class
        """Take a connection; at the most that there may be, one that waits makes room."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.most_connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client."""
        if self._refusal is not None:
            return
        self._segment_bytes, self._has_moved = len(data), False
        try:
            self._feed(data)
        except HttpParserError as error:
            self._refuse(400, f"this is no HTTP request: {error}")
        if self._begun is not None:
            self._start()
        if self._refusal is not None:
            return
        self._pending_bytes = 0 if self._has_moved else self._pending_bytes + len(data)
        if self._pending_bytes > self.limits.head_bytes:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._awaited = _HEAD
        self._since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, or a trailer; what it means is seen when all of them are there."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Begin a request, unless its head is too long, or has to be parsed again."""
        if self._refusal is not None:
            return
        if self.parser.should_upgrade():
            self._look_at_offer()
            return
        limits = self.limits
        if self._pending_bytes + self._segment_bytes > limits.head_bytes:
            lines = sum(len(name) + len(value) + 4 for name, value in self.headers)
            if len(self.url) + lines > limits.head_bytes:
                self._refuse_head()
                return
        if len(self._waiting) >= limits.requests:
            self._refuse(400, f"more than {limits.requests} requests came ahead of their answers")
            return
        decisive = [each for each in self.headers if each[0] in DECISIVE]
        if not self.url.startswith(b"/"):
            decisive += self._take_authority()
        version = self.parser.get_http_version()
        # Most heads of a connection say the same as the one before.
        if (version, decisive) != self._approved and not self._approves(version, decisive):
            return
        self.expect_100_continue = self._is_expectant
        self._begin(version)
        self._awaited, self._has_moved = _BODY, True
        self._credit = limits.body_bytes_s * limits.body_s

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        if self._refusal is not None:
            return
        limits, cycle = self.limits, self.cycle
        self._credit = min(self._credit + len(body), limits.body_bytes_s * limits.body_s)
        self._has_moved = True
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        if cycle.event is not None:
            cycle.event.set()

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        if self._refusal is not None or self._is_offer:
            return
        self._awaited, self._has_moved = _REQUEST, True
        self._since = self.loop.time()
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.more_body = False
            # Of trailers, one counts: the parser reads nothing behind it.
            if self.headers and not self.parser.should_keep_alive():
                cycle.keep_alive = False
            if cycle.event is not None:
                cycle.event.set()

    def look(self, now: float) -> None:
        """End a connection whose client lets the server wait too long; to be called every second or so.

        Args:
            now: The time of the event loop.
        """
        elapsed, self._looked_at = now - self._looked_at, now
        if self._is_unread(now):
            self.give_up("a client left its answer unread")
            return
        if self.transport.is_closing() or self._refusal is not None or self.flow.read_paused:
            return
        limits = self.limits
        if self._awaited is _BODY:
            cycle = self.cycle
            if cycle.waiting_for_100_continue and not cycle.response_complete:
                return  # the client waits to be asked for it
            self._credit -= elapsed * limits.body_bytes_s
            if self._credit < 0:
                pace = f"{limits.body_bytes_s:.0f} bytes a second over {limits.body_s:.0f} s"
                self._refuse(408, f"the body came at less than {pace}")
        elif now - self._since > limits.head_s:
            if self._awaited is _HEAD:
                self._refuse(408, f"the head was not whole within {limits.head_s:.0f} s")
            elif self._running is None:
                self.transport.close()

    def give_up(self, why: str) -> None:
        """Close a connection whose client does not read, without a word to it."""
        self.troubles.tell("unread", f"{why}: {self._place} is closed")
        self.transport.abort()

    @property
    def unread_bytes(self) -> int:
        """How much of its answers waits for the client."""
        return 0 if self.transport.is_closing() else self.transport.get_write_buffer_size()

    @property
    def waits_since(self) -> float | None:
        """Since when nothing but a request, or the rest of its head, has been awaited; None while there is more to do."""
        if self._running is not None or self.transport.is_closing():
            return None
        return None if self._awaited is _BODY else self._since

    def _approves(self, version: str, decisive: list[tuple[bytes, bytes]]) -> bool:
        """Whether a head is good as far as the connection goes by it; else it is refused."""
        problem = head_problem(version, decisive)
        if problem is not None:
            self._refuse(400, problem)
            return False
        self._approved = version, decisive
        self._is_expectant = is_expectant(decisive)
        return True

    def _take_authority(self) -> Iterator[tuple[bytes, bytes]]:
        """Let the host of a whole address be the host of the request (RFC 9112 section 3.2.2); yield it."""
        authority = authority_of(self.url)
        if authority is not None:
            others = [each for each in self.headers if each[0] != b"host"]
            self.headers[:] = [(b"host", authority), *others]
            yield AUTHORITY, authority

    def _feed(self, data: bytes) -> None:
        """Let the parser read.

        Raises:
            HttpParserError: This is no HTTP.
        """
        self.parser.feed_data(data)

    def _look_at_offer(self) -> None:
        """Refuse what asks for a connection to somewhere else."""
        self._refuse(400, "this server is no proxy: it connects to nothing")

    def _make_room(self) -> None:
        """Close connections that have waited longest, else this one."""
        most = self.limits.most_connections
        others = (each for each in self.connections if isinstance(each, BoundedConnection))
        waiting = [(since, each) for each in others if (since := each.waits_since) is not None]
        waiting.sort(key=lambda pair: pair[0])
        # Some at a time, so that the next client finds room without a search. This one is the newest.
        oldest = [each for _, each in waiting[: max(1, most // 20)] if each is not self] or [self]
        self.troubles.tell(
            "connections", f"more than {most} connections: {len(oldest)} that wait are closed"
        )
        for each in oldest:
            self.connections.discard(each)
            each.transport.abort()

    def _is_unread(self, now: float) -> bool:
        """Whether the client has taken nothing of what waits to be sent, for too long."""
        size, since = self._unsent
        waiting = self.transport.get_write_buffer_size()
        if not waiting or waiting != size:
            self._unsent = waiting, now
            return False
        return now - since > self.limits.unread_s

    def _refuse_head(self) -> None:
        what = "the head" if self._awaited is not _BODY else "what is no part of the body"
        self._refuse(431, f"{what} has more than {self.limits.head_bytes} bytes")
