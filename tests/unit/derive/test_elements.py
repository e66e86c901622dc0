"""The elements of a page."""

import pytest
from tests.unit.derive.pages import PAGES, read_page

from truecopy.derive.elements import SECTIONS, Elements
from truecopy.derive.scan import Scanner


def test_pages_share_no_elements() -> None:
    """What is found on one page is on no other."""
    first, second = Elements(), Elements()

    first.layout.append((0, 1))

    assert second.layout == []


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_section(page: str) -> None:
    """A described field is of the request, its path, the key or the answer, and has a name."""
    for block in Scanner(read_page(page)).scan().blocks:
        assert block.section in SECTIONS.values()
        assert block.name


@pytest.mark.parametrize("heading", SECTIONS)
def test_headings_are_known_in_lower_case(heading: str) -> None:
    """Pages differ in the case of their headings; here each stands once."""
    assert heading == heading.lower().strip()
