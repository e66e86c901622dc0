"""A command cut into words."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.shell_words import read_words
from truecopy.errors import DeriveError


def words_of(text: str) -> list[str]:
    """Return the words of the command that a page begins with."""
    return [word.text for word in read_words(make_document(text), 0)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "curl -X POST \\\n  -H 'a: b c'\nrest",
        "curl -X POST \\  \n  -H 'a: b c'\nrest",
        "curl -X POST \\ -H 'a: b c'\nrest",
        'curl -X POST ^\n  -H "a: b c"\nrest',
        'curl -X POST `\n  -H "a: b c"\nrest',
        "curl -X POST -H a:\\ b\\ c | jq .\nrest",
    ],
)
def test_lines_are_joined(text: str) -> None:
    """A broken line goes on, whatever the mark is, and with its line end lost."""
    assert words_of(text) == ["curl", "-X", "POST", "-H", "a: b c"]


def test_quotes_are_taken_off() -> None:
    """Single quotes keep everything, double ones know escapes, and pieces make one word."""
    assert words_of("curl -d '{\"a\": \"it'\\''s\"}'") == ["curl", "-d", '{"a": "it\'s"}']
    assert words_of('curl -d "{\\"a\\": 1}"') == ["curl", "-d", '{"a": 1}']
    assert words_of("curl -d $'a'") == ["curl", "-d", "a"]


def test_each_character_knows_its_place() -> None:
    """The places of a word lead back to the page."""
    text = 'curl -d "x\\"y"'
    word = read_words(make_document(text), 0)[0][2]

    assert [text[place] for place in word.places[:-1]] == ["x", "\\", "y"]


@pytest.mark.parametrize("text", ["curl 'open", 'curl "open', "curl \\"])
def test_unfinished_command_is_refused(text: str) -> None:
    """An open quote, or a page that ends behind a backslash, is a DeriveError with its line."""
    with pytest.raises(DeriveError, match="page:1: the curl command cannot be read"):
        read_words(make_document(text), 0)


def test_quotes_of_an_editor_are_quotes() -> None:
    """Where every quote of a command is a curly one, an editor has made them so."""
    assert words_of("curl -H \u2018A: b c\u2019 -d \u2018{\u201ca\u201d: 1}\u2019") == [
        "curl",
        "-H",
        "A: b c",
        "-d",
        '{"a": 1}',
    ]
    assert words_of("curl -d 'a \u2018b\u2019 c'") == ["curl", "-d", "a \u2018b\u2019 c"]


def test_text_behind_a_dollar_sign_knows_escapes() -> None:
    """A quote within `$'...'` stands behind a backslash."""
    assert words_of("curl -d $'it\\'s'") == ["curl", "-d", "it's"]
