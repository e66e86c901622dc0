"""The options of what remembers: the history, and who is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.alert_sinks import KINDS, Sink, read_sink
from truecopy.cli.files import own_file
from truecopy.cli.options.group import option
from truecopy.drift.history import History


class _SinkType(click.ParamType[Sink]):
    """Where alerts go; the address of a hook is a secret, and never repeated."""

    name = "sink"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Sink:
        """Return the sink."""
        return value if isinstance(value, Sink) else read_sink(str(value))


#: What `option` takes for the file in which episodes are remembered.
HISTORY_FILE: dict[str, Any] = {
    "type": click.Path(path_type=Path, dir_okay=False),
    "metavar": "FILE",
    "help": "Where episodes are remembered.  [default: .truecopy/history.db]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryOptions:
    """What is remembered from run to run, and who is told."""

    history_path: Path | None = option("--history", **HISTORY_FILE)
    is_strict: bool = option(
        "--strict",
        is_flag=True,
        help="Fewer claims examined than the last time is exit 2.",
    )
    sinks: tuple[Sink, ...] = option(
        "--alert",
        type=_SinkType(),
        multiple=True,
        metavar="SINK",
        help=f"Tell what began and what ended, once each: {', '.join(KINDS)}. `webhook:env:NAME` reads the address "
        "from a variable; TRUECOPY_WEBHOOK_SECRET signs it. May be given several times.",
    )

    def open_history(self) -> History:
        """Return the history; nothing is written yet."""
        return History(self.history_path or own_file("history.db"))
