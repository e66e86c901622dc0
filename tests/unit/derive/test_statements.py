"""Statements and the layers they belong to."""

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive import statements
from truecopy.derive.statements import Page, layer_of
from truecopy.errors import DeriveError
from truecopy.model import Layer, Reading


@pytest.mark.parametrize(
    ("subject", "keyword", "expected"),
    [
        ("lifecycle.done", "shows", Layer.LIFECYCLE),
        ("lifecycle", "initial", Layer.LIFECYCLE),
        ("a.200.data", "x-promises/count", Layer.PROMISE),
        ("a", "advice/interval", Layer.ADVICE),
        ("a", "price", Layer.OPERATION),
        ("a.400", "status", Layer.OPERATION),
        ("a.request.n", "default", Layer.ANNOTATION),
        ("a.request.n", "property", Layer.ANNOTATION),
        ("a.request.n", "maximum", Layer.ASSERTION),
        ("a.request.n", "x-image/bytes", Layer.ASSERTION),
    ],
)
def test_layer_of_a_claim(subject: str, keyword: str, expected: Layer) -> None:
    """Subject and keyword decide what a claim is about."""
    assert layer_of(subject, keyword) is expected


def test_span_becomes_evidence_of_a_statement() -> None:
    """What is said by a span is stated outright; given evidence is kept as it is."""
    page = Page(document=make_document("copies\ninteger"))
    example = page.document.evidence(0, 6, Reading.EXAMPLE)

    page.say("request.copies", "type", "integer", (7, 14))
    page.mark("request.copies", "required", example)

    assert [each.evidence.reading for each in page.statements] == [Reading.STATED, Reading.EXAMPLE]
    assert said(page, "request.copies", "required") == [True]


def test_media_type_is_listed_once() -> None:
    """Said twice, a media type is one, with two pieces of evidence."""
    page = Page(document=make_document("a/b and a/b"))

    page.add_media_type("a/b", (0, 3))
    page.add_media_type("a/b", (8, 11))

    assert page.media_types == ["a/b"]
    assert len(page.statements) == 2


def test_page_says_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence may hold for many fields, so what a page says is bounded, not its size alone."""
    monkeypatch.setattr(statements, "MOST_STATEMENTS", 2)
    page = Page(document=make_document("a"))
    page.mark("request.a", "required", (0, 1))
    page.mark("request.b", "required", (0, 1))

    with pytest.raises(DeriveError, match="says more than 2 things"):
        page.mark("request.c", "required", (0, 1))
