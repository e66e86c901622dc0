"""The options that say where a server listens."""

from dataclasses import dataclass

import click

from truecopy.cli.options.group import option


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenOptions:
    """Where a server listens."""

    host: str = option("--host", default="127.0.0.1", help="Address to listen on.")
    port: int = option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,  # each command has its own, so that they can run side by side
        help="Port to listen on; 0 picks a free one.",
    )
