"""Text with positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.derive.pages import cited_text, make_document

from truecopy.derive.document import fingerprint
from truecopy.model import Reading


@given(text=st.text(), offset=st.integers(0, 200))
def test_line_at_an_offset_holds_it(text: str, offset: int) -> None:
    """The line of an offset is the one between whose ends it lies."""
    document = make_document(text)
    offset = min(offset, len(text))

    line = document.line_at(offset)

    assert line.start <= offset <= line.end
    assert document.lines[line.number - 1] is line


def test_evidence_is_trimmed_and_counted_from_one() -> None:
    """White space around the text is no evidence; lines count from 1, columns from 0."""
    document = make_document("one\n  two \n three\n")

    place = document.evidence(3, len(document.text), Reading.STATED)

    assert (place.lines, place.span) == ((2, 3), (2, 6))
    assert cited_text(document, place) == "two \n three"
    assert place.place == "2-3"
    assert str(document.evidence(0, 3, Reading.STATED)) == "page:1"


def test_fingerprint_ignores_how_white_space_is_laid_out() -> None:
    """Text that was only wrapped differently has the same fingerprint."""
    assert fingerprint("a  b\nc") == fingerprint(" a b c ")
    assert fingerprint("a b c") != fingerprint("ab c")
    assert len(fingerprint("")) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("$0.075 per image at example.com/x?y=1", ["$0.075 per image at example.com/x?y=1"]),
        ("一张图。两张图。", ["一张图。", "两张图。"]),
        ("真的吗\uff1f是的\uff01", ["真的吗\uff1f", "是的\uff01"]),
        ("He said “go.” Then left", ["He said “go.”", "Then left"]),
        ("no end", ["no end"]),
        (" ... !! ", []),
        ("", []),
    ],
)
def test_sentences_of_a_line(text: str, expected: list[str]) -> None:
    """A mark ends a sentence before white space or the line's end, a full-width one anywhere."""
    document = make_document(text)

    found = document.sentences(document.lines[0])

    assert [document.text[start:end] for start, end in found] == expected
