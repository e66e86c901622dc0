"""Lines that are taken for descriptions, on pages that write descriptions otherwise."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.scan import scan_page

DESCRIBED = "".join(f"{name}\nstring\n\nWhat is on it{{stop}}\n\n" for name in ("face", "back"))


def told(line: str, stop: str = ".") -> list[str]:
    """Return what is told of a page on which a line stands below a field without a description."""
    text = f"Body\n\n{DESCRIBED.format(stop=stop)}rim\nstring\n\n{line}\n\nid\nstring\n\nA number{stop}\n"
    return [each.line.text for each in scan_page(make_document(text)).unread]


def test_line_without_a_stop_among_sentences_is_told() -> None:
    """Where other descriptions are sentences, a line that is none may be a heading."""
    assert told("Contents of the hook") == ["Contents of the hook"]


def test_line_is_no_heading_where_no_description_has_a_stop() -> None:
    """A page that never ends its descriptions says nothing by it."""
    assert told("Contents of the hook", stop="") == []


@pytest.mark.parametrize(
    "line", ["Options of the rim", "Must be unique", "Ends the coin.", "Address of the picture"]
)
def test_line_about_the_field_is_its_description(line: str) -> None:
    """What names the field, begins with a verb or ends as the others do is not told."""
    assert told(line) == []


def test_line_that_names_a_part_is_a_heading() -> None:
    """`Hook payload` among sentences begins a section that is not known."""
    text = f"Body\n\n{DESCRIBED.format(stop='.')}rim\nstring\n\nHook payload\n\nid\nstring\n"

    found = scan_page(make_document(text))

    assert [each.section for each in found.blocks] == ["request", "request", "request", "unread"]
