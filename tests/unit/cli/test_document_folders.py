"""Folders of documents."""

from pathlib import Path

import pytest

from truecopy.cli.document_folders import page_folders
from truecopy.errors import UsageError


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with the pages of two vendors."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text("x")
    return tmp_path


def test_vendors_with_a_folder_are_chosen(documents: Path) -> None:
    """Without a name all that are known and there; with names those."""
    assert page_folders(documents, (), ("one", "two", "three")) == {
        "one": documents / "one",
        "two": documents / "two",
    }
    assert page_folders(documents, ("two",), ("one",)) == {"two": documents / "two"}


def test_the_folder_of_one_vendor_may_be_named_itself(documents: Path) -> None:
    """Pages that were saved by hand lie where they lie."""
    assert page_folders(documents / "one", ("three",), ()) == {"three": documents / "one"}


@pytest.mark.parametrize(
    ("folder", "vendors", "message"),
    [
        ("gone", (), "there is no such folder"),
        ("", ("three",), "three: there is no such folder with the pages of three"),
        ("one", (), "has no folder for any vendor of the workspace"),
    ],
)
def test_nothing_to_look_at_is_an_error(
    documents: Path, folder: str, vendors: tuple[str, ...], message: str
) -> None:
    """No folder at all is never a success."""
    with pytest.raises(UsageError, match=message):
        page_folders(documents / folder, vendors, ("one", "two"))
