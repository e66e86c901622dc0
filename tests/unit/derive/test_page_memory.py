"""What a contract remembers of its pages."""

import pytest
from tests.unit.derive.pages import read_page

from truecopy.derive import reference
from truecopy.derive.page_memory import Remembered, read_pages, render_pages
from truecopy.derive.page_print import print_page


def test_what_is_written_is_read_again() -> None:
    """Pages and anchors come back as they were, without the text of the page."""
    page = print_page(reference.read(read_page("order-stamps")))
    before = Remembered(pages={"order-stamps": page}, anchors={"order-stamps:3@1234": (3, 4)})

    after = read_pages(render_pages(before))

    assert after is not None
    assert after.pages["order-stamps"].sentences == page.sentences
    assert after.anchors == before.anchors


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"schema_version": 2}', '{"schema_version": 1, "pages": {"a": ["x"]}}']
)
def test_what_is_damaged_is_not_remembered(text: str) -> None:
    """A file of another version or of another shape is as good as none."""
    assert read_pages(text) is None
