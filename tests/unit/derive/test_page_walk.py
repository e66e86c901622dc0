"""A page as it is walked over."""

from tests.unit.derive.pages import make_document

from truecopy.derive import headings
from truecopy.derive.page_walk import PageWalk


def walk(text: str) -> PageWalk:
    """Return the walk over a page, at its first line."""
    return PageWalk(make_document(text))


def test_lines_ahead() -> None:
    """Lines are looked at before they are taken, blank ones passed over where text is wanted."""
    page = walk("a\n\n\n b \n")

    follower = page.follower()
    assert page.text_of() == "a"
    assert page.text_of(3) == "b"
    assert page.line(9) is None
    assert follower is not None
    assert follower.number == 4
    assert page.take(3).text == "a"
    assert page.at == 3


def test_section_begins_anew() -> None:
    """A heading ends the field before it, and nothing stands between it and the next line."""
    page = walk("Body application/json\n\nface\nstring\n")

    page.begin(headings.REQUEST, page.take())

    assert (page.section, page.block, page.is_fresh) == (headings.REQUEST, None, True)
    assert page.found.has_body
    assert [each[0] for each in page.found.media_types] == ["application/json"]
    assert page.is_above_content()
    page.take(2)
    assert not page.is_fresh


def test_type_stands_near_its_name() -> None:
    """One blank line may stand between a name and its type, two lines of text may not."""
    assert walk("face\nstring\n").starts_block()
    assert walk("face\n\nstring\n").starts_block()
    assert not walk("face\n\n\n\nstring\n").starts_block()
    assert walk("face\nrequired\nstring\n").starts_block()
    assert not walk("成功\nobject\nstring\n").starts_block()
    assert not walk("face\nof the king\nstring\n").starts_block()


def test_jump_goes_behind_the_line() -> None:
    """An example ends somewhere in a line; the walk goes on behind that line."""
    page = walk("a b\nc\n")

    page.jump(1)

    assert page.at == 1


def test_unread_lines_are_told() -> None:
    """An example that is none is passed over line by line, and its reason kept."""
    page = walk("{nope\nBody\n")

    assert page.read(0) is None
    assert page.at == 2 or page.text_of() == "Body"
    assert "double quotes" in page.found.unread[0].what
