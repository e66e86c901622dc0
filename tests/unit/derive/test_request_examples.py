"""Request examples made sendable."""

from typing import Any

import pytest

from truecopy.derive.request_examples import PROMPT, fill, lacking


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
