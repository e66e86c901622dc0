"""Raw requests, and ways to spoil them: what arrives at a socket when clients, networks and attackers do their worst."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.examining import VENDORS, load

from truecopy.contract import CompiledOperation
from truecopy.contract.encode import encode_body
from truecopy.judge.request_factory import RequestFactory

_PICTURE = "https://example.com/a.png"
_ADMIN = ("health", "ready", "requests", "tasks", "charges", "clock", "scenarios", "nothing")
_METHODS = (
    b"GET",
    b"HEAD",
    b"PUT",
    b"DELETE",
    b"PATCH",
    b"OPTIONS",
    b"TRACE",
    b"CONNECT",
    b"BREW",
    b"",
)
# Texts that have broken parsers of headers, paths, numbers and JSON elsewhere.
_NASTY = (
    b"\r\n\r\n",
    b"\r\n",
    b"\n",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"%00",
    b"%2e%2e/",
    b"../",
    b"//",
    b"%",
    b"%ff",
    b";",
    b"?",
    b"#",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b'"\\ud800"',
    b"[" * 2_000,
    b'{"a":' * 500,
    b" " * 3_000,
    b"a" * 70_000,
    "\u202e\U0001f600".encode(),
    b"data:image/png;base64,iVBORw0KGgo=",
)
_HEADERS = (
    b"Content-Length: 0",
    b"Content-Length: 5",
    b"Content-Length: 99999999999999999999999",
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity, chunked",
    b"Content-Encoding: gzip",
    b"Content-Encoding: deflate, gzip",
    b"Content-Type: text/plain",
    b"Content-Type: multipart/form-data",
    b"Content-Type: multipart/form-data; boundary=" + b"b" * 300,
    b"Content-Type: application/json; charset=utf-16",
    b"Authorization: Bearer",
    b"Authorization: Basic OjpeOg==",
    b"Authorization: Bearer \xe9\xff",
    b"Prefer: seed=abc",
    b"Prefer: seed=7, seed=8",
    b"Prefer: scenario=nobody-knows-it",
    b"Prefer: delay=nan",
    b'Prefer: scenario="' + b"x" * 500,
    b"Prefer: " + b"," * 500,
    b"Expect: 100-continue",
    b"Expect: tea",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
    b"Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Key: eA==",
    b"Connection: close",
    b"Host: " + b"a" * 400,
    b"Host: [::1",
    b"Host: 127.0.0.1:4747",
    b"Host: a b",
    b"Host: powertokens.localhost",
    b"Origin: https://evil.example",
    b"Access-Control-Request-Method: POST",
    b"X-Forwarded-For: 10.0.0.1",
    b" folded: header",
    b"no colon",
    b": empty name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRequest:
    """What is sent over a connection of its own.

    Attributes:
        vendor: Whose request was spoiled; empty for the server's own pages.
        pieces: Sent one after the other.
        is_addressed: Whether request line and host are as they were.
    """

    vendor: str
    pieces: tuple[bytes, ...]
    is_addressed: bool


def good_requests() -> Iterator[tuple[str, bytes]]:
    """Yield vendor and bytes of requests that are well formed, most of them good ones."""
    for vendor in VENDORS:
        contract = load(vendor)
        for operation in contract.operations.values():
            path = f"/{vendor}{operation.path}".replace("{", "").replace("}", "")
            kind, body = "application/json", b""
            if operation.request is not None:
                payload = RequestFactory(
                    contract, CompiledOperation(operation, {}), _PICTURE
                ).good_requests()[0]
                kind, body = encode_body(payload, operation.media_type or kind)
            # Large pictures would only make the test slow.
            if len(body) < 200_000:
                yield vendor, _request(operation.method, path, kind, body)
    for page in _ADMIN:
        yield "", _request("GET", f"/_truecopy/{page}", "application/json", b"")
    for page, content in (("clock", {"advance_s": 1}), ("scenarios", {"scenario": None})):
        method = "POST" if page == "clock" else "PUT"
        body = json.dumps(content).encode()
        yield "", _request(method, f"/_truecopy/{page}", "application/json", body)
    yield "", _request("GET", "/_pictures/abc.png", "", b"")
    yield "", _request("POST", "/v1/images/edits", "application/json", b"{}")


def spoiled(seed: int, count: int) -> Iterator[RawRequest]:
    """Yield so many spoiled requests; the seed decides about all of them."""
    dice = random.Random(seed)
    base = list(good_requests())
    for _ in range(count):
        vendor, data = dice.choice(base)
        line = data.partition(b"\r\n")[0]
        for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
            data = dice.choice(_WAYS)(data, dice)
        if dice.random() < 0.05:
            data += dice.choice(base)[1]
        yield RawRequest(
            vendor=vendor,
            pieces=tuple(_cut(data, dice)),
            is_addressed=data.startswith(line + b"\r\nHost: 127") and b"localhost" not in data,
        )


def _request(method: str, path: str, kind: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1:4747", "Authorization: Bearer sk-fuzz"]
    if body:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _cut(data: bytes, dice: random.Random) -> Iterator[bytes]:
    places = sorted(dice.randrange(len(data) + 1) for _ in range(dice.choice((0, 0, 0, 1, 2))))
    for begin, end in zip([0, *places], [*places, len(data)], strict=True):
        yield data[begin:end]


def _flip(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(max(1, len(data)))
    return data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]


def _insert(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.choice(_NASTY) + data[place:]


def _drop(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + data[place + dice.choice((1, 5, 50, 100_000)) :]


def _double(data: bytes, dice: random.Random) -> bytes:
    begin, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[begin:end] + data[end:]


def _add_header(data: bytes, dice: random.Random) -> bytes:
    head, end, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    lines.insert(dice.randint(1, len(lines)), dice.choice(_HEADERS))
    return b"\r\n".join(lines) + end + body


def _replace_header(data: bytes, dice: random.Random) -> bytes:
    head, end, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if len(lines) > 1:
        lines[dice.randrange(1, len(lines))] = dice.choice(_HEADERS)
    return b"\r\n".join(lines) + end + body


def _replace_method(data: bytes, dice: random.Random) -> bytes:
    return dice.choice(_METHODS) + b" " + data.partition(b" ")[2]


def _spoil_path(data: bytes, dice: random.Random) -> bytes:
    line, end, rest = data.partition(b"\r\n")
    place = dice.randrange(len(line) + 1)
    return line[:place] + dice.choice(_NASTY) + line[place:] + end + rest


def _replace_body(data: bytes, dice: random.Random) -> bytes:
    head = data.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    body = dice.choice((b"{}", b"[]", b"null", b'""', b"0", b'{"n": 1e400}', *_NASTY))
    lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _chunk(data: bytes, dice: random.Random) -> bytes:
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    lines.append(b"Transfer-Encoding: chunked")
    size = dice.choice((1, 7, 1_000, 65_536))
    parts = [body[start : start + size] for start in range(0, min(len(body), 500 * size), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    trailer = dice.choice((b"", b"", b"X-Trailer: 1\r\n", b"Authorization: Bearer other\r\n"))
    return b"\r\n".join(lines) + b"\r\n\r\n" + chunks + b"0\r\n" + trailer + b"\r\n"


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _insert,
    _drop,
    _double,
    _add_header,
    _add_header,
    _replace_header,
    _replace_method,
    _spoil_path,
    _replace_body,
    _chunk,
)
