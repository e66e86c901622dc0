"""The mock in a process of its own, for a run of tests, and a client that nothing in the tests' process touches."""

import _socket
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from operator import methodcaller
from pathlib import Path
from typing import Any
from urllib.parse import quote

from truecopy.errors import ServeError, UsageError
from truecopy.pytest_plugin.played import KnownVendors, answer_of

# What a test got wrong is told at the line of the test.
__tracebackhide__ = methodcaller("errisinstance", UsageError)

# Ends with the process that started it, however that ends: its standard input is then closed.
_PROGRAM = """
import os, signal, sys, threading

def watch():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=watch, daemon=True).start()
from truecopy.cli import main

main()
"""
# A machine that runs many tests at once is slow to start a process, and still answers in this time.
_ANSWER_S = 60.0
# As long as the server itself gives requests under way.
_STOP_S = 10.0
# As much as a system hands over at once.
_PIECE_BYTES = 65_536
# As much of a log as says why a server has not started.
_SHOWN_BYTES = 2_000


class MockServer:
    """`truecopy serve` on a free port.

    Its clock is the machine's, whatever tests make of theirs. Requests to its admin API go over a socket of the
    operating system, not over the classes that recorders and blockers of requests put themselves in place of.

    Attributes:
        url: Scheme and authority.
        vendors: What it plays.
    """

    def __init__(self, folder: Path, workspace: Path | None = None) -> None:
        """Start it.

        Args:
            folder: Where the tests are; the nearest workspace from there is played.
            workspace: Is played in its place.

        Raises:
            ServeError: It does not start; says what it said.
        """
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the server is stopped
        line = [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", "--format", "json"]
        chosen = [] if workspace is None else ["--workspace", str(workspace)]
        self._process = subprocess.Popen(  # noqa: S603 - this program
            [*line, "--quiet", *chosen],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        ready = self._process.stdout.readline()
        if not ready:
            self._process.communicate(timeout=_STOP_S)
            self._log.seek(0)
            said = self._log.read()[-_SHOWN_BYTES:].decode(errors="replace").strip()
            self._log.close()
            raise ServeError(f"the mock has not started: {said}")
        told = json.loads(ready)
        self.url: str = told["url"]
        self._port: int = told["port"]
        operations: dict[str, list[str]] = {vendor: [] for vendor in told["contracts"]}
        for each in told["operations"]:
            operations[each["vendor"]].append(each["operation"])
        self.vendors = KnownVendors(operations=operations, environments=told["environments"])

    def ask(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any] | None = None,
        *,
        key: str = "",
    ) -> Any:
        """Return the admin API's answer.

        Raises:
            UsageError: It refuses.
            ServeError: The server is gone.
        """
        body = b"" if content is None else json.dumps(content).encode()
        lines = [f"{method} {quote(path, safe='/?&=%')} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        lines += [f"Content-Length: {len(body)}", "Connection: close"]
        if key:
            lines.append(f"Authorization: Bearer {key}")
        head = "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")
        try:
            answer = self._exchange(head + body)
        except OSError as error:
            raise ServeError(f"the mock at {self.url} does not answer: {error}") from error
        first, _, rest = answer.partition(b"\r\n\r\n")
        return answer_of(int(first[9:12]), rest)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._log.close()

    def _exchange(self, request: bytes) -> bytes:
        connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        try:
            connection.settimeout(_ANSWER_S)
            connection.connect(("127.0.0.1", self._port))
            connection.sendall(request)
            pieces = list(iter(lambda: connection.recv(_PIECE_BYTES), b""))
        finally:
            connection.close()
        return b"".join(pieces)
