"""Chromium without a window, spoken to over a pipe. Skipped with a reason where it is not installed."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# A machine with other work to do.
_PATIENCE_S = 60.0


class Browser:
    """One page of a browser.

    Attributes:
        complaints: What it wrote to its console as an error: failed requests, broken policies, exceptions.
    """

    def __init__(self, reader: int, writer: int) -> None:
        """Speak over two ends of pipes."""
        self._reader, self._writer = reader, writer
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.complaints: list[str] = []

    def open(self) -> None:
        """Begin an empty page."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def visit(self, url: str, *, width: int = 1280, height: int = 900) -> None:
        """Go to a page, in a window of a size."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.ask("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """Return the value of an expression; a promise is waited for.

        Raises:
            AssertionError: It throws.
        """
        found = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        problem = found.get("exceptionDetails")
        assert problem is None, problem.get("exception", {}).get("description", problem)
        return found["result"].get("value")

    def wait(self, script: str) -> Any:
        """Return the first value of an expression that is something."""
        ends = time.monotonic() + _PATIENCE_S
        while time.monotonic() < ends:
            value = self.run(script)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"{script} stayed empty; complaints: {self.complaints}")

    def screenshot(self, path: Path) -> None:
        """Keep what is to be seen."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a command, and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self._note(answer)

    def _note(self, event: dict[str, Any]) -> None:
        parameters = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(parameters["exceptionDetails"]))
        entry = parameters.get("entry", {})
        if event.get("method") == "Log.entryAdded" and entry.get("level") == "error":
            self.complaints.append(f"{entry['text']} {entry.get('url', '')}")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._reader, 1 << 20)
            assert piece, "the browser has gone"
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start the browser, and end it on leaving."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(_PROGRAMS)} is installed")
    to_browser, from_browser = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # The browser reads commands at 3 and writes answers to 4.
        line = 'exec 3<&"$0" 4>&"$1"; shift; exec "$@"'
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        given = (to_browser[0], from_browser[1])
        process = subprocess.Popen(
            ["bash", "-c", line, *map(str, given), *command],
            pass_fds=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in given:
            os.close(end)
        browser = Browser(from_browser[0], to_browser[1])
        try:
            browser.open()
            yield browser
        finally:
            process.kill()
            process.wait(10)
            os.close(from_browser[0])
            os.close(to_browser[1])
