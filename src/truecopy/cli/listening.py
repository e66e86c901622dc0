"""What commands that serve have in common: where they listen, and how they begin and end."""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from truecopy import __version__
from truecopy.cli.options import F, option_group
from truecopy.serving.server import bind, run_server
from truecopy.serving.web import Starlette


def listening_options(port: int) -> Callable[[F], F]:
    """Return a decorator that adds `--host` and `--port`.

    Args:
        port: The default.
    """
    return option_group(
        click.option(
            "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
        ),
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=port,
            show_default=True,
            help="Port to listen on; 0 picks a free one.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenAddress:
    """Where a server listens.

    Attributes:
        url: Scheme and authority.
    """

    listener: socket.socket
    port: int
    url: str


def listen(host: str, port: int) -> ListenAddress:
    """Return an open place.

    Raises:
        ServeError: The address is taken, not allowed or not of this machine.
    """
    listener = bind(host, port)
    bound = listener.getsockname()[1]
    url = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    return ListenAddress(listener=listener, port=bound, url=url)


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
    return 130 if stopped_by == signal.SIGINT else 0
