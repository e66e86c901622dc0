"""CPU of the server for each validated, authenticated, journaled JSON POST, against a bare Starlette route.

Both run on uvicorn with uvloop and httptools and return the same bytes to the same client over kept-alive
connections, eight and then one. A request that the mock has seen before, as those of a test suite mostly are, costs less than a new
one, since the verdict on small bodies is remembered; a line on stderr costs its writing. Also printed: how long
until the mock is ready, and whether its memory stays flat.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

PATH = "/powertokens/v1/images/edits"
NUMBERS = itertools.count(100_000_000)
SERVE = ("-m", "truecopy", "serve", "--port", "0", "--format", "json")
# Clients at once: a test suite on several processes, and one that sends a request after the other.
CONNECTIONS = (8, 1)
# Short rounds, whose least time and median ratio count: other programs of the machine disturb some of them.
ROUNDS = 40
CALLS = 800
SOAK_CALLS = 50_000
# And its port.
Server = tuple[subprocess.Popen[str], int]
NAMES = (
    "bare Starlette route",
    "truecopy, request seen before",
    "truecopy, new request",
    "... with a line on stderr",
)

BARE = """
import sys, json, uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
answer = bytes.fromhex(sys.argv[1])
async def edit(request: Request) -> Response:
    await request.body()
    return Response(answer, media_type="application/json")
app = Starlette(routes=[Route("/powertokens/v1/images/edits", edit, methods=["POST"])])
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(json.dumps({"port": port}), flush=True)
config = uvicorn.Config(app, port=0, log_level="warning", access_log=False, server_header=False, loop="uvloop", http="httptools")
Server(config).run()
"""


def start(*command: str) -> Server:
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # where the lines of requests go
        text=True,
    )
    assert process.stdout is not None
    return process, int(json.loads(process.stdout.readline())["port"])


def cpu_s(pid: int) -> float:
    """Return what all threads of a process have run so far, to the nanosecond."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def request_bytes(port: int, number: int) -> bytes:
    body = json.dumps(
        {
            "model": "qwen-image-2.0-pro",
            "prompt": f"Paper boat number {number} on a quiet pond at dawn",
            "n": 1,
            "size": "1024*1024",
            "watermark": False,
        }
    ).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer sk-bench\r\n"
        f"Content-Type: application/json\r\nAccept: */*\r\nUser-Agent: bench\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def connection(port: int, messages: list[bytes]) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b""
    for message in messages:
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
    writer.close()
    return body


async def load(port: int, calls: int, connections: int, *, is_new: bool = False) -> bytes:
    each = calls // connections
    plans = [
        [request_bytes(port, next(NUMBERS)) for _ in range(each)]
        if is_new
        else [request_bytes(port, 1)] * each
        for _ in range(connections)
    ]
    return (await asyncio.gather(*(connection(port, plan) for plan in plans)))[0]


def measure(server: Server, connections: int, *, is_new: bool = False) -> float:
    process, port = server
    before = cpu_s(process.pid)
    asyncio.run(load(port, CALLS, connections, is_new=is_new))
    return (cpu_s(process.pid) - before) / CALLS * 1e6


def compare(bare: Server, mock: Server, logging: Server, connections: int) -> None:
    """Print what a request costs the servers, in turn."""
    rounds = [
        (
            measure(bare, connections),
            measure(mock, connections),
            measure(mock, connections, is_new=True),
            measure(logging, connections, is_new=True),
        )
        for _ in range(ROUNDS)
    ]
    print(f"{connections} connection{'s' * (connections > 1)}")
    for name, values in zip(NAMES, zip(*rounds, strict=True), strict=True):
        ratio = median(value / each[0] for value, each in zip(values, rounds, strict=True))
        print(f"  {name:30} {min(values):6.0f} us CPU a request   {ratio:.2f}")


def main() -> None:
    began = time.perf_counter()
    mock = start(*SERVE, "--quiet")
    print(f"ready after {time.perf_counter() - began:.2f} s")
    logging = start(*SERVE)
    most = max(CONNECTIONS)
    answer = asyncio.run(load(mock[1], most, most))
    bare = start("-c", BARE, answer.hex())
    try:
        for server in (mock, logging, bare):
            measure(server, most)
        for connections in CONNECTIONS:
            compare(bare, mock, logging, connections)
        first = resident_mb(mock[0].pid)
        asyncio.run(load(mock[1], SOAK_CALLS, most, is_new=True))
        last = resident_mb(mock[0].pid)
        print(
            f"memory after {SOAK_CALLS} more requests  {last:.1f} MB, {last / first:.2f} of {first:.1f} MB"
        )
    finally:
        for process, _ in (mock, logging, bare):
            process.terminate()


if __name__ == "__main__":
    main()
