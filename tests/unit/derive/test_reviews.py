"""Decisions to look at again."""

from pathlib import Path

import pytest
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

from truecopy.derive.vendor_statements import read_statements

COUNT = "read-ticket.200.sheets#x-promises/count"


def reviews(root: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return the decisions to look at again, each with its claims."""
    folder = root / "contracts" / VENDOR
    found = read_statements(folder, root / "documents" / VENDOR).reviews
    return [(each.decision, each.claims) for each in found]


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("order-stamps", "Jump to the text", "\n\n\nJump to the text\nAsk our robot"),
        ("order-stamps", "• Range: 1-8", "- Range: 1–8"),
        ("order-stamps", "• Range: 1-8", "• Range: 1-4"),
        ("order-stamps", "a sheet for each copy.", "a sheet for each copy. We love stamps."),
        (
            "order-stamps",
            '"changed_at": "2024-02-29T10:15:00Z"',
            '"changed_at": "2025-01-02T03:04:05Z"',
        ),
        ("read-ticket", "sheets array is returned", "sheets array is\nreturned"),
    ],
)
def test_what_does_not_touch_a_decision(tmp_path: Path, page: str, old: str, new: str) -> None:
    """Moved, typeset otherwise, extended by nothing normative, or told as the change of another claim."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, page, old, new)

    assert reviews(tmp_path) == []


def test_a_reworded_sentence_asks_for_each_claim_of_the_decision(tmp_path: Path) -> None:
    """What a person read is no longer what is written."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "a sheet for each copy", "a sheet for all copies")

    ((decision, claims),) = reviews(tmp_path)

    assert decision == "a-sheet-a-copy"
    assert len(claims) == 3
    assert COUNT in claims


def test_a_sentence_that_is_gone_asks(tmp_path: Path) -> None:
    """What a person relied on is not there."""
    derived_workspace(tmp_path)
    edit_page(
        tmp_path,
        "order-stamps",
        "The workshop takes several photos and prints a sheet for each copy.",
        "",
    )

    assert [decision for decision, _ in reviews(tmp_path)] == ["a-sheet-a-copy"]


def test_a_decided_claim_that_is_stated_otherwise_asks(tmp_path: Path) -> None:
    """Of a place where only values differ, those of its claims are asked that are stated there."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "Type: String or null", "Type: Integer or null")

    assert reviews(tmp_path) == [("avoid-may-be-null", ("order-stamps.request.avoid#type",))]


def test_a_new_sentence_about_a_decided_claim_asks(tmp_path: Path) -> None:
    """Also one that the decision did not see."""
    derived_workspace(tmp_path)
    edit_page(
        tmp_path,
        "order-stamps",
        "• Max Length: 90 characters",
        "• Max Length: 90 characters\n  • Type: Integer",
    )

    assert reviews(tmp_path) == [("avoid-may-be-null", ("order-stamps.request.avoid#type",))]
