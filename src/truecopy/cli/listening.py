"""What commands that serve have in common: where they listen, and how they begin and end."""

import gc
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import Any

import click

from truecopy import __version__
from truecopy.cli.options.listening import ListenOptions
from truecopy.serving.server import bind, run_server
from truecopy.serving.web import Starlette


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenAddress:
    """Where a server listens.

    Attributes:
        url: Scheme and authority.
    """

    listener: socket.socket
    port: int
    url: str


def listen(options: ListenOptions) -> ListenAddress:
    """Bind the address, and return it.

    Raises:
        ServeError: The address is taken, not allowed or not of this machine.
    """
    listener = bind(options.host, options.port)
    host = f"[{options.host}]" if ":" in options.host else options.host
    port = listener.getsockname()[1]
    return ListenAddress(listener=listener, port=port, url=f"http://{host}:{port}")


def ready_line(url: str, port: int, **more: Any) -> str:
    """Return the line by which a program learns that a server is ready, as JSON."""
    known = {"schema_version": 1, "event": "ready", "url": url, "port": port}
    return json.dumps({**known, "pid": os.getpid(), "version": __version__, **more})


def serve_until_stopped(
    application: Starlette, place: ListenAddress, text: str, *, may_break_off: bool = False
) -> int:
    """Serve until a signal stops the server; return the exit code.

    Args:
        text: Printed once the server takes connections.
        may_break_off: Whether the application breaks answers off on purpose.
    """
    # What is loaded stays loaded: the collector need not look at it again during requests.
    gc.collect()
    gc.freeze()

    def announce() -> None:
        click.echo(text)
        sys.stdout.flush()

    stopped_by = run_server(application, place.listener, announce, may_break_off=may_break_off)
    # 128 and the number of the signal, as shells have it.
    return 130 if stopped_by == signal.SIGINT else 0
