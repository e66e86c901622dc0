"""Lines of tables cut into cells."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.document import Line
from truecopy.derive.table_cells import cut_aligned, cut_aligned_row, cut_cells, cut_row


def line(text: str) -> Line:
    """Return a line of a page."""
    return make_document(text).lines[0]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("| a | b \\| c | |", ["a", "b \\| c", ""]),
        ("a\tb", ["a", "b"]),
        ("a | b", []),
        ("plain", []),
    ],
)
def test_cells_between_bars_and_tabs(text: str, cells: list[str]) -> None:
    """A bar behind a backslash divides nothing, and one bar is no table."""
    assert [each.text for each in cut_cells(line(text))][: len(cells)] == cells[: len(cells)]
    assert all(text[each.start : each.end] == each.text for each in cut_cells(line(text)))


@pytest.mark.parametrize(
    ("text", "name", "depth", "is_member"),
    [
        ("| a | integer |", "a", 1, False),
        ("|   a | integer |", "a", 3, False),
        ("| ↳ a | integer |", "a", 3, True),
        ("\ta\tinteger\tA", "a", 1, False),
    ],
)
def test_rows_that_are_set_in(text: str, name: str, depth: int, *, is_member: bool) -> None:
    """Blanks, tabs and marks set a member in."""
    row = cut_row(line(text), 3)

    assert row is not None
    assert (row.cells[0].text, row.depth, row.is_member) == (name, depth, is_member)


def test_cells_that_blanks_align() -> None:
    """A cell stands below its head, or there are as many as the head has; else nobody knows whose it is."""
    head = cut_aligned(line("Name  Type     Required  Description"))
    full = cut_aligned_row(line("n     integer  no        How many"), head)
    crooked = cut_aligned_row(line("motto    string   yes  Words"), head)
    wrapped = cut_aligned_row(line("                         go on"), head)

    assert full is not None
    assert crooked is not None
    assert wrapped is not None
    assert [each.text for each in full.cells] == ["n", "integer", "no", "How many"]
    assert [each.text for each in crooked.cells] == ["motto", "string", "yes", "Words"]
    assert [each.text for each in wrapped.cells] == ["", "", "", "go on"]
    assert cut_aligned_row(line("n          integer"), head) is None
    assert cut_aligned(line("| a  b |")) == []
