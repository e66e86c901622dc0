"""Which lines of a page begin a section."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page

FIELD = "face\nstring\n"


def scan(text: str) -> Elements:
    """Return the elements of a page."""
    return scan_page(make_document(text))


def sections(text: str) -> list[tuple[str, str]]:
    """Return the name and the section of each field of a page."""
    return [(each.name, each.section) for each in scan(text).blocks]


@pytest.mark.parametrize(
    "heading", ["Mint Payload", "Embossing Parameters", "回执参数", "## Seals"]
)
def test_unknown_heading_is_not_read_as_the_one_before(heading: str) -> None:
    """The fields below a heading that nobody knows are of no section, and the heading is told."""
    found = scan(f"Body\n\nrim\nstring\n\nThe rim.\n\n{heading}\n\n{FIELD}")

    assert [(each.name, each.section) for each in found.blocks] == [
        ("rim", "request"),
        ("face", "unread"),
    ]
    assert [each.line.text for each in found.unread] == [heading]


def test_unknown_heading_directly_below_a_field() -> None:
    """A field without a description may stand above a heading too."""
    assert sections(f"Body\n\nrim\nstring\n\nMint Payload\n\n{FIELD}")[1] == ("face", "unread")


@pytest.mark.parametrize("text", ["Random seed", "Rim", "Negative prompt", "A coin.", "随机种子"])
def test_short_description_is_no_heading(text: str) -> None:
    """The first line below a field describes it, unless it is written as headings are."""
    found = scan(f"Body\n\nrim\nstring\n\n{text}\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["request", "request"]
    assert found.unread == []


def test_title_of_an_answer_is_no_heading() -> None:
    """What stands below a status describes the answer."""
    text = f"Response\n\n200 - application/json\n\nMinted Well\n\n{FIELD}"

    assert sections(text) == [("face", "answer")]


def test_group_goes_on_with_its_section() -> None:
    """A heading that only groups fields begins no section."""
    text = f"Path Parameters\n\nrim\nstring\n\nThe rim.\n\nAdvanced options\n\n{FIELD}"

    assert sections(text) == [("rim", "path"), ("face", "path")]


def test_heading_that_is_known_to_be_about_something_else() -> None:
    """A webhook's payload is told as unread."""
    found = scan(f"Webhook\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["unread"]
    assert "not about the request" in found.unread[0].what
