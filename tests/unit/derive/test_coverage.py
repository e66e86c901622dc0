"""Sentences that no claim cites."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR, copy_workspace, make_document

from truecopy.derive import derive_vendor
from truecopy.derive.coverage import uncited
from truecopy.derive.document import Document
from truecopy.derive.statements import Page
from truecopy.model import Claim, Evidence, Layer, Reading, Severity

TEXT = "First one. Second one.\n\nThird one\n"


def place_of(document: Document, words: str) -> Evidence:
    """Return evidence for words on a page."""
    start = document.text.index(words)
    return document.evidence(start, start + len(words), Reading.STATED)


def sentences(page: Page, *claimed: Evidence, remarks: tuple[Evidence, ...] = ()) -> list[str]:
    """Return the sentences that are found uncited."""
    claim = Claim(id="a#type", layer=Layer.ASSERTION, value=1, evidence=claimed)
    return [each.message.partition(": ")[2] for each in uncited([page], [claim], remarks)]


def test_each_uncited_sentence_is_listed() -> None:
    """What nothing cites is listed sentence by sentence."""
    document = make_document(TEXT)

    found = list(uncited([Page(document=document)], [], []))

    assert [each.message for each in found] == [
        "no claim cites: First one.",
        "no claim cites: Second one.",
        "no claim cites: Third one",
    ]
    assert {each.severity for each in found} == {Severity.INFO}
    assert found[2].where.startswith("page:3@")


def test_claims_remarks_and_layout_account_for_sentences() -> None:
    """A sentence is silent when a claim cites a part of it, a remark names it, or it is layout."""
    document = make_document(TEXT)
    page = Page(document=document)

    assert sentences(page, place_of(document, "Second")) == ["First one.", "Third one"]
    remark = place_of(document, "Third one")
    assert sentences(page, remarks=(remark,)) == ["First one.", "Second one."]
    page.layout.append((0, 9))
    assert sentences(page, remarks=(remark,)) == ["Second one."]


def test_long_sentence_is_cut() -> None:
    """A finding shows the beginning of a long sentence."""
    (found,) = sentences(Page(document=make_document("word " * 100)))

    assert len(found) <= 120


def test_a_figure_that_no_claim_cites_is_told(tmp_path: Path) -> None:
    """A sentence that is cited in part is half-read when the rest of it has a number or a format."""
    folder = copy_workspace(tmp_path)
    documents = tmp_path / "documents" / VENDOR
    page = documents / "order-stamps.txt"
    text = page.read_text()
    sentence = "Base64 data of an image, no larger than 7 MB each, and 3 of them."
    page.write_text(
        text.replace("\nResponse\n", f"\nphoto_back\nstring\n\n{sentence}\n\nResponse\n", 1)
    )

    found = [
        each
        for each in derive_vendor(folder, documents).findings
        if each.rule.endswith("half-read")
    ]

    assert [each.message.partition(": ")[2] for each in found] == [sentence]


def test_remark_accounts_for_what_is_not_read() -> None:
    """A part that somebody has looked at is told no more."""
    document = make_document(TEXT)
    page = Page(document=document, unread=[(document.lines[2], "not read")])

    told = [each.rule for each in uncited([page], [], [place_of(document, "First one")])]
    seen = [each.rule for each in uncited([page], [], [place_of(document, "Third one")])]

    assert "document-section-unread" in told
    assert "document-section-unread" not in seen


def test_head_of_a_field_accounts_for_nothing_behind_it() -> None:
    """A claim that cites the type alone leaves the rule on the same line untold."""
    document = make_document("shiny boolean must be true\n")
    head, prose = place_of(document, "shiny boolean"), document.text.index("must")

    told = sentences(Page(document=document, prose=[prose]), head)

    assert told == ["shiny boolean must be true"]
    assert sentences(Page(document=document), head) == []
