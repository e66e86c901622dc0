"""HTTP/1.1 whose requests are answered in their order, and refused behind what is answered before."""

from collections import deque
from collections.abc import Coroutine
from enum import Enum
from typing import Any
from urllib.parse import unquote

from httptools import parse_url
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from truecopy.serving.batch import batch_of
from truecopy.serving.cycle import WholeAnswerCycle, rest_of, whole_answer
from truecopy.serving.limits import TroubleLog
from truecopy.serving.messages import refusal

# A client in the middle of sending reads its refusal within this time; it sees a reset otherwise.
_LINGER_S = 2.0


class Awaited(Enum):
    """What a client owes."""

    REQUEST = "request"
    HEAD = "head"
    BODY = "body"


# A member is found anew each time by its class.
_REQUEST, _BODY = Awaited.REQUEST, Awaited.BODY


class PipelinedConnection(HttpToolsProtocol):
    """Begins the requests of one connection, one at a time.

    Attributes:
        troubles: Where it is told what clients are refused for.
    """

    troubles = TroubleLog()
    cycle: WholeAnswerCycle

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin a connection."""
        super().__init__(*arguments, **named)
        self._awaited = _REQUEST
        # When it began to be awaited.
        self._since = self.loop.time()
        # What is refused, as far as it was read by then; status; reason.
        self._refusal: tuple[dict[str, Any], int, str] | None = None
        self._running: WholeAnswerCycle | None = None
        # Behind the one that runs, the latest first.
        self._waiting: deque[WholeAnswerCycle] = deque()
        # Begun in the current segment, and run behind all that is read with it: its body may be there by then.
        self._begun: WholeAnswerCycle | None = None
        self._batch = batch_of(self.loop)
        self._begins_at_once = getattr(self.app, "begins_at_once", False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the request that runs hear that the client is gone; those behind it never begin."""
        running = self._running
        self._waiting.clear()
        if running is not None:
            running.disconnected = True
            running.message_event.set()
        super().connection_lost(exc)

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

    @property
    def _place(self) -> str:
        """How the connection is called in the log."""
        return "the connection of {}:{}".format(*self.client) if self.client else "a connection"

    def _start(self) -> None:
        """Run the request that the current segment began, behind those that are read beside it."""
        # What comes on the only connection comes alone, and what runs in a task waits anyway.
        if self._begins_at_once and len(self.connections) > 1:
            self._batch.add(self._run)
        else:
            self._run()

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

    def _refuse(self, status: int, why: str) -> None:
        """Read no more of the connection, and say why once everything before is answered."""
        if self._refusal is not None:
            return
        scope = {"headers": [], "scheme": self.scheme, "server": self.server, **(self.scope or {})}
        path = _path(getattr(self, "url", b""))
        self._refusal = {**scope, "path": path, "query_string": b""}, status, why
        self.troubles.tell(str(status), f"{self._place} is refused ({status}): {why}")
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
