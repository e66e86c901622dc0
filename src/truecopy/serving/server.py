"""The HTTP server around the application."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.applications import Starlette

from truecopy.errors import ServeError
from truecopy.serving.connection import BoundedConnection
from truecopy.serving.protocol import Protocol

# Longer than any answer takes that is not delayed on purpose.
_GRACE_S = 10
# As uvicorn has it: the system cuts it to what it allows.
_BACKLOG = 2048
# Clients are looked at once a second; the server ticks ten times as often.
_TICKS = 10
# Hardly anything on the way of a request is garbage in a circle; what a thousand of them leave is looked at together.
_KEPT_OBJECTS = 10_000
# As much as bodies of requests may have together; the longest answers of mocks have some twenty.
_MOST_UNREAD_BYTES = 256_000_000
_STOPS = (signal.SIGINT, signal.SIGTERM)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Args:
        port: 0 picks a free one.

    Raises:
        ServeError: The address is taken, not allowed or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Until somebody listens, another program can have the same address.
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise ServeError(
            f"cannot listen on {host}:{port}: {reason}; --port 0 picks a free port"
        ) from error
    listener.set_inheritable(True)
    return listener


def shed_unread(
    connections: Iterable[BoundedConnection], most_bytes: int = _MOST_UNREAD_BYTES
) -> None:
    """Close connections whose answers wait to be read, the longest answers first, while all are too long together."""
    waiting = sorted(connections, key=lambda each: each.unread_bytes)
    together = sum(each.unread_bytes for each in waiting)
    while together > most_bytes:
        each = waiting.pop()
        together -= each.unread_bytes
        each.give_up(f"answers of more than {most_bytes // 1_000_000} MB wait to be read")


class _Server(uvicorn.Server):
    """Announces itself once it listens, and ends without raising the signal that stopped it."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce
        self.stopped_by: int | None = None
        self.failure: OSError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # What was compiled at start is never garbage: no collection has to look at it.
            gc.freeze()
            gc.set_threshold(_KEPT_OBJECTS)
            try:
                self._announce()
            except OSError as error:
                # Raised here, it would be told as a failure of the application.
                self.failure, self.should_exit = error, True

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0:
            now = asyncio.get_running_loop().time()
            connections = [
                each
                for each in self.server_state.connections
                if isinstance(each, BoundedConnection)
            ]
            for each in connections:
                each.look(now)
            shed_unread(connections)
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop, before = asyncio.get_running_loop(), {}
        try:
            for number in _STOPS:
                loop.add_signal_handler(number, self._stop, number)
        except NotImplementedError:  # a loop without signal handlers, as on Windows
            for number in _STOPS:
                before[number] = signal.signal(
                    number, lambda got, _: loop.call_soon_threadsafe(self._stop, got)
                )
        try:
            yield
        finally:
            for number in _STOPS:
                with suppress(NotImplementedError):
                    loop.remove_signal_handler(number)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int) -> None:
        if self.stopped_by is not None:
            # Asked twice: requests are cut off, and nobody wants the stack of each.
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        self.stopped_by = number
        self.handle_exit(number, None)


def _is_news(row: logging.LogRecord) -> bool:
    """Whether a line of the log is more than the stack of a request that the end of the server cut off."""
    return not (row.exc_info and isinstance(row.exc_info[1], asyncio.CancelledError))


def _configured(application: Starlette) -> uvicorn.Config:
    """Return how the application is served: by our protocol, without what uvicorn would log or add."""
    return uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        http=Protocol,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,
    )


def run_server(
    application: Starlette,
    listener: socket.socket,
    announce: Callable[[], None],
    *,
    may_break_off: bool = False,
) -> int | None:
    """Serve until a signal stops the server; requests under way are finished, for 10 seconds at most.

    Args:
        announce: Called once the server takes connections.
        may_break_off: Whether the application breaks answers off on purpose, so that nobody need be told.

    Returns:
        The number of the signal that stopped it.

    Raises:
        ServeError: The application could not start, or nobody could be told that it has.
    """
    if may_break_off:
        complaint = "ASGI callable returned without completing response"
        logging.getLogger("uvicorn.error").addFilter(lambda row: complaint not in row.getMessage())
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    server = _Server(_configured(application), announce)
    with listener, suppress(SystemExit):  # by which uvicorn ends when the application cannot start
        server.run(sockets=[listener])
    if not server.started:
        raise ServeError("the server did not start")
    if server.failure is not None:
        reason = server.failure.strerror
        raise ServeError(f"the server cannot say that it is ready: {reason}") from server.failure
    return server.stopped_by
