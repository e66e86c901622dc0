"""Values at and past each limit."""

from typing import Any

import pytest
from tests.unit.judge.operations import field

from truecopy.contract import CompiledSchema
from truecopy.judge.boundaries import (
    _other_mark,
    accepted_values,
    ordinary_value,
    refused_values,
    unsendable,
)

SIDES = {"minimum": 512, "maximum": 2048}


def accepted(schema: Any, *, is_form: bool = False) -> list[Any]:
    """Return what a field must take."""
    return [value for _, value, _ in accepted_values(field(schema), is_form=is_form)]


def refused(schema: Any, *, is_form: bool = False) -> dict[str, list[Any]]:
    """Return what a field must not take, by the keyword that it breaks."""
    found: dict[str, list[Any]] = {}
    for keyword, value, _ in refused_values(field(schema), is_form=is_form):
        found.setdefault(keyword, []).append(value)
    return found


@pytest.mark.parametrize(
    ("schema", "good", "keyword", "bad"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 6}, [1, 6], "maximum", [7]),
        ({"type": "integer", "minimum": 1, "maximum": 6}, [1, 6], "minimum", [0]),
        ({"type": "string", "maxLength": 3}, ["雨雨雨"], "maxLength", ["xxxx"]),
        ({"type": "string", "minLength": 2}, ["xx"], "minLength", ["x"]),
        ({"enum": ["a", "b"]}, ["a", "b"], "enum", ["ax"]),
        ({"type": "integer", "enum": [8, 16]}, [8, 16], "enum", [9]),
        ({"type": "number", "minimum": 0.5}, [0.5], "minimum", [0.4]),
        ({"type": "string", "format": "uuid"}, [], "format", ["neither-here-nor-there"]),
        ({"type": "string", "pattern": "^[0-9]+$"}, [], "pattern", ["large"]),
        ({"type": "number", "exclusiveMaximum": 2}, [], "exclusiveMaximum", [2]),
        ({"type": "boolean"}, [True, False], "type", [{"text": "x"}]),
        ({"type": "object", "minProperties": 1}, [], "minProperties", [{}]),
        ({"type": ["string", "null"]}, [None], "type", [{"text": "x"}]),
    ],
)
def test_both_sides_of_a_limit_are_tried(
    schema: Any, good: list[Any], keyword: str, bad: list[Any]
) -> None:
    """The last value that must be taken, and the first that must not."""
    assert accepted(schema) == good
    assert refused(schema)[keyword] == bad
    compiled = CompiledSchema(schema)
    assert all(compiled.is_valid(each) for each in good)
    assert not any(compiled.is_valid(each) for each in bad)


def test_lists_are_as_long_as_they_may_be() -> None:
    """One element more, and one fewer than there must be, are refused."""
    schema = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3}

    (longest,) = accepted(schema)
    assert len(longest) == 3
    assert [len(each) for each in refused(schema)["maxItems"]] == [4]
    assert refused(schema)["minItems"] == [[]]


def test_sizes_are_tried_at_their_sides_and_pixels() -> None:
    """Each side at both ends, and a row of pixels more or less than there may be."""
    by_side = {"type": "string", "x-dimensions": {"side": SIDES, "empty": True}}
    by_pixels = {"x-dimensions": {"separator": "x", "pixels": {"minimum": 100, "maximum": 10_000}}}

    assert accepted(by_side) == ["", "512*2048", "2048*512"]
    assert refused(by_side)["x-dimensions/side"] == ["511*512", "512*511", "2049*512", "512*2049"]
    assert accepted(by_pixels) == ["10x10", "100x100"]
    assert refused(by_pixels)["x-dimensions/pixels"] == ["10x9", "100x101"]


def test_a_form_cannot_send_everything() -> None:
    """It has no null, and any text is a text."""
    assert accepted({"type": ["string", "null"]}, is_form=True) == []
    assert "type" not in refused({"type": "string"}, is_form=True)
    assert refused({"type": "integer"}, is_form=True)["type"] == ["many"]


def test_a_field_without_limits_has_an_ordinary_value() -> None:
    """Where there is nothing to try, one value of its type is."""
    ((keyword, value, _),) = ordinary_value(field({"type": "string"}))

    assert (keyword, isinstance(value, str)) == ("type", True)
    assert list(ordinary_value(field({"type": "string", "enum": ["a"]}))) == []
    address = field({"type": "string", "maxLength": 99}, "callback_url")
    assert next(ordinary_value(address))[1] == "https://example.com/resource"


def test_values_are_told_in_a_line() -> None:
    """However long a value is, its words are short."""
    told = [
        words
        for make in (accepted_values, refused_values)
        for _, _, words in make(field({"type": "string", "maxLength": 100_000}), is_form=False)
    ]

    assert told
    assert all(len(each) < 120 for each in told)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uri", "maxLength": 200},
        {"type": "string", "pattern": "^[a-z]{2}$", "minLength": 2, "maxLength": 9},
        {"type": "integer", "minimum": 1, "maximum": 30, "multipleOf": 8},
    ],
)
def test_a_bound_that_another_keyword_excludes_is_not_tried(schema: Any) -> None:
    """What must be taken is what every keyword of the field takes."""
    assert all(not list(CompiledSchema(schema).problems(value)) for value in accepted(schema))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"separator": "*"}, "1024x1024"),
        ({"separator": "x"}, "1024*1024"),
        ({"separator": "*", "side": {"minimum": 16, "maximum": 512}}, "512x512"),
        ({"separator": "*", "pixels": {"minimum": 1, "maximum": 65_536}}, "256x256"),
        ({}, ""),
    ],
)
def test_a_size_with_another_mark_is_good_but_for_it(rule: Any, text: str) -> None:
    """Only the mark between the sides is not as documented; where any will do there is none."""
    assert _other_mark(rule) == text


def test_limits_at_which_nothing_can_be_sent_are_told() -> None:
    """Nobody sends a text of a thousand million characters to see whether it is taken."""
    schema = {
        "maxLength": 10**9,
        "minLength": 3,
        "maxItems": 10**8,
        "x-dimensions": {"pixels": {"minimum": 1, "maximum": 10**18}},
    }

    assert unsendable(schema).keys() == {"maxLength", "maxItems", "x-dimensions"}
    assert unsendable({"maxLength": 4000, "maxItems": 3, "x-dimensions": {"separator": "x"}}) == {}
