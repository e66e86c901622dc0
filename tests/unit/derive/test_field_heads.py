"""The head of a described field."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.field_heads import (
    default_in,
    field_name,
    is_attribute,
    location_in,
    read_one_line,
)


@pytest.mark.parametrize("text", ["face", "`face`", "coin.face", "coins[].face", "coins[0].face"])
def test_name_alone_on_its_line(text: str) -> None:
    """A name may have steps, and marks of Markdown around it."""
    assert field_name(f" {text} ") == text.strip("`")


def test_steps_of_a_name_may_be_parted_by_arrows() -> None:
    """An arrow leads to a member as a dot does; a trail of navigation begins with a capital."""
    assert field_name("coin > face → side") == "coin.face.side"
    assert field_name("Docs > Coins") is None


@pytest.mark.parametrize("text", ["two words", "3d", "face,", "x" * 200])
def test_what_is_no_name(text: str) -> None:
    """A word of a list, a sentence and a long run of letters are no names."""
    assert field_name(text) is None


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("default:1", "1"),
        ("Default: red", "red"),
        ("Defaults to 5", "5"),
        ("default = x", "x"),
        ("required", None),
    ],
)
def test_default_of_an_attribute(text: str, default: str | None) -> None:
    """The words before the value differ."""
    assert is_attribute(text)
    assert default_in(text) == default


def test_places_are_attributes_in_small_letters() -> None:
    """`header` says where a field travels; `Header` is a heading."""
    assert location_in("query") == "query"
    assert location_in("Query") is None
    assert location_in("Required") is None
    assert not is_attribute("Body")


@pytest.mark.parametrize(
    ("text", "name", "declared", "flags", "prose"),
    [
        ("face string required", "face", "string", ["required"], None),
        ("n (integer, optional): how many", "n", "integer", ["optional"], "how many"),
        ("- `n`: integer — how many", "n", "integer", [], "how many"),
        ("coins array of objects, Required", "coins", "array of objects", ["Required"], None),
        ("face string | null", "face", "string | null", [], None),
        ("- `n`: integer, 1-4. How many.", "n", "integer", [], "1-4. How many."),
        ("* **face** - string. `red` or `blue`", "face", "string", [], "`red` or `blue`"),
        ("#### `face` (string, optional)", "face", "string", ["optional"], None),
        ("- `note` (string): what is said", "note", "string", [], "what is said"),
        ("- **n** `integer` *required* - How many", "n", "integer", ["required"], "How many"),
        ("- **face** `string` - `red` or `blue`", "face", "string", [], "`red` or `blue`"),
        ("- `face` (uri): Its picture", "face", "uri", [], "Its picture"),
        ("- `face` (nullable string): Its side", "face", "string", ["nullable"], "Its side"),
    ],
)
def test_head_on_one_line(
    text: str, name: str, declared: str, flags: list[str], prose: str | None
) -> None:
    """Name, type, attributes and description may share a line."""
    found = read_one_line(make_document(text).lines[0])

    assert found is not None
    assert (found.name, found.label.declared.text) == (name, declared)
    assert [each.text for each in found.label.attributes] == flags
    assert (found.prose.text if found.prose else None) == prose
    assert text[found.label.declared.start :].startswith(declared)


@pytest.mark.parametrize(
    "text",
    [
        "Type: String",
        "type: string",
        "returns object",
        "the number of coins",
        "a coin",
        "face string of text",
    ],
)
def test_sentence_is_no_head(text: str) -> None:
    """A label in a list, and a sentence that has the word of a type, are no heads."""
    assert read_one_line(make_document(text).lines[0]) is None
