"""Places in documents, as decisions name them."""

from collections.abc import Mapping

import pytest
from tests.unit.derive.pages import cited_text, make_document

from truecopy.derive.anchors import Anchors
from truecopy.derive.document import Document, fingerprint
from truecopy.errors import DeriveError

PAGE = make_document("one\ntwo\nthree\nfour\ntwo\n\n ", "page-1")
PAGES: Mapping[str, Document] = {"page-1": PAGE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("page-1:2", "two"), ("page-1:2-3", "two\nthree"), ("page-1:1-7", PAGE.text.strip())],
)
def test_anchor_names_lines(text: str, expected: str) -> None:
    """An anchor is a document with a line, or with a first and a last one."""
    assert cited_text(PAGE, Anchors(PAGES).find(text, "here").place) == expected


def test_anchor_with_a_fingerprint_stays_where_the_text_is() -> None:
    """While the text stands at its line, the fingerprint changes nothing."""
    print_ = fingerprint("two")

    assert Anchors(PAGES).find(f"page-1:2@{print_}", "here").place.lines == (2, 2)


def test_anchor_finds_text_that_moved() -> None:
    """Text that moved is found again by its fingerprint, nearest to where it stood."""
    print_ = fingerprint("two")[:6]

    assert Anchors(PAGES).find(f"page-1:1@{print_}", "here").place.lines == (2, 2)
    assert Anchors(PAGES).find(f"page-1:4@{print_}", "here").place.lines == (5, 5)
    assert Anchors(PAGES).find(f"page-1:400@{print_}", "here").place.lines == (5, 5)
    both = fingerprint("three\nfour")
    assert Anchors(PAGES).find(f"page-1:1-2@{both}", "here").place.lines == (3, 4)


def test_anchor_tells_that_its_text_changed() -> None:
    """An anchor whose text is gone names what now stands there, and says that it is lost."""
    seen = Anchors(PAGES).find(f"page-1:2@{fingerprint('two, changed')}", "here")

    assert seen.place.lines == (2, 2)
    assert seen.is_lost


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("other:1", "there is no document 'other'"),
        ("page-1", "is no anchor"),
        ("page-1:x", "is no anchor"),
        ("page-1:2@xyz", "is no anchor"),
        ("page-1:6", "nothing is written there"),
        ("page-1:6-7", "nothing is written there"),
        ("page-1:0", "the page has 7 lines"),
        ("page-1:8", "the page has 7 lines"),
        ("page-1:3-2", "the page has 7 lines"),
        ("page-1:4-8", "the page has 7 lines"),
    ],
)
def test_anchor_that_names_nothing_is_refused(text: str, reason: str) -> None:
    """An anchor without such a document or line is an error that says where it stands."""
    with pytest.raises(DeriveError, match=f"here: .*{reason}"):
        Anchors(PAGES).find(text, "here")
