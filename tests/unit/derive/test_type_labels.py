"""Labels of types with limits and attributes beside them."""

from typing import Any

import pytest
from tests.unit.derive.fields import make_field
from tests.unit.derive.pages import make_document

from truecopy.derive.type_labels import is_in_signs, label_limits, read_label, read_type_line


@pytest.mark.parametrize(
    ("text", "declared", "attributes", "limits"),
    [
        ("string", "string", [], []),
        ("string <= 64 characters", "string", [], ["<= 64 characters"]),
        ("integer[ 1 .. 10 ]", "integer", [], ["[ 1 .. 10 ]"]),
        ("string <email> <= 254 characters", "string <email>", [], ["<= 254 characters"]),
        ("Array of objects (Owner) <= 5 items", "Array of objects", [], ["<= 5 items"]),
        (
            "string [ 3 .. 12 ] characters ^[A-Z]+$",
            "string",
            [],
            ["[ 3 .. 12 ] characters", "^[A-Z]+$"],
        ),
        ("string, required", "string", ["required"], []),
        ("string (optional)", "string", ["optional"], []),
        ("string, max 40 characters, required", "string", ["required"], ["max 40 characters"]),
        ("integer · default: 1 · 1-4", "integer", ["default: 1"], ["1-4"]),
        ("string or null <= 3 characters", "string or null", [], ["<= 3 characters"]),
    ],
)
def test_pieces_of_a_label(
    text: str, declared: str, attributes: list[str], limits: list[str]
) -> None:
    """Type, attributes and limits are cut apart, and each points into the line."""
    document = make_document(f"  {text}")

    label = read_type_line(document.lines[0])

    assert label is not None
    assert label.declared.text.strip() == declared
    assert [each.text for each in label.attributes] == attributes
    assert [each.text for each in label.limits] == limits
    for each in (*label.attributes, *label.limits):
        assert document.text[each.start : each.end] == each.text


@pytest.mark.parametrize(
    "text",
    ["string of letters", "number of coins, at most 5", "text", "object and more", "x" * 400, ""],
)
def test_prose_is_no_label(text: str) -> None:
    """What goes on with other words is a sentence."""
    assert read_type_line(make_document(text).lines[0]) is None


def test_type_that_is_described_elsewhere() -> None:
    """A joined name of two words stands for a type of the page's own."""
    label = read_type_line(make_document("CoinFinish[]").lines[0])

    assert label is not None
    assert not label.is_known
    assert read_type_line(make_document("Finish").lines[0]) is None


def test_words_behind_a_comma_are_of_the_label_on_its_own_line_only() -> None:
    """On a line with more, they belong to a sentence unless brackets hold them."""
    line = make_document("integer, 4 of them (integer, 1-4)").lines[0]

    alone, inside = read_label(line, 0), read_label(line, line.text.index("(") + 1)

    assert alone is not None
    assert inside is not None
    assert (alone.limits, [each.text for each in inside.limits]) == ((), ["1-4"])


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", "[ 1 .. 10 ]", {"minimum": 1, "maximum": 10}),
        ("number", "( 0 .. 0.5 ]", {"exclusiveMinimum": 0, "maximum": 0.5}),
        ("integer", "< 5", {"exclusiveMaximum": 5}),
        ("integer", "multiple of 8", {"multipleOf": 8}),
        ("string", "= 5 characters", {"minLength": 5, "maxLength": 5}),
        ("string", "> 4 characters", {"minLength": 5}),
        ("string", "non-empty", {"minLength": 1}),
        ("string", "^[A-Z]+$", {"pattern": "^[A-Z]+$"}),
        ("string", "^(a+)+$", {}),
        ("string", "<= 5", {}),
        ("array", "[ 1 .. 5 ] items", {"minItems": 1, "maxItems": 5}),
        ("array", "unique", {"uniqueItems": True}),
        ("array", "<= 5 characters", {}),
        ("number", "decimal places <= 2", {}),
        ("object", "<= 3 properties", {"maxProperties": 3}),
    ],
)
def test_limits_in_signs(kind: str, text: str, expected: dict[str, Any]) -> None:
    """A limit bounds what its unit counts; what a contract cannot say states nothing, and is told by its signs."""
    found = {keyword: value for keyword, value, _ in label_limits(text, make_field(kind))}

    assert is_in_signs(text)
    assert found == expected


def test_limits_of_elements() -> None:
    """What stands in the brackets of items bounds each of them."""
    found = list(label_limits("[ items <= 64 characters ]", make_field("array")))

    assert found == [("maxLength", 64, True)]
    assert not is_in_signs("max 5 items")
