"""What is known of a field, and the values that prose writes."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.documented_fields import (
    DocumentedField,
    literal,
    number,
    picture_formats,
    read_type,
)
from truecopy.errors import DeriveError


@pytest.mark.parametrize(
    ("text", "expected"), [("1,234,567", 1234567), ("-4", -4), ("0.25", 0.25), ("3.0", 3)]
)
def test_number_with_separators_and_fraction(text: str, expected: float) -> None:
    """Thousands separators count for nothing, and a whole number is an integer."""
    assert number(text) == expected
    assert type(number(text)) is type(expected)


@pytest.mark.parametrize("text", ["1.2.3", "..", "-", "9" * 5000])
def test_number_beyond_any_limit_is_refused(text: str) -> None:
    """What is no number, or has more digits than a limit can have, is a DeriveError."""
    with pytest.raises(DeriveError, match="no number"):
        number(text)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("7", "integer", 7),
        ("true", "boolean", True),
        ("null", "string", None),
        ('"red"', "string", "red"),
        ("red", "string", "red"),
        ("“red”", "string", "red"),
        ("NaN", "string", "NaN"),
    ],
)
def test_literal_is_json_or_a_bare_word(text: str, kind: str, expected: object) -> None:
    """A value is JSON, or a bare word where the field is a text."""
    assert literal(text, make_field(kind)) == expected


@pytest.mark.parametrize(("text", "kind"), [("red", "integer"), ("two words", "string")])
def test_literal_is_no_prose(text: str, kind: str) -> None:
    """Prose is no value."""
    with pytest.raises(ValueError, match=text):
        literal(text, make_field(kind))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", (["string"], None, None)),
        ("string<uuid>", (["string"], "uuid", None)),
        ("string<uri>[]", (["array"], "uri", "string")),
        ("object[]", (["array"], None, "object")),
        ("enum<string>", (["string"], None, None)),
        ("file", (["file"], None, None)),
        ("Array of strings", (["array"], None, "string")),
        ("String or null", (["string", "null"], None, None)),
        ("string | null", (["string", "null"], None, None)),
        ("string | photo", None),
        ("Fancy", None),
        ("array of photos", None),
    ],
)
def test_type_label(text: str, expected: tuple[list[str], str | None, str | None] | None) -> None:
    """A type label names types, a format and the type of elements; anything else names none."""
    assert read_type(text) == expected


def test_picture_formats_have_one_slug_each() -> None:
    """Two names of one format are one format."""
    assert picture_formats("JPG, jpeg, TIF and png") == ["jpeg", "tiff", "png"]


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        ("image_url", {"string"}, True),
        ("image_count", {"integer"}, False),
        ("text", {"file"}, True),
    ],
)
def test_field_is_a_picture_by_name_or_type(name: str, types: set[str], *, expected: bool) -> None:
    """A file is a picture, and so is what is called one and is no number or switch."""
    assert DocumentedField(name=name, types=frozenset(types)).is_picture is expected


def test_a_union_of_types_keeps_format_and_elements() -> None:
    """`string<uri> | null` names two types and one format; a part that is no type makes it none."""
    assert read_type("string<uri> | null") == (["string", "null"], "uri", None)
    assert read_type("string[] or null") == (["array", "null"], None, "string")
    assert read_type("String") == (["string"], None, None)
    assert read_type("string | something") is None
