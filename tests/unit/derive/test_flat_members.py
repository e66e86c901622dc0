"""Members that stand no further right than their object."""

from tests.unit.derive.pages import make_document

from truecopy.derive.reference import read
from truecopy.derive.statements import Page

HEAD = "POST /v1/coins\n\nBody\n\n"
DESIGN = "design\nobject\n\n{about}\n\nface\nstring\n\nThe front.\n\n"
COUNT = "n\ninteger\n\nHow many.\n\n"


def page_of(about: str, behind: str = "", between: str = "") -> Page:
    """Return what a page says whose object has a sentence about it, and something behind its fields."""
    return read(make_document(HEAD + DESIGN.format(about=about) + between + COUNT + behind))


def types(page: Page) -> set[str]:
    """Return the fields that have a type, and the fields about which something is told."""
    found = {each.subject for each in page.statements if each.keyword == "type"}
    return found - {"request", "request.design"}


def told(page: Page) -> list[str]:
    """Return the fields about which something is told."""
    return [line.text for line, _ in page.unread]


def test_example_that_nests_them_is_followed() -> None:
    """What the example has within the object only is a member, and where it ends is known."""
    page = page_of("What is struck.", 'Example\n\n{"design": {"face": "a"}, "n": 1}\n')

    assert types(page) == {"request.design.face", "request.n"}
    assert told(page) == []


def test_sentence_that_names_them_is_followed() -> None:
    """Names in marks of code, in a sentence about what the object has."""
    page = page_of("An object with `face`.")

    assert types(page) == {"request.design.face", "request.n"}
    assert told(page) == []


def test_sentence_about_what_stands_beside_names_no_members() -> None:
    """`face` is not inside of what it goes together with."""
    page = page_of("Cannot be combined with `face`.")

    assert types(page) == {"request.face", "request.n"}


def test_dotted_name_elsewhere_is_followed() -> None:
    """A page that speaks of `design.face` says where face is."""
    page = page_of(
        "What is struck.", "Errors\n\nNames a field such as design.face when it is wrong.\n"
    )

    assert types(page) == {"request.design.face", "request.n"}


def test_end_of_what_is_said_to_follow_is_told() -> None:
    """The first field behind "the following fields" is a member; from the second on nobody knows."""
    page = page_of("It has the following fields:")

    assert types(page) == {"request.design.face", "request.design.n"}
    assert told(page) == ["n"]


def test_field_behind_members_that_no_example_has_is_told() -> None:
    """It may be a member that the example leaves out, or stand beside the object."""
    page = page_of(
        "What is struck.",
        'Example\n\n{"design": {"face": "a"}, "n": 1}\n',
        between="rim\nstring\n\nThe edge.\n\n",
    )

    assert types(page) == {"request.design.face", "request.rim", "request.n"}
    assert told(page) == ["rim"]


def test_object_without_a_sign_has_no_members() -> None:
    """What stands behind it stands beside it."""
    page = page_of("Any keys of your own.")

    assert types(page) == {"request.face", "request.n"}
    assert told(page) == []


def test_members_below_a_button_are_told_where_no_example_shows_their_end() -> None:
    """The first one is a member, the others may stand beside the object."""
    page = page_of("What is struck.\n\nHide properties")

    assert types(page) == {"request.design.face", "request.design.n"}
    assert told(page) == ["n"]


def test_members_below_a_button_end_with_a_field_of_the_body_around() -> None:
    """The example has the field outside of the object; behind it others may have members of their own."""
    page = page_of(
        "What is struck.\n\nHide child attributes",
        'Example\n\n{"design": {"face": "a"}, "n": 1, "box": {"lid": "b"}}\n',
        between="n\ninteger\n\nbox\nobject\n\nlid\nstring\n\n",
    )

    assert types(page) == {"request.design.face", "request.n", "request.box", "request.box.lid"}
    assert told(page) == []
