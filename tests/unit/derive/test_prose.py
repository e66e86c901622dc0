"""Limits that prose states: where they stand, and what they bound."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.prose import read_limits


@pytest.mark.parametrize(
    "text", ["Required array length: 2 - 5 elements", "Count: 2-5 photos", "supports 2-5 photos"]
)
def test_length_of_a_list(text: str) -> None:
    """The same numbers bound the length of a list, and not its elements."""
    found = read_limits(text, make_field("photos"))

    assert {(each.keyword, each.value, each.on_items) for each in found} == {
        ("minItems", 2, False),
        ("maxItems", 5, False),
    }


def test_limits_of_pictures_in_a_list_bound_its_elements() -> None:
    """What is said of pictures holds for each element of a list of pictures."""
    (limit,) = read_limits("Max 3MB per photo", make_field("photos"))

    assert limit.on_items
    assert limit.keyword == "x-image/bytes"


def test_place_of_a_limit_is_that_of_its_words() -> None:
    """A limit points at the words that state it, in order of appearance."""
    text = "Words on the edge. At most 70 characters. At least 3 characters."

    found = read_limits(text, make_field("string"))

    assert [text[each.start : each.end] for each in found] == [
        "At most 70 characters",
        "At least 3 characters",
    ]


def test_limits_come_in_the_order_of_the_text() -> None:
    """Whatever wording reads them, limits are told as they stand; a text without one has none."""
    found = read_limits("Default: 3. Supports 2-9.", make_field("integer"))

    assert [each.start for each in found] == sorted(each.start for each in found)
    assert {each.keyword for each in found} >= {"minimum", "maximum"}
    assert read_limits("How many kites.", make_field("integer")) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "At most 10k."),
        ("integer", "Between 0 and 2**31."),
        ("integer", "At most 2 million."),
        ("integer", "At most 0,5."),
        ("integer", "At most 1.000."),
        ("integer", "There is no maximum of 10 here."),
        ("integer", "Values between 5 and 9 are reserved."),
        ("integer", "Must not be between 5 and 9."),
        ("integer", "For press-3, 1 to 4."),
        ("integer", "1-4 for press-2, 1-8 for press-3."),
        ("integer", "Between 1 and 10. Larger values are clamped."),
        ("string", "At most 10 characters. Text longer than that is cut off."),
        ("string", "Must not be one of: oak, elm."),
        ("string", "Possible values: oak, elm, etc."),
        ("string", "Possible values: `oak`, `elm`, or any other string."),
        ("string", "When set to oak, at most 10 characters."),
        ("string", "The first word may have at most 8 characters."),
        ("string", "Up to 10 tags of at most 20 characters each."),
        ("array", "Values between 1 and 10."),
    ],
)
def test_what_bounds_something_else_bounds_no_value(kind: str, text: str) -> None:
    """A number that goes on, a negation, another model, a part of the text, and what is made to fit: no limits."""
    assert read_limits(text, make_field(kind)) == []


@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    [
        ("string", "Names longer than 30 characters are rejected.", {"maxLength": 30}),
        ("string", "Names shorter than 3 characters are refused.", {"minLength": 3}),
        ("string", "Length must be 1-64.", {"minLength": 1, "maxLength": 64}),
        ("integer", "Range: [0, 10)", {"minimum": 0, "exclusiveMaximum": 10}),
        ("integer", "Range: (0, 10]", {"exclusiveMinimum": 0, "maximum": 10}),
        (
            "number",
            "Between 0 and 1, exclusive.",
            {"exclusiveMinimum": 0, "exclusiveMaximum": 1},
        ),
        ("integer", "Cannot be less than 3.", {"minimum": 3}),
        ("integer", "Must be positive.", {"minimum": 1}),
        ("number", "Must be a positive number.", {"exclusiveMinimum": 0}),
        ("integer", "A non-negative integer.", {"minimum": 0}),
        ("integer", "The number of coins, 1 to 10.", {"minimum": 1, "maximum": 10}),
        ("integer", "1–9", {"minimum": 1, "maximum": 9}),
        ("integer", ">= 2 and <= 9", {"minimum": 2, "maximum": 9}),
        ("integer", "field >= 2", {"minimum": 2}),
        ("integer", "other >= 2", {}),
        ("integer", "Fewer than 5.", {"exclusiveMaximum": 5}),
        ("integer", "One of 1, 2, 4.", {"enum": [1, 2, 4]}),
        ("integer", "Either 1 or 2.", {"enum": [1, 2]}),
        ("array", "Must not contain more than 5 entries.", {"maxItems": 5}),
    ],
)
def test_wordings_of_a_limit(kind: str, text: str, limits: dict[str, object]) -> None:
    """Each end is what its words say, inclusive or not, whichever way round they say it."""
    assert {each.keyword: each.value for each in read_limits(text, make_field(kind))} == limits


def test_a_limit_of_one_name_is_no_limit_of_all() -> None:
    """What holds for one of several names is told, and bounds nothing; what holds for all does."""
    field = make_field("string")

    assert read_limits("At most 40 characters for oak and 90 characters for elm.", field) == []
    assert read_limits("At most 40 characters for free.", field) == []
    assert [each.value for each in read_limits("At most 40 characters for all.", field)] == [40]
