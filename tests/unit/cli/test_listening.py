"""What commands that serve have in common."""

import json
import os
import signal
import socket

import pytest
from starlette.applications import Starlette
from tests.unit.cli.servers import Started

from truecopy import __version__
from truecopy.cli.listening import listen, ready_line, serve_until_stopped
from truecopy.cli.options.listening import ListenOptions
from truecopy.errors import ServeError


def test_a_free_port_is_told() -> None:
    """With port 0 the address names the port that was picked."""
    address = listen(ListenOptions())

    with address.listener as listener:
        assert address.port == listener.getsockname()[1] > 0
        assert address.url == f"http://127.0.0.1:{address.port}"


def test_a_port_that_is_taken_is_told() -> None:
    """Where something listens already, nothing else does."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ServeError, match=r"cannot listen on 127\.0\.0\.1"):
            listen(ListenOptions(port=port))


def test_the_ready_line_is_json() -> None:
    """A program learns address, process and version, and what the command adds."""
    ready = json.loads(ready_line("http://127.0.0.1:1", 1, seed=7))

    assert ready == {
        "schema_version": 1,
        "event": "ready",
        "url": "http://127.0.0.1:1",
        "port": 1,
        "pid": os.getpid(),
        "version": __version__,
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("stopped_by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (None, 0)]
)
def test_an_interrupt_has_its_own_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stopped_by: int | None,
    code: int,
) -> None:
    """The text is printed once connections are taken; Ctrl-C ends with 130, any other end with 0."""
    started = Started(stopped_by)
    monkeypatch.setattr("truecopy.cli.listening.run_server", started)
    monkeypatch.setattr("gc.freeze", lambda: None)
    address = listen(ListenOptions())

    assert serve_until_stopped(Starlette(), address, "ready") == code
    assert capsys.readouterr().out == "ready\n"
    assert started.may_break_off == [False]
