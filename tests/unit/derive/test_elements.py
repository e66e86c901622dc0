"""The elements of a page."""

import pytest
from tests.unit.derive.pages import PAGES, read_page

from truecopy.derive import headings
from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page


def test_pages_share_no_elements() -> None:
    """What is found on one page is on no other."""
    first, second = Elements(), Elements()

    first.layout.append((0, 1))

    assert second.layout == []


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_section(page: str) -> None:
    """A described field is of the request, its path, the key or the answer, and has a name."""
    for block in scan_page(read_page(page)).blocks:
        assert block.section in headings.READ
        assert block.name
