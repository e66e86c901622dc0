"""Texts that name width and height."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.dimensions import dimension_problem, parse_size


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.sampled_from("*xX\u00d7"))
def test_a_size_is_read_whatever_its_mark(width: int, height: int, mark: str) -> None:
    """Width and height are read around any of the usual marks."""
    assert parse_size(f"{width}{mark}{height}") == (width, height)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", None),
        ("512*2048", None),
        ("511*600", "side"),
        ("600*2049", "side"),
        ("2048*2048", "pixels"),
        ("512x512", "separator"),
        ("512*", "separator"),
        ("٣*٣", "separator"),
    ],
)
def test_a_rule_says_which_of_its_parts_is_broken(text: str, part: str | None) -> None:
    """Separator, side and count of pixels are told apart."""
    rule = {
        "separator": "*",
        "side": {"minimum": 512, "maximum": 2048},
        "pixels": {"minimum": 1, "maximum": 4_000_000},
        "empty": True,
    }

    problem = dimension_problem(rule)(text)

    assert (problem[0] if problem else None) == part


@pytest.mark.parametrize(
    "value",
    ["1024", "1024*", "x" * 10_000, "9" * 10 + "*1", None, 1024],
    ids=["one side", "half", "endless", "ten digits", "none", "number"],
)
def test_anything_else_is_no_size(value: object) -> None:
    """A size has two sides of up to nine digits, and is a text."""
    assert parse_size(value) is None


def test_a_rule_without_bounds_takes_any_size() -> None:
    """What a rule does not say is not asked for."""
    problem = dimension_problem({})

    assert problem("1*999999999") is None
    assert problem("") == ("separator", "'' is not width*height")
