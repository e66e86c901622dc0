"""HTTP/1.1 with limits to what one client may take up: the length of heads, waiting, and connections."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from enum import Enum
from typing import Any
from urllib.parse import unquote

from httptools import HttpParserError, parse_url
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from truecopy.serving.batch import batch_of
from truecopy.serving.cycle import WholeAnswerCycle, rest_of, whole_answer
from truecopy.serving.heads import AUTHORITY, DECISIVE, authority_of, head_problem
from truecopy.serving.limits import ConnectionLimits, TroubleLog
from truecopy.serving.messages import refusal

# A client in the middle of sending reads its refusal within this time; it sees a reset otherwise.
_LINGER_S = 2.0
_TROUBLES = TroubleLog()


class Awaited(Enum):
    """What a client owes."""

    REQUEST = "request"
    HEAD = "head"
    BODY = "body"


# A member is found anew each time by its class.
_REQUEST, _HEAD, _BODY = Awaited


class BoundedConnection(HttpToolsProtocol):
    """Bounds what it waits for.

    What breaks a limit is refused behind the answers that are due before it, and the connection ends.

    Attributes:
        limits: What is asked of the client.
    """

    limits = ConnectionLimits()
    cycle: WholeAnswerCycle

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin a connection."""
        super().__init__(*arguments, **named)
        self._awaited = _REQUEST
        # When it began to be awaited, and when the client was last looked at.
        self._since = self._looked_at = self.loop.time()
        # Bytes that a body is ahead of the slowest that it may be.
        self._credit = 0.0
        # What came since the last piece of a body, or since the end of a request; and in the current segment.
        self._pending_bytes = self._segment_bytes = 0
        self._has_moved = False
        # What is refused, as far as it was read by then; status; reason.
        self._refusal: tuple[dict[str, Any], int, str] | None = None
        self._running: WholeAnswerCycle | None = None
        # Behind the one that runs, the latest first.
        self._waiting: deque[WholeAnswerCycle] = deque()
        # Begun in the current segment, and run behind all that is read with it: its body may be there by then.
        self._begun: WholeAnswerCycle | None = None
        # Whether the head that was read last is to be read again, without its offer of an upgrade.
        self._is_offer = False
        # By which the connection goes, of the head under way; and of the one before, with its version.
        self._decisive: list[tuple[bytes, bytes]] = []
        self._approved: tuple[str, list[tuple[bytes, bytes]]] = "", []
        self._batch = batch_of(self.loop)
        self._begins_at_once = getattr(self.app, "begins_at_once", False)
        self._unsent: tuple[int, float] = 0, 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class
        """Take a connection; at the most that there may be, one that waits makes room."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the request that runs hear that the client is gone; those behind it never begin."""
        running = self._running
        self._waiting.clear()
        if running is not None:
            running.disconnected = True
            running.message_event.set()
        super().connection_lost(exc)

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
            self._batch.add(self._run) if self._begins_at_once else self._run()
        if self._refusal is not None:
            return
        self._pending_bytes = 0 if self._has_moved else self._pending_bytes + len(data)
        if self._pending_bytes > self.limits.head_bytes:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._awaited, self._decisive = _HEAD, []
        self._since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, or a trailer, by which nothing goes."""
        name = name.lower()
        if name in DECISIVE and self._awaited is _HEAD:
            self._decisive.append((name, value))
            if name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
        self.headers.append((name, value))

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
        if not self.url.startswith(b"/"):
            self._take_authority()
        version = self.parser.get_http_version()
        # Most heads of a connection say the same as the one before.
        if (version, self._decisive) != self._approved and not self._approves(version):
            return
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

    def on_response_complete(self) -> None:
        """Begin the next request, or say why there is none."""
        self._running = None
        self._since = self.loop.time()
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            if self._waiting:
                self._running = self._waiting.pop()
                self._go_on(self._running.run_asgi(self.app))
            elif self.flow.read_paused:
                self.flow.resume_reading()
        if self._refusal is not None and self._running is None:
            self._say_no()

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
        _TROUBLES.tell("unread", f"{why}: {self._place} is closed")
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

    @property
    def _place(self) -> str:
        """How the connection is called in the log."""
        return "the connection of {}:{}".format(*self.client) if self.client else "a connection"

    def _run(self) -> None:
        """Run a request as far as it goes without waiting: most are answered by then, and need no task."""
        begun, self._begun = self._begun, None
        if begun is None:  # it runs already, or was refused since
            return
        work = begun.run_asgi(self.app)
        if not self._begins_at_once:
            self._go_on(work)
            return
        try:
            awaited = work.send(None)
        except StopIteration:
            return
        self._go_on(rest_of(work, awaited))

    def _go_on(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _approves(self, version: str) -> bool:
        """Whether a head is good as far as the connection goes by it; else it is refused."""
        problem = head_problem(version, self._decisive)
        if problem is not None:
            self._refuse(400, problem)
            return False
        self._approved = version, self._decisive
        return True

    def _take_authority(self) -> None:
        """Let the host of a whole address be the host of the request (RFC 9112 section 3.2.2)."""
        authority = authority_of(self.url)
        if authority is not None:
            self._decisive.append((AUTHORITY, authority))
            others = [each for each in self.headers if each[0] != b"host"]
            self.headers[:] = [(b"host", authority), *others]

    def _begin(self, version: str) -> None:
        """Begin a request whose head is there, as the base class does, but with an answer in one piece.

        No timer waits for the next request: connections are looked at every second.
        """
        scope, parser, url = self.scope, self.parser, parse_url(self.url)
        # A whole address may end at its authority (RFC 9112 section 3.2.2).
        raw_path = url.path or b"/"
        path = raw_path.decode("ascii")
        scope["method"] = parser.get_method().decode("ascii")
        scope["http_version"] = version
        scope["path"] = unquote(path) if "%" in path else path
        scope["raw_path"] = raw_path
        scope["query_string"] = url.query or b""
        before: WholeAnswerCycle | None = self.cycle
        cycle = self.cycle = WholeAnswerCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=None,  # type: ignore[arg-type] # it makes its own when it needs one
            # Clients of HTTP/1.0 know no interim answers (RFC 9110 section 10.1.1).
            expect_100_continue=self.expect_100_continue and version != "1.0",
            keep_alive=version != "1.0" and parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        cycle.batch = self._batch
        # Trailers of a chunked body are no headers (RFC 9110 section 6.5.1): none of them authenticates.
        self.headers = []
        if before is None or before.response_complete:
            self._running = self._begun = cycle
        else:
            self.flow.pause_reading()
            self._waiting.appendleft(cycle)

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
        _TROUBLES.tell(
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

    def _refuse(self, status: int, why: str) -> None:
        """Read no more of the connection, and say why once everything before is answered."""
        if self._refusal is not None:
            return
        scope = {"headers": [], "scheme": self.scheme, "server": self.server, **(self.scope or {})}
        path = _path(getattr(self, "url", b""))
        self._refusal = {**scope, "path": path, "query_string": b""}, status, why
        _TROUBLES.tell(str(status), f"{self._place} is refused ({status}): {why}")
        cycle = self.cycle
        if self._awaited is _BODY and cycle is not None:
            # Whoever reads the body hears that the client is gone.
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
            if cycle is self._running:
                # What has not begun by now needs no answer of the application.
                self._running = self._begun = None
            else:
                self._waiting.remove(cycle)
        if self._running is None:
            self._say_no()

    def _say_no(self) -> None:
        """Write the refusal, and leave the client time to read it."""
        if self.transport.is_closing() or self._refusal is None:
            return
        scope, status, why = self._refusal
        answer = getattr(self.config.app, "refused", refusal)(scope, status, why)
        framing = (b"content-length", b"%d" % len(answer.body)), (b"connection", b"close")
        headers = [*self.server_state.default_headers, *answer.headers, *framing]
        self.transport.write(whole_answer(answer.status, headers, answer.body))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER_S, self.transport.abort)


def _path(url: bytes) -> str:
    """Return the path of a request that may not be whole."""
    return url.partition(b"?")[0].decode("ascii", "replace") or "/"
