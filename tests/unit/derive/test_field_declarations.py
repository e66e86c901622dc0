"""What the lines under the name of a field declare."""

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive import reference
from truecopy.derive.statements import Page

CURL = "curl https://api.example.com/v1/coins -d '{\"n\": 1}'\n"


def read(body: str, answer: str = "") -> Page:
    """Return what a page with these fields says."""
    return reference.read(make_document(f"{CURL}{answer}\nBody\n\n{body}"))


@pytest.mark.parametrize(
    "body",
    ["face\nstring | null\n", "face\nstring\nnullable\n", "face\nstring\n\nMay be null.\n"],
)
def test_field_may_be_null(body: str) -> None:
    """A type label, an attribute or a sentence says so."""
    assert said(read(body), "request.face", "type") == [["string", "null"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("width\ninteger\ndeprecated\n\nHow wide.\n", [True]),
        ("width\ninteger\n\nDeprecated: use size.\n", [True]),
        ("width\ninteger\n\nThis field is deprecated.\n", [True]),
        ("width\ninteger\n\n已弃用\n", [True]),
        ("width\ninteger\n\nReplaces a field that is deprecated.\n", []),
        ("width\ninteger\n\nHow wide.\n", []),
    ],
)
def test_a_field_is_called_deprecated(text: str, expected: list[bool]) -> None:
    """As an attribute, or by the words that its description begins with; what is said of other fields is no label."""
    assert said(read(text), "request.width", "deprecated") == expected


def test_a_title_calls_a_field_deprecated() -> None:
    """In a list of parameters the label stands behind the name."""
    text = f"{CURL}\nParameters\n\nwidth (Pixels, deprecated)\n\n  • Type: Integer\n"

    assert said(reference.read(make_document(text)), "request.width", "deprecated") == [True]


@pytest.mark.parametrize(
    ("line", "expected"), [("default:2", [2]), ("default: none", []), ("default:soon", [])]
)
def test_a_default_is_a_value_of_the_field(line: str, expected: list[int]) -> None:
    """What is none is prose, and states no default."""
    assert said(read(f"n\ninteger\n{line}\n\nHow many.\n"), "request.n", "default") == expected
