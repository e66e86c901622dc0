"""The documents as they are against the contract that they once gave: the corpus of edits."""

from pathlib import Path
from typing import Any

import pytest
from tests.page_edits import EDITS, VENDOR_DOCUMENTS, PageEdit, copy_pages, load_edits
from tests.unit.derive.pages import VENDOR

from truecopy.drift.documents import compare_documents

ALL = [each for path in sorted(EDITS.glob("*.yaml")) for each in load_edits(path.stem)]


def key(row: tuple[Any, ...]) -> str:
    """Return what rows are sorted by."""
    return repr(row[:3])


@pytest.mark.slow
@pytest.mark.parametrize("edit", ALL, ids=[f"{each.vendor}: {each.name}" for each in ALL])
def test_an_edit_is_told_as_these_changes_and_no_others(tmp_path: Path, edit: PageEdit) -> None:
    """Claim, kind, rule, severity and both values of every change; a page that cannot be read is named."""
    if edit.vendor != VENDOR and not VENDOR_DOCUMENTS.is_dir():
        pytest.skip("needs the vendors' pages beside the checkout")
    folder, pages = copy_pages(edit.vendor, tmp_path)
    edit.apply(pages)

    found = compare_documents(folder, pages)

    told = [
        (each.claim, each.kind.value, each.rule, each.severity.value, each.old, each.new)
        for each in found.changes
    ]
    assert sorted(told, key=key) == sorted(edit.rows, key=key)
    assert all(name in found.message for name in edit.unreadable)
    assert bool(found.message) == bool(edit.unreadable)


def test_the_corpus_is_large() -> None:
    """No kind of edit was lost from it."""
    assert len([each for each in ALL if each.vendor != VENDOR]) >= 80
    assert len([each for each in ALL if each.vendor == VENDOR]) >= 40
