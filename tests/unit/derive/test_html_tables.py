"""Tables as lines."""

import pytest

from truecopy.derive.html_tables import table_lines

HEAD = ["Parameter", "Type", "Required", "Default", "Description"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [HEAD, ["n", "integer", "no", "1", "How many.\nAt most 4."]],
            ["n", "integer", "optional", "default:1", "How many.", "At most 4."],
        ),
        ([HEAD, ["n*", "Integer", "", "-", ""]], ["n", "Integer", "required"]),
        ([["Field", "Type"], ["id (required)", "string"]], ["id", "string", "required"]),
        ([["参数", "类型", "必填"], ["n", "integer", "是"]], ["n", "integer", "required"]),
        ([HEAD, ["n or m", "integer", "no", "", ""]], ["n or m | integer | no |  |"]),
        (
            [["Code", "Meaning"], ["400", "Bad"], ["401 Unauthorized", "No key"]],
            ["400 Bad", "401 Unauthorized: No key"],
        ),
        ([["Status", "Description"], ["done", "ended"]], ["StatusDescription", "doneEnded"]),
        ([["Model", "Price"], ["a", "1"], ["b", "2"]], ["Model | Price", "a | 1", "b | 2"]),
        ([["", ""]], []),
        ([], []),
    ],
    ids=[
        "parameters",
        "a star",
        "a word",
        "another language",
        "no name",
        "statuses",
        "states",
        "any",
        "empty",
        "none",
    ],
)
def test_a_table_is_set_by_what_its_head_says(rows: list[list[str]], expected: list[str]) -> None:
    """Parameters, statuses, states, and what is none of them."""
    assert [line.strip() for line in table_lines(rows) if line.strip()] == expected
