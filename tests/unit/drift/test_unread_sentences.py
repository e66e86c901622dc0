"""Sentences that nobody understands."""

from pathlib import Path

import pytest
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

from truecopy.drift.documents import compare_documents


def unread(root: Path) -> list[tuple[str, str]]:
    """Return claim and severity of each sentence that is not understood."""
    folder, pages = root / "contracts" / VENDOR, root / "documents" / VENDOR
    found = compare_documents(folder, pages).changes
    return [(each.claim, each.severity.value) for each in found if each.kind == "unread"]


@pytest.mark.parametrize(
    ("page", "old", "new", "claim", "severity"),
    [
        (
            "order-stamps",
            "$0.0125 per image",
            "Ask us, we have prices",
            "order-stamps#price",
            "warning",
        ),
        (
            "order-stamps",
            "Number of sheets (1-8).",
            "Some sheets.",
            "order-stamps.request.copies#maximum",
            "warning",
        ),
        (
            "read-ticket",
            "Be patient with large orders",
            "Never poll on 2 threads",
            "read-ticket",
            "warning",
        ),
        (
            "order-stamps",
            "Jump to the text",
            "Jump to the text\nThe motto must not have more than 9 words",
            "order-stamps.request.motto#type",
            "warning",
        ),
        (
            "order-stamps",
            "• Range: 1-8",
            "• Range: 1-8\n  • Must not be odd with 2 sorts of gum",
            "order-stamps.request.copies#type",
            "warning",
        ),
        (
            "order-stamps",
            "Jump to the text",
            "Jump to the text\nOrders will be shut down in May.",
            "order-stamps",
            "warning",
        ),
        (
            "order-stamps",
            "Jump to the text",
            "Jump to the text\nFor best results the motto must not have more than 9 words",
            "order-stamps.request.motto#type",
            "info",
        ),
        (
            "order-stamps",
            "• Range: 1-8",
            "• Range: 1-8\n  • Never with gum",
            "order-stamps.request.copies#type",
            "info",
        ),
        (
            "order-stamps",
            "Jump to the text",
            "Jump to the text\nOur motto is 5",
            "order-stamps.request.motto#type",
            "info",
        ),
    ],
)
def test_a_sentence_is_told_under_what_it_is_about(
    tmp_path: Path, page: str, old: str, new: str, claim: str, severity: str
) -> None:
    """In place of one that counted under its claim, a warning; else under the field it names: a limit a warning, other text info."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, page, old, new)

    assert unread(tmp_path) == [(claim, severity)]


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("order-stamps", "What the stamp says (max 320 characters).", "What the stamp says."),
        ("order-stamps", "Number of sheets (1-8).", "How many sheets (1-8)."),
        ("read-ticket", "Be patient with large orders", "Be patient with large orders, please"),
    ],
)
def test_what_is_understood_or_says_nothing_more(
    tmp_path: Path, page: str, old: str, new: str
) -> None:
    """A limit that was cut, other words for the same, and an addition without a rule are no unread sentence."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, page, old, new)

    assert unread(tmp_path) == []
