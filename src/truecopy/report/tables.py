"""Tables on a terminal, and as plain text elsewhere."""

import io
import os
import shutil

from rich.console import Console
from rich.table import Table

# Narrower tables cannot be read; what is piped into a file is not wrapped at all.
NARROWEST, _UNWRAPPED = 80, 10_000


def table(*columns: str) -> Table:
    """Return an empty table."""
    made = Table(box=None, pad_edge=False, header_style="bold underline")
    for column in columns:
        made.add_column(column, overflow="fold", min_width=len(column))
    return made


def render(table: Table) -> str:
    """Return a table as text: wrapped and coloured on a terminal only, without colour under NO_COLOR."""
    out = io.StringIO()
    is_terminal = os.isatty(1)
    width = max(terminal_width(), NARROWEST) if is_terminal else _UNWRAPPED
    has_colour = is_terminal and "NO_COLOR" not in os.environ
    console = Console(file=out, force_terminal=has_colour, no_color=not has_colour, width=width)
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def terminal_width() -> int:
    """Return how many characters fit into a line."""
    return shutil.get_terminal_size((NARROWEST, 24)).columns
