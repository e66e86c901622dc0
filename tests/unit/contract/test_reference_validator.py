"""The validator that words problems: of long arrays the first few, and never more than one look at each element."""

from typing import Any

import pytest
from tests.growth import growth

from truecopy.contract.reference_validator import reference_validator
from truecopy.contract.validate import CompiledSchema, compile_test

LIST = CompiledSchema(
    {"properties": {"images": {"items": {"type": "string"}}}, "required": ["prompt"]}
)
DISTINCT = CompiledSchema({"uniqueItems": True})


def pointers(instance: Any) -> list[str]:
    """Return where the problems of an instance are."""
    return [each.pointer for each in LIST.problems(instance)]


def test_each_wrong_element_is_told_up_to_ten() -> None:
    """The first ten wrong elements of an array are told, beside what else is wrong."""
    few = {"prompt": "", "images": ["a", 1, "b", 2]}
    many = {"images": [1] * 1_000}

    assert pointers(few) == ["/images/1", "/images/3"]
    assert pointers(many) == ["/prompt", *(f"/images/{index}" for index in range(10))]


def test_a_wrong_element_is_found_behind_many_good_ones() -> None:
    """The one wrong element of a long array is told, however late it comes."""
    assert pointers({"prompt": "", "images": ["a"] * 20_000 + [1]}) == ["/images/20000"]


@pytest.mark.parametrize("instance", [[1, "a", {}, 1], [[1, 2], {"a": 1}, [1, 2]]])
def test_elements_that_are_the_same_are_told(instance: list[Any]) -> None:
    """Two equal elements are one problem of the array, also among elements that cannot be sorted."""
    assert [each.keyword for each in DISTINCT.problems(instance)] == ["uniqueItems"]
    assert DISTINCT.problems(instance[:-1]) == []


@pytest.mark.parametrize(
    ("compiled", "make"),
    [
        pytest.param(LIST, lambda size: {"images": [1] * size}, id="wrong elements"),
        pytest.param(LIST, lambda size: {"images": ["a"] * size + [1]}, id="good elements"),
        pytest.param(
            DISTINCT, lambda size: [*map(str, range(size)), 1, {}, 1], id="distinct elements"
        ),
    ],
)
def test_wording_takes_time_in_proportion(compiled: CompiledSchema, make: Any) -> None:
    """Wording what is wrong with an array sixteen times as long takes some sixteen times as long."""
    assert growth(lambda size: compiled.problems(make(size)), 2_000, 32_000, rounds=3) < 16 * 5


def messages(schema: dict[str, Any], instance: Any) -> list[str]:
    """Return what is wrong with an instance."""
    return [
        each.message for each in reference_validator(schema, compile_test).iter_errors(instance)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "is_good"),
    [
        ("^[a-z]+$", "kite", True),
        ("^[a-z]+$", "kite\n", False),
        (r"^a\$", "a$", True),
        (r"^a\$", "a", False),
    ],
)
def test_a_dollar_is_the_end_of_the_text(pattern: str, text: str, is_good: bool) -> None:
    """A line feed behind the text does not match, as in ECMA-262; an escaped dollar is a dollar."""
    assert (messages({"pattern": pattern}, text) == []) is is_good


def test_formats_are_asserted() -> None:
    """A format is no annotation, and says nothing of what is no text."""
    schema = {"format": "uri"}

    assert messages(schema, "https://example.com/a") == []
    assert messages(schema, 5) == []
    assert len(messages(schema, "a")) == 1


def test_dimensions_are_worded() -> None:
    """A text that names no size is told; a number is none of this keyword's business."""
    schema = {"x-dimensions": {"separator": "*"}}

    assert messages(schema, "512*512") == []
    assert messages(schema, 512) == []
    assert messages(schema, "512x512") == ["'512x512' is not width*height"]


class Loud:
    """Counts how often it is written out."""

    count = 0

    def __repr__(self) -> str:
        """Return a letter, and count."""
        Loud.count += 1
        return "x"


@pytest.mark.parametrize("instance", [[Loud()] * 1_000, {"a": [{"b": [Loud()] * 1_000}]}])
def test_of_a_large_instance_no_more_is_written_out_than_is_shown(instance: Any) -> None:
    """Its words are cut anyway, and writing out a body of many megabytes keeps everybody waiting."""
    Loud.count = 0
    validator = reference_validator({"type": "string", "enum": ["a"]}, compile_test)

    messages = [each.message for each in validator.iter_errors(instance)]

    assert len(messages) == 2
    assert all("x, x, x" in each and "..." in each for each in messages)
    assert Loud.count < 200
