"""Sentences before and after."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.alignment import Alignment, align
from truecopy.derive.page_print import PagePrint, print_page
from truecopy.derive.statements import Page


def printed(text: str) -> PagePrint:
    """Return the fingerprints of a page of which nothing is understood."""
    return print_page(Page(document=make_document(text)))


def aligned(before: str, after: str) -> Alignment:
    """Return what became of the lines of a page."""
    return align(printed(before), printed(after), make_document(after))


def test_a_page_that_is_as_it_was() -> None:
    """Every sentence is its own."""
    found = aligned("a\nb\nb\nc", "a\nb\nb\nc")

    assert found.same == {0: 0, 1: 1, 2: 2, 3: 3}
    assert (found.replaced, found.gone, found.added) == ({}, (), ())


def test_lines_and_sections_that_moved_are_the_same() -> None:
    """Blank lines on top, and a part of the page elsewhere, change no sentence."""
    found = aligned("a\nsame\nb\nc\nsame\nd", "\n\n\nc\nsame\nd\n\na\nsame\nb")

    assert found.same == {0: 3, 1: 4, 2: 5, 3: 0, 4: 1, 5: 2}


def test_a_text_that_stands_often_is_told_by_its_neighbours() -> None:
    """Of equal sentences the one goes whose neighbours stay."""
    found = aligned("a\nrequired\nb\nrequired\nc\nrequired", "a\nrequired\nb\nc\nrequired")

    assert found.same == {0: 0, 1: 1, 2: 2, 4: 3, 5: 4}
    assert found.gone == (3,)


def test_another_sentence_in_a_place_replaces() -> None:
    """What stands between the same neighbours took the place of what stood there."""
    found = aligned("a\nold\nb\nc", "a\nnew words\nb\nmore\nc")

    assert found.replaced == {1: 1}
    assert found.added == (3,)


def test_the_likelier_of_two_replaces() -> None:
    """Of several in one gap the one of like length is taken, in order."""
    found = aligned("a\nthis has four words\nb", "a\nx\nthat has four words\nb")

    assert found.replaced == {1: 2}
    assert found.added == (1,)


@pytest.mark.parametrize(
    ("before", "after"),
    [("one two three\nend", "one\ntwo three\nend"), ("one\ntwo three\nend", "one two three\nend")],
)
def test_lines_that_are_broken_otherwise_are_the_same(before: str, after: str) -> None:
    """A paragraph with other line breaks has the same words."""
    found = aligned(before, after)

    assert (found.replaced, found.gone, found.added) == ({}, (), ())


def test_a_page_that_has_nothing_in_common() -> None:
    """Long pages are told apart in bounded time, in order."""
    found = aligned(
        "\n".join(f"old {n}" for n in range(400)), "\n".join(f"new {n}" for n in range(300))
    )

    assert found.same == {}
    assert len(found.replaced) == 300
    assert len(found.gone) == 100


def test_pages_without_sentences() -> None:
    """Everything was added, or everything is gone."""
    assert aligned("", "a\nb").added == (0, 1)
    assert aligned("a\nb", "").gone == (0, 1)
