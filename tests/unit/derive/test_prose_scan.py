"""What is left of a page as prose."""

from tests.unit.derive.pages import make_document

from truecopy.derive.scan import scan_page


def prose(text: str) -> list[str]:
    """Return the pieces that describe the field of a page."""
    document = make_document(f"Body\n\nrim\nstring\n\n{text}\n")
    return [document.text[start:end] for start, end in scan_page(document).blocks[0].prose]


def test_sentence_over_several_lines_is_one_piece() -> None:
    """A line that has no end goes on in the next."""
    assert prose("How wide it is, in\nsteps of two.") == ["How wide it is, in\nsteps of two."]


def test_list_of_choices_goes_on_behind_its_label() -> None:
    """The lines below a label are its values."""
    assert prose("Available options:\nflat,\nround") == ["Available options:\nflat,\nround"]


def test_short_line_before_any_field_is_a_title() -> None:
    """What begins with a capital and makes no rule is layout."""
    found = scan_page(make_document("Body\n\nAbout Coins\n"))

    assert found.prose == []
