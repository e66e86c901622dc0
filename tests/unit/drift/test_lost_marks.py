"""Fields that one part of a page still calls required, and another does not any more."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

from truecopy.drift.documents import compare_documents
from truecopy.model import Change, ChangeKind


def changes_of(root: Path) -> list[Change]:
    """Return what is told of a copied workspace."""
    return list(compare_documents(root / "contracts" / VENDOR, root / "documents" / VENDOR).changes)


def test_a_mark_that_is_gone_from_one_part(tmp_path: Path) -> None:
    """The two parts contradict each other; the one that has no mark is named."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "motto (Required)", "motto")

    (change,) = changes_of(tmp_path)

    assert change.claim == "order-stamps.request.motto#required"
    assert (change.kind, change.old, change.new) == (ChangeKind.CONTRADICTED, True, None)
    assert change.new_sentence.strip() == "motto"


def test_a_part_that_is_gone_as_a_whole(tmp_path: Path) -> None:
    """What is left says that the field is required, and nothing says otherwise."""
    derived_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "order-stamps.txt"
    text = page.read_text(encoding="utf-8")
    start = text.index("motto (Required)")
    page.write_text(text[:start] + text[text.index("\n\n", text.index("•", start)) + 2 :])

    found = changes_of(tmp_path)

    assert not any(each.claim.endswith("motto#required") for each in found)
