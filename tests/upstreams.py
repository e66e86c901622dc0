"""Upstreams that misbehave byte by byte, and a proxy in front of them."""

import contextlib
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import httpx2
import uvicorn

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Contract
from truecopy.recording.proxying.proxy_app import ProxyApp
from truecopy.serving.protocol import Protocol
from truecopy.wire.relay import Relay

MEGABYTE = 1_000_000
OK = b"HTTP/1.1 200 OK\r\n"
JSON = b"Content-Type: application/json\r\n"
_LONGEST_S = 30.0


class Line:
    """One connection of a client.

    Attributes:
        head: Of the request, as it came.
        rest: What has come behind it and nobody has read.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.head = b""
        self.rest = b""

    def read_head(self) -> bool:
        """Read up to the end of the headers; return whether there is a request."""
        while b"\r\n\r\n" not in self.rest:
            data = self._connection.recv(65_536)
            if not data:
                return False
            self.rest += data
        self.head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        return True

    def read(self, size: int) -> bytes:
        """Read some bytes of a body, as it is framed."""
        found, self.rest = bytearray(self.rest[:size]), self.rest[size:]
        while len(found) < size:
            data = self._connection.recv(size - len(found))
            if not data:
                raise ConnectionError("the client has ended too early")
            found += data
        return bytes(found)

    def header(self, name: str) -> str:
        """Return a header of the request; empty where it has none."""
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name:
                return value.strip()
        return ""

    def read_body(self) -> bytes:
        """Read all of a body, whichever way it is framed; return it without the framing."""
        if self.header("transfer-encoding") != "chunked":
            return self.read(int(self.header("content-length") or 0))
        body = bytearray()
        while True:
            line = b""
            while not line.endswith(b"\r\n"):
                line += self.read(1)
            body.extend(self.read(int(line, 16)))
            self.read(2)
            if not int(line, 16):
                return bytes(body)

    def send(self, *pieces: bytes) -> None:
        """Send some bytes."""
        for each in pieces:
            self._connection.sendall(each)

    def reset(self) -> None:
        """End the connection at once, with what is under way lost."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def close(self) -> None:
        """End the connection."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def wait_for_end(self) -> None:
        """Wait until the client ends the connection."""
        with contextlib.suppress(ConnectionError):
            while self._connection.recv(65_536):
                pass


Behaviour = Callable[[Line], None]


@dataclass(slots=True, kw_only=True)
class Upstream:
    """A server under way.

    Attributes:
        heads: Of every request so far.
        bodies: Of those that were read to their end.
        is_asked: Set once a request has come.
        is_left: Set once a connection is over.
    """

    url: str
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    is_asked: Event = field(default_factory=Event)
    is_left: Event = field(default_factory=Event)


@contextmanager
def upstream(behave: Behaviour, *, reads_body: bool = True) -> Iterator[Upstream]:
    """Run a server that answers each request as `behave` does, on connections that are kept.

    Args:
        reads_body: Whether the body is read before `behave` is called.
    """
    lines: list[Line] = []
    threads: list[Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))
    made = Upstream(url=f"http://127.0.0.1:{listener.getsockname()[1]}")

    def talk(line: Line) -> None:
        # Resets, and the end of the test, are part of the play.
        with contextlib.suppress(OSError):
            while line.read_head():
                made.heads.append(line.head)
                made.is_asked.set()
                if reads_body:
                    made.bodies.append(line.read_body())
                behave(line)
        made.is_left.set()

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.settimeout(_LONGEST_S)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            lines.append(Line(connection))
            threads.append(Thread(target=talk, args=(lines[-1],)))
            threads[-1].start()

    accepting = Thread(target=accept)
    accepting.start()
    try:
        yield made
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for line in lines:
            line.close()
        for thread in threads:
            thread.join()


def nowhere() -> str:
    """Return an address of this machine at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def answering(body: bytes = b"{}", *headers: bytes, status: bytes = b"200 OK") -> Behaviour:
    """Return a behaviour that gives one whole answer."""
    lines = [b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % len(body), b"", b""]

    def answer(line: Line) -> None:
        line.send(b"\r\n".join(lines), b"" if line.head.startswith(b"HEAD ") else body)

    return answer


def drips(head: bytes, piece: bytes = b" ", every_s: float = 0.02) -> Behaviour:
    """Return a behaviour that never comes to the end of its answer.

    Args:
        piece: What follows the head again and again.
    """

    def answer(line: Line) -> None:
        line.send(head)
        for _ in range(int(_LONGEST_S / every_s)):
            line.send(piece)
            time.sleep(every_s)

    return answer


UNENDING: dict[str, Behaviour] = {
    "head": drips(OK + b"X-Long: ", b"a"),
    "body": drips(OK + JSON + b"Content-Length: 100000\r\n\r\n"),
    "chunks": drips(OK + JSON + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "interim": drips(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "interim at full speed": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500, 0.0001),
}


def resets_before_the_answer(line: Line) -> None:
    """Take the request, and end the connection."""
    line.reset()


def resets_in_mid_answer(line: Line) -> None:
    """End the connection after some of an answer."""
    line.send(OK, JSON, b"Content-Length: 1000\r\n\r\n", b'{"created": ')
    line.close()


def ends_a_chunked_answer_early(line: Line) -> None:
    """End the connection after a chunk that is not the last."""
    line.send(OK, JSON, b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n{    \r\n")
    line.close()


def hangs(line: Line) -> None:
    """Never answer."""
    line.wait_for_end()
    raise ConnectionError


def hangs_in_mid_answer(line: Line) -> None:
    """Never finish an answer."""
    line.send(OK, JSON, b"Content-Length: 1000\r\n\r\n", b'{"created": ')
    line.wait_for_end()
    raise ConnectionError


def patience_s(behave: Behaviour | None) -> float:
    """Return how long to wait for an upstream: not for long where it is known to be silent."""
    return 0.3 if behave in (hangs, hangs_in_mid_answer) else _LONGEST_S


def says_too_much(line: Line) -> None:
    """Send more than the headers announce."""
    line.send(OK, JSON, b"Content-Length: 2\r\n\r\n{}, and more")


def is_no_http(line: Line) -> None:
    """Answer in another protocol."""
    line.send(b"SSH-2.0-OpenSSH_9.6\r\n")
    line.close()


def sends_megabytes(count: int) -> Behaviour:
    """Return a behaviour that sends a long answer."""
    piece = bytes(MEGABYTE)

    def answer(line: Line) -> None:
        line.send(OK, b"Content-Length: %d\r\n\r\n" % (count * MEGABYTE))
        for _ in range(count):
            line.send(piece)

    return answer


def contract_of(vendor: str) -> Contract:
    """Return a built-in contract."""
    return find_workspace(built_in_root()).load(vendor)


@contextmanager
def proxying(
    vendor: str, url: str | Relay, *, timeout_s: float = 30.0, **settings: Any
) -> Iterator[tuple[str, ProxyApp]]:
    """Serve a proxy to an upstream from a thread, as the program does; yields its address and itself."""
    relay = url if isinstance(url, Relay) else Relay(url, timeout_s=timeout_s)
    app = ProxyApp(contract_of(vendor), relay, **settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app,
            http=Protocol,
            lifespan="on",
            ws="none",
            log_level=60,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
        finally:
            server.should_exit = True
            thread.join()


def journal(url: str) -> list[dict[str, Any]]:
    """Return what the proxy at an address has seen, the newest first."""
    answer = httpx2.get(f"{url}/_truecopy/requests")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["requests"]
    return rows


def only_row(url: str, patience_s: float = 30.0) -> dict[str, Any]:
    """Return the one row of a journal that is written when the client has gone, and nobody is told when."""
    end = time.monotonic() + patience_s
    while not (rows := journal(url)) and time.monotonic() < end:
        time.sleep(0.01)
    (row,) = rows
    return row
