"""What a web page has around its text."""

import pytest

from truecopy.derive.furniture import is_bullet, is_furniture, is_language, opens_children


@pytest.mark.parametrize("text", ["• a", "  - a", "* a", "3. a", "◦ a", "– a", "4) a"])
def test_bullets_and_numbers(text: str) -> None:
    """Entries of bulleted and numbered lists are recognised by their mark."""
    assert is_bullet(text)
    assert not is_bullet(text.replace(" a", "a").strip())


@pytest.mark.parametrize(
    "text",
    [
        "Copy",
        "Ask AI",
        " Skip to main content ",
        "On this page",
        "Show child attributes",
        "cURL",
        "© 2025 Mint",
    ],
)
def test_buttons_and_links_are_furniture(text: str) -> None:
    """A line that is a button or a link of the page says nothing of the API."""
    assert is_furniture(text)


@pytest.mark.parametrize("text", ["Copy the coin", "Response", "No coins are left.", "x" * 200])
def test_text_is_no_furniture(text: str) -> None:
    """A sentence, a heading and a long line are text."""
    assert not is_furniture(text)


def test_children_are_opened_by_their_button() -> None:
    """The button over the members of an object is told from other buttons."""
    assert opens_children("Hide child attributes")
    assert opens_children("Show coin child attributes")
    assert not opens_children("Show more")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python", True),
        ("Node.js", True),
        ("JavaScript (fetch)", True),
        ("Pythonic", False),
        ("cURL", False),
    ],
)
def test_tabs_of_languages(text: str, *, expected: bool) -> None:
    """A tab of a language is told from one of curl, whose sample is read."""
    assert is_language(text) is expected
