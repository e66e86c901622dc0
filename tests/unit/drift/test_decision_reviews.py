"""Decisions to look at again."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page
from tests.unit.drift.page_drift import drift_of

from truecopy.model import ChangeKind


def test_a_sentence_that_limited_and_is_another_now(tmp_path: Path) -> None:
    """It is told under the claim, with its decision; everything else is told beside it."""
    folder = derived_workspace(tmp_path)
    path = folder / "decisions.yaml"
    text = path.read_text()
    anchor = "order-stamps:90@0e279e3b"
    path.write_text(
        text.replace(
            "  why: the parameter list says",
            f"  limit: ['{anchor}']\n  why: the parameter list says",
            1,
        )
    )
    edit_page(tmp_path, "order-stamps", "• Type: String or null", "• Kind: words")
    edit_page(tmp_path, "order-stamps", "$0.0125", "$0.02")

    found = drift_of(tmp_path)

    assert found.message == ""
    assert {each.rule for each in found.changes} >= {
        "operation-price-raised",
        "document-sentence-unread",
    }
    assert "avoid-may-be-null" in {each.decision for each in found.changes}


def test_a_decision_that_limits_on_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    """The page is told, and no decision is blamed."""
    folder = derived_workspace(tmp_path)
    path = folder / "decisions.yaml"
    text = path.read_text()
    path.write_text(
        text.replace(
            "  why: the parameter list says",
            "  limit: ['order-stamps:90@0e279e3b']\n  why: the parameter list says",
            1,
        )
    )
    (tmp_path / "documents" / VENDOR / "order-stamps.txt").write_text("")

    assert "order-stamps" in drift_of(tmp_path).message


def test_the_sentence_that_a_decision_saw(tmp_path: Path) -> None:
    """A review shows what stood there, where the page as it was is at hand."""
    derived_workspace(tmp_path)
    derived_workspace(tmp_path / "old")
    sentence = "The workshop takes several photos and prints a sheet for each copy."
    edit_page(tmp_path, "order-stamps", sentence, "The workshop prints a sheet for all copies.")

    found = drift_of(tmp_path, tmp_path / "old" / "documents" / VENDOR).changes

    reviews = [each for each in found if each.kind is ChangeKind.REVIEW]
    assert reviews
    assert {each.old_sentence for each in reviews} == {sentence}
