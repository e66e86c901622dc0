"""What became of the sentences that somebody saw."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.page_changes import PageChanges, SeenStanding, compare_pages
from truecopy.derive.page_memory import Remembered
from truecopy.derive.page_print import print_page
from truecopy.derive.statements import Page

BEFORE = "title\nYou may send 1-6 copies.\nend"


def make_page(text: str) -> Page:
    """Return a page on which every range and the word `default` are claimed."""
    page = Page(document=make_document(text))
    for part in ("1-6", "1-8", "default:1"):
        start = text.find(part)
        if start >= 0:
            page.say("request.n", "maximum", int(part[-1]), (start, start + len(part)))
    return page


def changed(after: str, before: str = BEFORE) -> PageChanges:
    """Return what became of a page."""
    remembered = Remembered(pages={"page": print_page(make_page(before))}, anchors={})
    return compare_pages(remembered, {"page": make_page(after)})["page"]


@pytest.mark.parametrize(
    ("after", "lines", "standing"),
    [
        (BEFORE, (2, 2), None),
        ("\n\n\n" + BEFORE, (5, 5), None),
        ("title\n• You may send 1–6 copies.\nend", (2, 2), None),
        ("title\nYou may send 1-8 copies.\nend", (2, 2), SeenStanding.VALUES),
        ("title\nAs a guest you may send 1-6 copies.\nend", (2, 2), SeenStanding.REWORDED),
        ("title\nYou may send 1-6 copies, as you like.\nend", (2, 2), SeenStanding.EXTENDED),
        ("title\nYou may send 1-6 copies, never 5.\nend", (2, 2), SeenStanding.REWORDED),
        ("title\nYou may send 1-6 copies. Have fun.\nend", (2, 2), SeenStanding.EXTENDED),
        ("title\nYou may send 1-6 copies. Only on Mondays.\nend", (2, 2), SeenStanding.REWORDED),
        ("title\nYou may send 1-6 copies. default:1\nend", (2, 2), SeenStanding.EXTENDED),
        ("title\nSend what you like.\nend", (2, 2), SeenStanding.REWORDED),
        ("title\nend", None, SeenStanding.GONE),
    ],
)
def test_a_sentence_is_followed(
    after: str, lines: tuple[int, int] | None, standing: SeenStanding | None
) -> None:
    """It is found where it stands now, and what became of it is told, the least that is true."""
    to, changes = changed(after).follow((2, 2))

    assert to == lines
    assert max((each.standing for each in changes), default=None) == standing


def test_lines_without_a_sentence_belong_to_the_place() -> None:
    """A place that begins and ends with braces is found with them."""
    page = '{\n"a": 1,\n"b": 2\n}\nend'

    to, changes = changed("\n\n" + page, page).follow((1, 4))

    assert (to, changes) == ((3, 6), [])


def test_a_place_that_was_torn_apart_is_where_it_begins() -> None:
    """Two sentences that stand far from each other now are no range of lines."""
    before = "one here\ntwo here\n" + "\n".join(f"line {n}" for n in range(20))
    after = "one here\n" + "\n".join(f"line {n}" for n in range(20)) + "\ntwo here"

    assert changed(after, before).follow((1, 2))[0] == (1, 1)


def test_share_of_what_was_kept() -> None:
    """Another page has little of what was there."""
    assert changed(BEFORE).kept_share == 1.0
    assert changed("Page not found").kept_share == 0.0
    assert changed("anything", "").kept_share == 1.0


def test_a_page_that_is_not_remembered_has_not_changed() -> None:
    """Nothing is told of a page that a contract did not know."""
    assert compare_pages(None, {"page": make_page(BEFORE)}) == {}
