"""The mock in a process of its own."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from truecopy.errors import ServeError, UsageError
from truecopy.pytest_plugin.mock_server import MockServer


def is_there(pid: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def test_a_server_is_asked_over_a_socket_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the classes of the library blocked it answers all the same, and refusals are errors."""
    server = MockServer(tmp_path)
    monkeypatch.setattr("socket.socket", None)
    monkeypatch.setattr("http.client.HTTPConnection", None)
    monkeypatch.setattr(time, "time", lambda: 0.0)

    try:
        assert server.ask("GET", "/_truecopy/health") == {"status": "ok"}
        assert server.ask("GET", "/_truecopy/account", key="sk-ä")["accounts"]
        with pytest.raises(UsageError, match="unknown member 'acount'"):
            server.ask("POST", "/_truecopy/reset", {"acount": "x"})
    finally:
        monkeypatch.undo()
        server.stop()
    with pytest.raises(ServeError, match="does not answer"):
        server.ask("GET", "/_truecopy/health")


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    """What it wrote to standard error stands in the error."""
    (tmp_path / "truecopy.toml").write_text("[serve]\nno-such = 1\n")

    with pytest.raises(ServeError, match=r"has not started: .*unknown key no-such"):
        MockServer(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Also where that process is killed, and nothing of it can stop the server."""
    program = textwrap.dedent(
        """
        import pathlib, sys, time
        from truecopy.pytest_plugin.mock_server import MockServer
        print(MockServer(pathlib.Path(sys.argv[1]))._process.pid, flush=True)
        time.sleep(60)
        """
    )
    line = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert is_there(pid)
        process.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(pid)
