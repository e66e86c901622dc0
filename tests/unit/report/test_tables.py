"""Tables on a terminal, and elsewhere."""

import os
from collections.abc import Mapping

import pytest

from truecopy.report import (
    tables,
)


@pytest.mark.parametrize(
    ("is_terminal", "variables", "has_colour"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (False, {}, False),
        (False, {"COLUMNS": "80"}, False),
    ],
)
def test_a_table_has_colour_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch,
    variables: Mapping[str, str],
    *,
    is_terminal: bool,
    has_colour: bool,
) -> None:
    """Marks of colour are for terminals, and not where NO_COLOR is set; lines end where a width is known."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "isatty", lambda _: is_terminal)
    made = tables.table("operation", "path")
    made.add_row("make", "kite " * 30)
    made.add_row("show", "x" * 100)

    told = tables.render(made)

    assert ("\x1b[" in told) is has_colour
    is_bounded = is_terminal or "COLUMNS" in variables
    assert (len(told.splitlines()) > 3) is is_bounded
    assert "x" * 100 in told
    assert all(
        word in ("path:", "kite", "x" * 100) for word in told.split() if word[0] in "kpx"
    ) or (not is_bounded)


@pytest.mark.parametrize(("columns", "width"), [("120", 120), ("30", 30)])
def test_a_line_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    """What the environment says of the terminal counts."""
    monkeypatch.setenv("COLUMNS", columns)

    assert tables.terminal_width() == width


def test_headings_stay_whole() -> None:
    """A column is never narrower than its heading, and lines have no blanks at their end."""
    made = tables.table("a long heading", "b")
    made.add_row("x", "")

    assert tables.render(made) == "a long heading  b\nx\n"
