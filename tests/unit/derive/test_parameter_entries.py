"""Parameters that a line names without their type."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive import headings
from truecopy.derive.parameter_entries import read_entry


@pytest.mark.parametrize(
    ("text", "section", "name", "prose"),
    [
        ("X-Team: <team>", headings.HEADER, "X-Team", "<team>"),
        ("`X-Team` - Required. Who pays.", headings.HEADER, "X-Team", "Required. Who pays."),
        ("Authorization: Bearer <token>", headings.HEADER, "Authorization", "Bearer <token>"),
        ("- **limit** (optional): how many", headings.QUERY, "limit", "how many"),
        ("- limit: how many", headings.QUERY, "limit", "how many"),
        ("`limit`: how many", headings.QUERY, "limit", "how many"),
        ("* `mint` – the login", headings.COOKIE, "mint", "the login"),
    ],
)
def test_line_names_a_parameter(text: str, section: str, name: str, prose: str) -> None:
    """The name in marks, in a list or with a hyphen; each piece has its place on the page."""
    found = read_entry(make_document(text).lines[0], section)

    assert found is not None
    assert (found.head.text, found.prose.text) == (name, prose)
    assert text[found.head.start : found.head.end] == name
    assert text[found.prose.start : found.prose.end] == prose


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("limit: how many", headings.QUERY),
        ("- Note: one at a time", headings.QUERY),
        ("- `default`: none", headings.QUERY),
        ("Note: all are kept", headings.HEADER),
        ("- `ink`: black", headings.REQUEST),
        ("The `limit` is small", headings.QUERY),
    ],
)
def test_other_lines_name_none(text: str, section: str) -> None:
    """Labels, notes, and what a body has."""
    assert read_entry(make_document(text).lines[0], section) is None
