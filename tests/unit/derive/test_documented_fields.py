"""What is known of a field, and the values that prose writes."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.documented_fields import DocumentedField, literal, number, picture_formats
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


def test_picture_formats_have_one_slug_each() -> None:
    """Two names of one format are one format."""
    assert picture_formats("JPG, jpeg, TIF and png") == ["jpeg", "tiff", "png"]


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("audio_url", None, True),
        ("callbackUrl", None, True),
        ("link", None, True),
        ("target", "uri", True),
        ("curl", None, False),
        ("text", None, False),
    ],
)
def test_field_holds_an_address(name: str, form: str | None, *, expected: bool) -> None:
    """A field is an address by its format, or by its name."""
    field = DocumentedField(name=name, types=frozenset({"string"}), format=form)

    assert field.is_address is expected


def test_field_is_a_picture_only_when_the_page_says_so() -> None:
    """A name says nothing: an `image` may be a count, and a file a recording."""
    assert not DocumentedField(name="image", types=frozenset({"string"})).is_picture
    assert not DocumentedField(name="file", types=frozenset({"file"})).is_picture
