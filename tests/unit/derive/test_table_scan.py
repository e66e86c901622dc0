"""Tables of a plain page: of fields, of statuses, of states, and those that are told as unread."""

from tests.unit.derive.pages import make_document

from truecopy.derive.scan import scan_page

FIELDS = """Body

| Name | Type | Required | Default | Description |
|---|:-:|---|---|---|
| `n` | `integer` | Yes | 2 | How many |
| motto | string \\| null | no | | Words |
| └ rim | string | no | | Of it |
"""


def test_rows_are_fields() -> None:
    """Each cell keeps its place on the page, and a bar behind a backslash divides nothing."""
    found = scan_page(make_document(FIELDS))
    first, second = found.blocks

    assert (first.name, second.name) == ("n", "motto")
    assert first.declared is not None
    assert first.declared.text == FIELDS[first.declared.start : first.declared.end] == "integer"
    assert first.is_required is not None
    assert first.default is not None
    assert first.default.text == "2"
    assert second.is_optional is not None
    assert second.default is None
    assert second.declared is not None
    assert second.declared.text.split() == ["string", "|", "null"]
    assert [FIELDS[start:end] for start, end in second.prose] == ["Words"]


def test_what_is_no_field_is_told() -> None:
    """A row whose name is none, and a table whose columns are not known, are listed as unread."""
    found = scan_page(make_document(f"{FIELDS}\n| Plan | Coins |\n|---|---|\n| gold | 5 |\n"))

    assert [each.line.text for each in found.unread] == [
        "| └ rim | string | no | | Of it |",
        "| Plan | Coins |",
    ]


def test_cells_between_tabs() -> None:
    """A table that was copied from a page has tabs, and its head names the columns."""
    found = scan_page(make_document("Body\n\nField\tType\tDescription\nn\tinteger\tHow many\n"))

    assert [each.name for each in found.blocks] == ["n"]


def test_statuses_and_states() -> None:
    """A table below a code is one of statuses; one below a status with words for states is one of states."""
    found = scan_page(
        make_document(
            "Body\n\n| Code | Meaning |\n|---|---|\n| 400 | Bad |\n| 499 | Gone |\n\n"
            "| Status | Meaning |\n|---|---|\n| queued | Waits |\n| done | Ready |\n"
        )
    )

    assert [status for status, _, _ in found.statuses] == [400, 499]
    assert [[state for state, _, _ in each.rows] for each in found.tables] == [["queued", "done"]]


def test_a_type_of_several_is_no_row() -> None:
    """A bar or two in other lines make no table."""
    found = scan_page(make_document("Body\n\nn\ninteger | string | null\n"))

    assert [each.name for each in found.blocks] == ["n"]
    assert found.unread == []
