"""JSON pointers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.model.pointers import (
    each,
    escape,
    first,
    getter,
    join,
    member_getter,
    node,
    split,
    unescape,
)

names = st.lists(st.text(max_size=6), max_size=5)


@given(names)
def test_a_pointer_survives_joining_and_splitting(parts: list[str]) -> None:
    """What is joined is split into the same names, whatever marks they hold."""
    assert list(split(join(parts))) == parts


def test_a_node_is_found_and_a_missing_one_is_an_error() -> None:
    """A pointer names one node, through objects and arrays."""
    document = {"a": [{"b/c": 5}]}

    assert node(document, "/a/0/b~1c") == 5
    for pointer in ("/a/1", "/a/x", "/a/0/b", "/a/0/b~1c/d"):
        with pytest.raises(LookupError):
            node(document, pointer)


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", [("", {"a": [{"b": 1}, {"b": 2}, {}], "c~/": 3})]),
        ("/a/*/b", [("/a/0/b", 1), ("/a/1/b", 2)]),
        ("/a/1/b", [("/a/1/b", 2)]),
        ("/a/9/b", []),
        ("/a/x", []),
        ("/c~0~1", [("/c~0~1", 3)]),
        ("/c~0~1/d", []),
        ("/*", []),
    ],
)
def test_a_pattern_reaches_each_element(pointer: str, found: list[Any]) -> None:
    """A star stands for each element; what is absent is passed over."""
    document = {"a": [{"b": 1}, {"b": 2}, {}], "c~/": 3}

    assert list(each(document, pointer)) == found
    assert first(document, pointer, "none") == (found[0][1] if found else "none")


@pytest.mark.parametrize("name", ["plain", "a/b", "~1", "~", "/~", ""])
def test_escape_is_undone(name: str) -> None:
    """A name survives its way through a segment."""
    assert unescape(escape(name)) == name


@pytest.mark.parametrize("pointer", ["/a", "/a/*/b", "/c~0~1", "/none", "/*"])
def test_what_reads_a_member_reads_as_the_general_way_does(pointer: str) -> None:
    """The shorter way gives the same of every object."""
    document = {"a": [{"b": 1}], "c~/": 3}

    assert member_getter(pointer)(document) == getter(pointer)(document)
