"""JSON out of the middle of a page."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.derive.pages import make_document

from truecopy.derive.located_json import Node, read_json
from truecopy.errors import DeriveError

# Dots alone are no name of a member: they stand for members that are left out.
names = st.text(max_size=4).filter(lambda name: name.strip(".\u2026"))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e100, max_value=1e100)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner),
    max_leaves=8,
)


def read(text: str, start: int = 0) -> Node:
    """Return the node that begins at an offset of a page."""
    return read_json(make_document(text), start)


@given(value=values, indent=st.none() | st.integers(0, 3))
def test_every_value_is_read_as_it_was_written(value: Any, indent: int | None) -> None:
    """What json writes is read back, and what follows it is left alone."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)

    found = read(f"before {text} after", len("before "))

    assert found.value == value
    assert found.end == len("before ") + len(text)


def test_each_member_knows_its_place() -> None:
    """A member begins at its key and ends behind its value; an element is where it stands."""
    text = '{"a": 1, "b": [true, {"c": null}]}'

    found = read(text)

    inner = found.members["b"]
    assert text[found.members["a"].start : found.members["a"].end] == '"a": 1'
    assert text[inner.items[0].start : inner.items[0].end] == "true"
    assert text[inner.items[1].members["c"].start :].startswith('"c": null')


def test_last_of_two_equal_keys_counts() -> None:
    """A key that stands twice has its last value, as other readers have it."""
    assert read('{"a": 1, "a": 2}').value == {"a": 2}


@pytest.mark.parametrize("text", ["{}", "[]", "{ }", "[\n]"])
def test_empty_ones_end_behind_their_bracket(text: str) -> None:
    """An empty object or array ends behind its closing bracket."""
    assert read(text + " rest").end == len(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nope", "a value was expected"),
        ("{'a': 1}", "a key in double quotes"),
        ('{"a" 1}', "':' was expected"),
        ('{"a": 1', "',' or '}' was expected"),
        ("[1 2]", "',' or ']' was expected"),
        ("[1,,2]", "a value was expected"),
        ('"open', "Unterminated string"),
        ("[" * 200, "nested deeper"),
        ("9" * 5000, "too long"),
        ("1e999", "too large"),
        (r'"\ud800"', "surrogate"),
        (r'{"\udfff": 1}', "surrogate"),
    ],
)
def test_what_is_no_json_names_its_line(text: str, reason: str) -> None:
    """The error carries document, line and reason."""
    with pytest.raises(DeriveError, match=r"page:2: an example is not JSON") as caught:
        read("first line\n" + text, len("first line\n"))
    assert reason in str(caught.value)


def test_one_of_several_values() -> None:
    """Where a page writes which values there may be, the first stands for them."""
    assert read('{"on": true | false, "n": 1}', 0).value == {"on": True, "n": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 2, ... (1533 more numbers)]", [1, 2]),
        ("[1, 2, ... and 3 others]", [1, 2]),
        ("[1, ..., 9]", [1, 9]),
        ("[1, [...]]", [1]),
        ("[[1], [...]]", [[1], []]),
        ("[[], 1]", [[], 1]),
        ('[{"n": 1},\n...\n{"n": 9}]', [{"n": 1}, {"n": 9}]),
        ('{"a": 1,\n.\n.\n.\n}', {"a": 1}),
        ('{"a": 1, ... more fields\n}', {"a": 1}),
    ],
)
def test_what_is_left_out_may_say_so(text: str, value: Any) -> None:
    """Dots stand for members and elements, with words behind them, in brackets or a line each."""
    found = read(text)

    assert found.value == value
    assert found.end == len(text)
