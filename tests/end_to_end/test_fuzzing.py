"""A real server under requests that are spoiled in every way: `make fuzz` sends 20,000, the suite a share of them."""

import json
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pytest
from tests.end_to_end.live_server import LiveServer, running_server
from tests.end_to_end.mutations import RawRequest, good_requests, spoiled
from tests.examining import VENDORS

COUNT = int(os.environ.get("TRUECOPY_FUZZ_REQUESTS", "1500"))
SEED = int(os.environ.get("TRUECOPY_FUZZ_SEED", "15"))
SLOWEST_S = 2.0
# What journal, tasks and the allocator may still take once the first third is through.
GROWTH_MB = 24.0
# Own error objects of the server: of its pages, of what is no request, and of what no vendor is addressed by.
OWN = (
    frozenset({"error"}),
    frozenset({"error", "detail"}),
    frozenset({"error", "detail", "vendors"}),
)
pytestmark = pytest.mark.slow


def memory_mb(server: LiveServer) -> float:
    """Return how much of the machine's memory a server has."""
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def converse(port: int, request: RawRequest) -> tuple[bytes, float]:
    """Send a request on a connection of its own, and return everything that comes back, and the seconds that it took."""
    began = time.perf_counter()
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=3 * SLOWEST_S) as connection:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in request.pieces:
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(65_536):
                received += data
        except OSError:
            pass  # closed on what is no request any more
    return received, time.perf_counter() - began


def answers(received: bytes) -> Iterator[tuple[int, dict[bytes, bytes], bytes]]:
    """Yield status, headers and body of each answer; interim ones are passed over."""
    while received.startswith(b"HTTP/1.1 "):
        head, _, received = received.partition(b"\r\n\r\n")
        status = int(head[9:12])
        if status == 100:
            continue
        lines = (line.partition(b": ") for line in head.split(b"\r\n")[1:])
        headers = {name.lower(): value for name, _, value in lines}
        length = int(headers.get(b"content-length", b"0"))
        # The answer to HEAD has a length and no body.
        length = 0 if received.startswith(b"HTTP/1.1 ") else length
        yield status, headers, received[:length]
        received = received[length:]
    assert received == b"", received[:200]


def objection(
    answer: tuple[int, dict[bytes, bytes], bytes],
    request: RawRequest,
    envelopes: dict[str, frozenset[str]],
) -> str:
    """Return what is wrong with an answer, empty where nothing is."""
    status, headers, body = answer
    if b"preference-applied" in headers or status < 400 or not body:
        return ""
    if status >= 500:
        return f"{status}: {body[:300]!r}"
    try:
        keys = frozenset(json.loads(body))
    except ValueError:
        return f"no JSON: {status} {body[:300]!r}"
    of_vendor = request.vendor and request.is_addressed
    known = [envelopes[request.vendor]] if of_vendor else [*envelopes.values(), *OWN]
    return "" if keys in known else f"another envelope: {status} {body[:300]!r}"


def vendors_envelopes(port: int) -> dict[str, frozenset[str]]:
    """Return the members of each vendor's error body."""
    found = {}
    for vendor in VENDORS:
        line = f"GET /{vendor}/no-such-path HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        received, _ = converse(port, RawRequest(vendor=vendor, pieces=(line,), is_addressed=True))
        found[vendor] = frozenset(json.loads(received.partition(b"\r\n\r\n")[2]))
    return found


def test_whatever_is_sent_is_answered_well() -> None:
    """No accidental 5xx, no answer in another envelope, none that takes two seconds, and memory stays flat."""
    with running_server("--seed", "7") as live:
        port = int(live.ready["port"])
        envelopes = vendors_envelopes(port)
        before, problems = 0.0, []
        for number, request in enumerate(spoiled(SEED, COUNT)):
            if number == COUNT // 3:
                before = memory_mb(live)
            received, elapsed_s = converse(port, request)
            if elapsed_s > SLOWEST_S:
                # A busy machine makes one request slow, and not the same one again.
                elapsed_s = converse(port, request)[1]
            # What follows the first is another request, of whichever vendor.
            asked = chain([request], repeat(replace(request, is_addressed=False)))
            wrong = [
                objection(answer, each, envelopes)
                for answer, each in zip(answers(received), asked, strict=False)
            ]
            if elapsed_s > SLOWEST_S:
                wrong.append(f"{elapsed_s:.1f} s")
            problems += [f"{number}: {each} {request}"[:3_000] for each in wrong if each]
        growth = memory_mb(live) - before
        log = live.errors()

    assert problems == []
    assert "Traceback" not in log
    assert growth < GROWTH_MB


def test_what_is_not_spoiled_is_answered() -> None:
    """The requests that are spoiled are themselves whole: none of them is a bad one for HTTP."""
    with running_server("--seed", "7") as live:
        for vendor, data in good_requests():
            request = RawRequest(vendor=vendor, pieces=(data,), is_addressed=True)
            received, _ = converse(int(live.ready["port"]), request)
            ((status, headers, _),) = answers(received)
            assert status < 500
            assert b"no HTTP" not in headers.get(b"x-truecopy-explain", b"")
