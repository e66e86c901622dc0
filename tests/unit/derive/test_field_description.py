"""Lines below a field that describe it, or something else."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Block
from truecopy.derive.field_description import FieldDescription
from truecopy.derive.page_walk import PageWalk


def describes(text: str, *, prose: bool = False) -> bool:
    """Return whether a line below a field describes it."""
    page = PageWalk(make_document(f"{text}\n\nface\nstring\n"))
    head = page.lines[0]
    page.block = Block(
        section="request", name="rim", head=head, prose=[(0, 4), (4, 8)][: 2 * prose]
    )
    return FieldDescription(page).describes(text)


@pytest.mark.parametrize(("text", "does"), [("The edge of it", True), ("Mint Parameters", False)])
def test_first_line_describes_unless_it_is_written_as_a_title(text: str, does: bool) -> None:
    """The first line below a field is about it."""
    assert describes(text) == does


@pytest.mark.parametrize(
    ("text", "does"),
    [("Must be unique", True), ("Mint parameters", False), ("Other things", False)],
)
def test_later_line_describes_if_it_has_the_field_for_its_subject(text: str, does: bool) -> None:
    """Behind a description a line that stands apart is about something else, unless a verb begins it."""
    assert describes(text, prose=True) == does
