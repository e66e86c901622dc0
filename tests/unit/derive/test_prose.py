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
