"""One request as a handler sees it, and the answer that it gives back."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from truecopy.serving.room import NoRoomError, Room

Headers = list[tuple[bytes, bytes]]

JSON_HEADER = (b"content-type", b"application/json")
# Twice what the largest documented request has in base64.
_MOST_DRAINED_BYTES = 128_000_000
# As many bodies as there may be connections have no more than 64 MB together.
_SMALL_BYTES = 65_536
# Shorter keys are words that stand in many texts.
_SHORTEST_KEY = 8
# How long a client may take to notice that it is answered.
_DRAIN_S = 5.0


def refusal(_: Scope, status: int, why: str) -> "Answer":
    """Return the answer of a server that no vendor gives: an error object that clients show."""
    error = {"message": why, "type": "truecopy_error", "param": None, "code": str(status)}
    return Answer(status, json.dumps({"error": error, "detail": why}).encode())


def key_of(headers: Mapping[bytes, bytes]) -> bytes:
    """Return the key by which a client says who it is, so that it can be taken out of whatever is told or kept.

    Returns:
        Nothing for one that is so short that every third text would have it.
    """
    key = headers.get(b"authorization", b"").rpartition(b" ")[2]
    return key if len(key) >= _SHORTEST_KEY else b""


class TooLargeError(Exception):
    """A body is past the limit of its reader. A refusal of the request, not a fault of the tool."""


@dataclass(slots=True)
class Answer:
    """Status, headers and body, complete.

    Attributes:
        length: Of the body that the answer to HEAD speaks of; None for that of `body`.
        remark: Why it is a refusal, or what was ignored, for the log; empty for nothing.
    """

    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=lambda: [JSON_HEADER])
    length: int | None = None
    remark: str = ""


class Call:
    """One request.

    Attributes:
        method: Upper case.
        path: Decoded path, below the vendor's prefix.
        query: What stands behind the `?`, as it was sent.
        scheme: How the request came in: `http` or `https`.
        headers: Lower-case name -> value, both as bytes; of a repeated header the last value.
        origin: Scheme and authority under which the client reached the server.
        kept_bytes: What counts of its body, until it is released.
    """

    __slots__ = (
        "_receive",
        "_room",
        "_scope",
        "headers",
        "is_read",
        "kept_bytes",
        "method",
        "origin",
        "path",
        "query",
        "scheme",
    )

    def __init__(self, scope: Scope, receive: Receive, room: Room | None = None) -> None:
        """Wrap an ASGI request; addressing sets the origin and takes the vendor's prefix off the path.

        Args:
            room: Bounds what is kept of all bodies together; None for no bound.
        """
        self._scope = scope
        self._receive = receive
        self._room = room
        self.kept_bytes = 0
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.scheme: str = scope.get("scheme", "http")
        sent: bytes = scope.get("query_string", b"")
        self.query = sent.decode("latin-1") if sent else ""
        self.origin = ""
        self.is_read = False

    @property
    def prefix(self) -> str:
        """What stood in front of the path when the request came in: the vendor's, or nothing."""
        return str(self._scope["path"]).removesuffix(self.path)

    @property
    def encoded_path(self) -> str | None:
        """Path below the vendor's prefix as it was sent, None where nothing in it is encoded.

        A slash within a name is `%2F` there, and cannot be told from others in the decoded path.
        """
        sent: bytes = self._scope.get("raw_path") or b""
        return sent.decode("latin-1").removeprefix(self.prefix) if b"%" in sent else None

    @property
    def bound_to(self) -> str:
        """Host and port that the request came in on, for a client that names none."""
        host, port = self._scope.get("server") or ("", None)
        if port is None:  # a socket in the file system
            return "localhost"
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def header(self, name: bytes) -> str:
        """Return a header's value; an absent one is an empty text."""
        return self.headers.get(name, b"").decode("latin-1")

    def all_of(self, name: bytes) -> str:
        """Return the values of a header that may come in several lines, as one list.

        Source:
            RFC 9110 section 5.3.
        """
        return ", ".join(
            value.decode("latin-1") for key, value in self._scope["headers"] if key == name
        )

    async def read(self, limit: int) -> bytes:
        """Return the whole body.

        Raises:
            TooLargeError: It has more than `limit` bytes; no more than that is ever held.
            NoRoomError: All bodies together are too large.
            ClientDisconnect: The client went away before the end.
        """
        declared = self.headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            raise TooLargeError
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            self.is_read = True
            body: bytes = message.get("body", b"")
            if len(body) > limit:
                raise TooLargeError
            if len(body) > _SMALL_BYTES:
                self.keep(len(body))
            return body
        return await self._read_chunks(message.get("body", b""), message["type"], limit)

    async def _read_chunks(self, first: bytes, kind: str, limit: int) -> bytes:
        chunks, size = [first], len(first)
        self.keep(size)
        while kind != "http.disconnect":
            if size > limit:
                raise TooLargeError
            message = await self._receive()
            kind = message["type"]
            chunk = message.get("body", b"")
            self.keep(len(chunk))
            chunks.append(chunk)
            size += len(chunk)
            if kind == "http.request" and not message.get("more_body"):
                self.is_read = True
                if size > limit:
                    raise TooLargeError
                return b"".join(chunks)
        raise ClientDisconnect

    def keep(self, size_bytes: int) -> None:
        """Count bytes of the body that are kept, as they came or opened.

        Raises:
            NoRoomError: All bodies together are too large.
        """
        if self._room is None:
            return
        if not self._room.take(size_bytes):
            most = self._room.most_bytes // 1_000_000
            raise NoRoomError(f"the bodies of all requests under way have more than {most} MB")
        self.kept_bytes += size_bytes

    def release(self) -> None:
        """Count the body no more."""
        if self.kept_bytes and self._room is not None:
            self._room.give(self.kept_bytes)
            self.kept_bytes = 0

    async def drain(self) -> None:
        """Take what is left of the body without keeping it, so that the client reads the answer.

        A client in the middle of an upload sees a reset instead of an early answer otherwise. After
        128 MB or five seconds the rest is left to the server, which closes the connection. A client that
        waits to be asked for its body is not asked.
        """
        if b"expect" in self.headers:
            return
        size = 0
        # A timeout needs a task, which there is once there was something to wait for.
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(_DRAIN_S):
                while not self.is_read and size < _MOST_DRAINED_BYTES:
                    message = await self._receive()
                    size += len(message.get("body", b""))
                    is_last = not message.get("more_body")
                    self.is_read = message["type"] == "http.disconnect" or is_last
        except TimeoutError:
            return


class Unaddressed(Protocol):
    """What answers the requests that are for no vendor."""

    async def handle(self, call: Call) -> Answer:
        """Return the answer to one request; never raises for what a client sent."""
        ...

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request, by its path and headers as far as they are known."""
        ...


class Handler(Unaddressed, Protocol):
    """What answers the requests of one vendor."""
