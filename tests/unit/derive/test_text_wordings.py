"""Choices, defaults and examples of texts."""

import pytest

from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.prose import read_limits


def said(text: str, *, name: str = "face", is_enum: bool = False) -> dict[str, object]:
    """Return what a text says of a text field."""
    field = DocumentedField(name=name, types=frozenset({"string"}), is_enum=is_enum)
    return {each.keyword: each.value for each in read_limits(text, field)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Available options: king", {"enum": ["king"]}),
        ("Available options:\n- king\n- queen", {"enum": ["king", "queen"]}),
        ("Allowed values: `king`, `queen`", {"enum": ["king", "queen"]}),
        ("One of: 1:1, 16:9", {"enum": ["1:1", "16:9"]}),
        (
            "Face of the coin: king (default) or queen",
            {"enum": ["king", "queen"], "default": "king"},
        ),
        ("可选值：king、queen", {"enum": ["king", "queen"]}),
        ("Defaults to king.", {"default": "king"}),
        ("默认值：king", {"default": "king"}),
        ("Must be positive or null", {}),
        ("Either `float` or `base64`.", {"enum": ["float", "base64"]}),
        ("One of them", {}),
        ("Motto languages: en, zh", {}),
        ("Allowed values: `king`, `queen`, `null`", {"enum": ["king", "queen"]}),
        ("`king`, `queen` or null", {"enum": ["king", "queen"]}),
        ("可用选项:\nking\nqueen", {"enum": ["king", "queen"]}),
    ],
)
def test_choices_and_defaults(text: str, expected: dict[str, object]) -> None:
    """A list is one of choices when it is introduced as one, or when its label names the field."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("name", "text", "is_choice"),
    [
        ("output_format", "Allowed formats: csv, jsonl", True),
        ("file_id", "Allowed file types: csv, jsonl", False),
        ("recording", "The recording, in one of these formats: mp3, wav", False),
        ("dataset", "Where the data is. Must be csv or parquet.", False),
        ("container", "Must be mp4 or mov.", True),
        ("script", "Script languages: latin, greek", False),
    ],
)
def test_formats_are_choices_of_a_format_alone(name: str, text: str, *, is_choice: bool) -> None:
    """What a text leads to has formats, and the text none; a field that names a format has them as its values."""
    assert ("enum" in said(text, name=name)) is is_choice


def test_size_is_written_with_its_mark() -> None:
    """Sides bound a text that is said to be a size, and no other."""
    field = DocumentedField(name="size", types=frozenset({"string"}), is_size=True)
    text = "Width and height must be between 256 and 1536 pixels."

    assert [each.keyword for each in read_limits(text, field)] == ["x-dimensions/side"]
    assert said(text, name="motto") == {}


def test_choices_of_elements_are_of_their_type() -> None:
    """The choices of a list of integers are integers; what is no number is none of them."""
    field = DocumentedField(name="faces", types=frozenset({"array"}), items="integer", is_enum=True)

    found = read_limits("Available options:\n1,\n2", field)

    assert {each.keyword for each in found} == {"enum"}
    assert all(each.value == [1, 2] and each.on_items for each in found)
    assert read_limits("Available options:\nhead,\ntail", field) == []
