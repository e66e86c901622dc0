"""Labels of types."""

from typing import Any

import pytest

from truecopy.derive.declared_types import DeclaredType, read_type


def label(*types: str, **more: Any) -> DeclaredType:
    """Return what a label names."""
    return DeclaredType(types=types, **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", label("string")),
        ("string<uuid>", label("string", format="uuid")),
        ("string<uri>[]", label("array", items="string", items_format="uri")),
        ("object[]", label("array", items="object")),
        ("string[][]", label("array", items="array")),
        ("enum<string>", label("string", is_enum=True)),
        ("enum<string>[]", label("array", items="string", is_enum=True)),
        ("enum<string> | null", label("string", "null", is_enum=True)),
        ("file", label("file")),
        ("file[]", label("array", items="file")),
        ("string<binary>", label("file")),
        ("Array of strings", label("array", items="string")),
        ("array<string>", label("array", items="string")),
        ("String or null", label("string", "null")),
        ("string | null", label("string", "null")),
        ("string<uri> | null", label("string", "null", format="uri")),
        ("string[] or null", label("array", "null", items="string")),
        ("string | array", label("string", "array")),
        ("integer<int32>", label("integer")),
        ("Float", label("number")),
        ("bool", label("boolean")),
        ("map<string, integer>", label("object")),
        ("string (uuid)", label("string", format="uuid")),
        ("string<password>", label("string")),
        ('integer or "auto"', label("integer", "string")),
        ("string (enum)", label("string", is_enum=True)),
        ("string | photo", None),
        ("Fancy", None),
        ("null", None),
        ("text", None),
        ("array of photos", None),
        ("string " * 40, None),
    ],
)
def test_type_label(text: str, expected: DeclaredType | None) -> None:
    """A type label names types, a known format and the type of elements; anything else names none."""
    assert read_type(text) == expected


@pytest.mark.parametrize(
    ("text", "is_enum"),
    [("(string | null)", False), ("string?", False), ("enum<string | null>", True)],
)
def test_text_that_may_be_null_in_other_notations(text: str, *, is_enum: bool) -> None:
    """Brackets, a question mark and null among the choices say the same as `string | null`."""
    assert read_type(text) == DeclaredType(types=("string", "null"), is_enum=is_enum)


def test_elements_may_be_named_by_their_format() -> None:
    """`array of uris` is a list of texts in that format."""
    assert read_type("array of uris") == DeclaredType(
        types=("array",), items="string", items_format="uri"
    )
