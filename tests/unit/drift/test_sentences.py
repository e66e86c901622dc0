"""The text that states a claim."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

from truecopy.derive.vendor_statements import read_statements
from truecopy.drift.sentences import Sentences

CLAIM = "order-stamps.request.copies#maximum"


def test_a_sentence_that_has_changed_goes_before_one_that_has_not(tmp_path: Path) -> None:
    """Of several that state a claim, the one is shown that is new."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "Number of sheets (1-8).", "Count of sheets (1-8).")
    said = read_statements(tmp_path / "contracts" / VENDOR, tmp_path / "documents" / VENDOR)
    sentences = Sentences(said, None)

    assert sentences.new(said.folded.claims[CLAIM]) == "Count of sheets (1-8)."
    assert sentences.old(said.old[CLAIM]) == "• Range: 1-8"


def test_a_long_sentence_is_cut(tmp_path: Path) -> None:
    """A page without line breaks is not shown whole."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "Number of sheets (1-8).", f"{'word ' * 300}(1-8).")
    said = read_statements(tmp_path / "contracts" / VENDOR, tmp_path / "documents" / VENDOR)

    found = Sentences(said, None).new(said.folded.claims[CLAIM])

    assert len(found) < 700
    assert found.endswith(" ...")
