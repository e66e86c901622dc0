"""The program as its users start it: a process of its own, which says on standard output that it is ready."""

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROGRAM = (str(Path(sys.executable).parent / "truecopy"),)
# The line of a request: time, method, path, status, milliseconds, remark.
_REQUEST = re.compile(r"[0-9:.]{12} [A-Z]+ /\S* (?:[0-9]{3}|-) [0-9.]+ ms(?:  .*)?")
_READY_S = 60
_STOP_S = 30


@dataclass(slots=True, kw_only=True)
class LiveServer:
    """A running server.

    Attributes:
        ready: Its ready line, decoded; empty when it was started with another format.
        banner: What it printed, as text.
        log: File that its standard error goes to.
    """

    process: subprocess.Popen[str]
    ready: Mapping[str, Any]
    banner: str
    log: Path

    @property
    def url(self) -> str:
        """Scheme and authority."""
        return str(self.ready["url"])

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(_STOP_S)

    def errors(self) -> str:
        """Return what it wrote to standard error beside a line for each request."""
        lines = self._log_lines()
        return "".join(line for line in lines if not _REQUEST.fullmatch(line.rstrip("\n")))

    def request_lines(self) -> list[str]:
        """Return the lines that it wrote for requests."""
        lines = (line.rstrip("\n") for line in self._log_lines())
        return [line for line in lines if _REQUEST.fullmatch(line)]

    def _log_lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of this process without settings of Truecopy, and with `changes`."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TRUECOPY_")}
    return kept | changes


def run_truecopy(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; nothing is raised for its exit code."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=_READY_S,
        check=False,
    )


@contextmanager
def running_server(
    *arguments: str,
    command: str = "serve",
    program: Sequence[str] = PROGRAM,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    last_line: str | None = None,
) -> Iterator[LiveServer]:
    """Start `truecopy serve`, or another server, on a free port, and end it on leaving if it still runs.

    Args:
        arguments: Of the command, besides port and format.
        command: `serve` or `replay`.
        program: What to start, up to the word `serve`.
        cwd: Working folder, which decides about the workspace.
        env: Whole environment; None for that of this process.
        last_line: Start with format text, and take the server for ready after a line with this text;
            None for format json.
    """
    output_format = "json" if last_line is None else "text"
    line = [*program, command, "--port", "0", "--format", output_format, *arguments]
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "stderr").open("w") as log,
        subprocess.Popen(
            line,
            cwd=cwd,
            env=environment() if env is None else env,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            banner = _read_until(process, last_line, Path(log.name))
            yield LiveServer(
                process=process,
                ready=json.loads(banner) if last_line is None else {},
                banner=banner,
                log=Path(log.name),
            )
        finally:
            if process.poll() is None:
                process.kill()


def _read_until(process: subprocess.Popen[str], last_line: str | None, log: Path) -> str:
    """Return standard output up to its first line, or up to the line that contains `last_line`."""
    assert process.stdout is not None
    lines: list[str] = []
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(_READY_S):
            raise AssertionError(f"not ready after {_READY_S} s:\n{log.read_text()}")
    for line in process.stdout:
        lines.append(line)
        if last_line is None or last_line in line:
            return "".join(lines)
    raise AssertionError(f"ended before it was ready:\n{''.join(lines)}{log.read_text()}")


def documented() -> dict[str, Mapping[str, Any]]:
    """Return vendor -> operation -> what its contract says."""
    return {
        path.parent.name: json.loads(path.read_text())["x-operations"]
        for path in sorted((ROOT / "contracts").glob("*/openapi.json"))
    }
