"""Tables on a terminal, and as plain text elsewhere."""

import io
import os
import shutil
import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Narrower tables cannot be read; what is piped into a file is not wrapped, but where COLUMNS says how wide it is.
_NARROWEST, _UNWRAPPED = 80, 10_000


def table(*columns: str) -> Table:
    """Return an empty table."""
    made = Table(box=None, pad_edge=False, header_style="bold underline")
    for column in columns:
        made.add_column(column, overflow="fold", min_width=len(column))
    return made


def render(table: Table) -> str:
    """Return a table as text, coloured on a terminal only, without colour under NO_COLOR.

    Where it is wider than the terminal, each row becomes a paragraph: columns too narrow for their words help nobody.
    """
    out = io.StringIO()
    width = line_width() or _UNWRAPPED
    has_colour = os.isatty(1) and "NO_COLOR" not in os.environ
    console = Console(
        file=out, force_terminal=has_colour, no_color=not has_colour, width=_UNWRAPPED
    )
    if console.measure(table).maximum <= width:
        console.print(table)
    else:
        for style, paragraph in _paragraphs(table, width):
            console.print(Text(paragraph, style=style))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _paragraphs(table: Table, width: int) -> Iterator[tuple[str, str]]:
    """Yield each row as its first cell, and below it the others with the names of their columns."""
    names = [str(column.header) for column in table.columns]
    columns = [[_plain(cell) for cell in column.cells] for column in table.columns]
    for first, *others in zip(*columns, strict=True):
        if first:
            yield "bold", first
        parts = [f"{name}: {cell}" for name, cell in zip(names[1:], others, strict=True) if cell]
        yield "", wrap_words("  ".join(parts), width, indent=6)


def wrap_words(text: str, width: int, *, indent: int) -> str:
    """Return a paragraph of whole words; one that is longer than a line has a line of its own.

    Args:
        indent: Of all lines but the first, which has two blanks.
    """
    return textwrap.fill(
        text,
        width,
        initial_indent="  ",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _plain(cell: object) -> str:
    """Return a cell's text as one line."""
    return (cell.plain if isinstance(cell, Text) else str(cell)).replace("\n", " ")


def line_width() -> int | None:
    """Return how many characters fit into a line of the output; None where nobody has said so, as in a file."""
    is_bounded = os.isatty(1) or os.environ.get("COLUMNS", "").isdecimal()
    return max(terminal_width(), _NARROWEST) if is_bounded else None


def terminal_width() -> int:
    """Return how many characters fit into a line."""
    return shutil.get_terminal_size((_NARROWEST, 24)).columns
