"""The documents as they are against the contract that they once gave."""

from pathlib import Path

import pytest
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page
from tests.unit.drift.page_drift import drift_of


def test_pages_as_they_were_agree(tmp_path: Path) -> None:
    """Nothing is told, and every sentence is accounted for."""
    derived_workspace(tmp_path)

    found = drift_of(tmp_path)

    assert (found.changes, found.moved, found.reworded, found.message) == ((), (), (), "")
    assert found.sentences[0] > 100
    assert found.sentences[1] == 0


@pytest.mark.parametrize("content", [None, "", "{}", '{"schema_version": 1, "pages": ['])
def test_pages_that_nobody_remembers_cannot_be_compared(
    tmp_path: Path, content: str | None
) -> None:
    """Without what they were, a new sentence looks like an old one: that is said, and is no agreement."""
    derived_workspace(tmp_path)
    kept = tmp_path / "contracts" / VENDOR / "pages.json"
    kept.unlink() if content is None else kept.write_text(content, encoding="utf-8")

    found = drift_of(tmp_path)

    assert "pages.json of the contract is missing or damaged" in found.message
    assert found.changes == ()


def test_claims_whose_sentences_stand_elsewhere(tmp_path: Path) -> None:
    """What moved and what is worded otherwise is known claim by claim, and is no change."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "Jump to the text", "\n\nJump to the text")
    edit_page(tmp_path, "faults", "402 Payment Required: the", "402 Payment Required: your")

    found = drift_of(tmp_path)

    assert found.changes == ()
    assert "order-stamps.request.copies#maximum" in found.moved
    assert "order-stamps.402#status" in found.reworded


def test_what_is_to_be_looked_at_is_not_told_as_the_same(tmp_path: Path) -> None:
    """A decision whose sentence is another, and a claim that is contradicted, are told as that alone."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "• Type: String or null", "• Kind: words")
    edit_page(tmp_path, "order-stamps", "1 <= x <= 8", "1 <= x <= 9")

    found = drift_of(tmp_path)

    told = {each.claim for each in found.changes}
    assert {"order-stamps.request.copies#maximum", "order-stamps.request.avoid#type"} <= told
    assert told.isdisjoint(found.reworded)


def test_sentences_before_and_after(tmp_path: Path) -> None:
    """The new sentence is on the page; the old one where the page as it was is at hand."""
    derived_workspace(tmp_path)
    derived_workspace(tmp_path / "old")
    edit_page(tmp_path, "order-stamps", "$0.0125", "$0.02")

    (change,) = drift_of(tmp_path).changes
    (known,) = drift_of(tmp_path, tmp_path / "old" / "documents" / VENDOR).changes

    assert change.new_sentence.startswith("$0.02 per image")
    assert change.old_sentence == ""
    assert known.old_sentence.startswith("$0.0125 per image")
    assert (known.old_source, known.new_source) == ("order-stamps:42", "order-stamps:42")


def test_both_sentences_of_a_contradiction(tmp_path: Path) -> None:
    """The one that stayed is on the page still; the value that counts as new is that of the other."""
    derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "1 <= x <= 8", "1 <= x <= 9")

    (change,) = drift_of(tmp_path).changes

    assert (change.old, change.new) == (8, 9)
    assert change.old_sentence.endswith("1-8")
    assert "x <= 9" in change.new_sentence


def test_a_page_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    """What is known of other pages is told beside it; of its own claims nothing is."""
    derived_workspace(tmp_path)
    (tmp_path / "documents" / VENDOR / "order-stamps.txt").write_text("Page not found\n")
    edit_page(tmp_path, "faults", "429 Too Many Requests: come back later.\n", "")

    found = drift_of(tmp_path)

    assert "order-stamps" in found.message
    assert {each.rule for each in found.changes} == {"answer-status-removed"}
    assert not [each for each in found.changes if each.owner == "order-stamps"]
