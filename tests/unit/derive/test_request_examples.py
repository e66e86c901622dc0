"""Request examples made sendable."""

from typing import Any

import pytest

from truecopy.derive.request_examples import PROMPT, fill, is_ours_refused, lacking


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": ["link", "inline"]}, "link"),
        ({"x-image": {"sources": ["base64", "url"]}}, "https://example.com/picture.png"),
        ({"x-dimensions": {"separator": "x", "side": {"minimum": 128}}}, "128x128"),
        ({"x-dimensions": {"separator": "*"}}, "1024*1024"),
        ({"maxLength": 7}, PROMPT[:7]),
        ({}, PROMPT),
    ],
)
def test_placeholder_becomes_a_value_that_its_schema_accepts(
    schema: dict[str, Any], expected: str
) -> None:
    """A placeholder is filled by choices, picture address, size, or words within the length."""
    assert fill("<string>", schema) == expected


def test_prose_is_replaced_and_values_are_kept() -> None:
    """Text with white space is the documents' prose; words, numbers and switches stay."""
    example = {"words": ["two herons", "x-7"], "n": 2, "on": True, "none": None}

    assert fill(example, {}) == {"words": [PROMPT, "x-7"], "n": 2, "on": True, "none": None}


def test_schema_of_each_member_applies() -> None:
    """Nested placeholders are filled by the schema of their own place."""
    schema = {"properties": {"a": {"items": {"properties": {"b": {"enum": ["z"]}}}}}}

    assert fill({"a": [{"b": "..."}]}, schema) == {"a": [{"b": "z"}]}


def test_required_member_that_an_example_lacks_is_put_in() -> None:
    """What a page marks holds; a form, which is no object, shows some of its parts only."""
    part = {"required": ["n", "m"], "properties": {"n": {"type": "integer", "minimum": 2}}}
    schema = {"type": "object", **part}

    assert fill({"m": 3}, schema) == {"m": 3, "n": 2}
    assert fill({"m": 3}, part) == {"m": 3}
    assert list(lacking({"m": 3}, schema)) == ["/n"]
    assert list(lacking({"a": [{}]}, {"properties": {"a": {"items": schema}}})) == [
        "/a/0/n",
        "/a/0/m",
    ]


def test_placeholder_of_a_number_becomes_one() -> None:
    """A placeholder is filled by the type of its field, not by words."""
    assert fill("<integer>", {"type": "integer", "minimum": 4}) == 4


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": [123, 4]}, 123),
        ({"enum": [2, 4]}, 2),
        ({"minimum": 200}, 200),
        ({"maximum": 4}, 4),
        ({"exclusiveMinimum": 123}, 124),
        ({"exclusiveMaximum": 100}, 99),
        ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
        ({"exclusiveMinimum": 123, "exclusiveMaximum": 124}, 123.5),
        ({"multipleOf": 8}, 120),
        ({"multipleOf": 8, "minimum": 122}, 128),
    ],
)
def test_a_number_that_is_a_placeholder_becomes_the_nearest_that_its_schema_accepts(
    schema: dict[str, Any], expected: float
) -> None:
    """Choices, bounds and steps; any other number is what the page says."""
    assert fill(123, schema) == expected
    assert fill(7, schema) == 7


@pytest.mark.parametrize(
    ("example", "schema", "expected"),
    [
        ("<string>", {"type": "integer", "enum": [3, 5]}, 3),
        ([], {"items": {"enum": ["z"]}, "minItems": 2}, ["z", "z"]),
        ("<string>", {"pattern": "^[a-z]{2}$", "examples": ["none", "no"]}, "no"),
        ("<string>", {"pattern": "^kite$", "default": "kite"}, "kite"),
    ],
)
def test_a_placeholder_is_filled_by_what_its_schema_names(
    example: Any, schema: dict[str, Any], expected: Any
) -> None:
    """Choices, elements, examples and defaults."""
    assert fill(example, schema) == expected


def test_prose_that_the_documents_name_as_a_value_is_kept() -> None:
    """A choice or default of several words is no prose."""
    assert fill("two herons", {"enum": ["two herons"]}) == "two herons"
    assert fill("two herons", {"default": "two herons"}) == "two herons"


@pytest.mark.parametrize(
    ("example", "filled", "is_ours"),
    [
        ({"code": "<string>"}, {"code": "a"}, True),
        ({}, {"code": None}, True),
        ({"code": "a"}, {"code": "a"}, False),
        ({"code": "12"}, {"code": "12"}, False),
    ],
)
def test_what_is_ours_is_not_blamed_on_the_page(
    example: dict[str, Any], filled: dict[str, Any], *, is_ours: bool
) -> None:
    """A filler that the schema refuses is ours; a value of the page is its own, good or bad."""
    schema = {"type": "object", "properties": {"code": {"type": "string", "minLength": 2}}}

    assert is_ours_refused(example, filled, schema) is is_ours
