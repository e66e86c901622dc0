"""Which words of two sentences differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.report.word_diff import mark_words


def shown(pieces: list[tuple[str, bool]]) -> str:
    """Return pieces with those that differ in brackets."""
    return "".join(f"[{text}]" if differs else text for text, differs in pieces)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("up to six of them", "up to four of them", "up to [six] of them", "up to [four] of them"),
        ("a b", "a c b", "a b", "a [c ]b"),
        ("同じ512像素", "同じ1024像素", "同じ[512]像素", "同じ[1024]像素"),
        ("宽度必须", "高度必须", "[宽]度必须", "[高]度必须"),
        ("same", "same", "same", "same"),
        ("", "new", "", "new"),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, before: str, after: str) -> None:
    """In both texts; signs of a script without spaces are words of their own."""
    assert [shown(each) for each in mark_words(old, new)] == [before, after]


def test_long_texts_are_told_as_they_are() -> None:
    """Comparing them would take long, and nobody would see the marks."""
    old, new = "a " * 4000, "b " * 4000

    assert mark_words(old, new) == ([(old, False)], [(new, False)])


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_nothing_is_lost(old: str, new: str) -> None:
    """The pieces are the text."""
    for text, pieces in zip((old, new), mark_words(old, new), strict=True):
        assert "".join(piece for piece, _ in pieces) == text
