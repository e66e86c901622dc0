"""The pages of one vendor."""

from pathlib import Path

import pytest
from tests.unit.derive.pages import PAGES, VENDOR, copy_workspace

from truecopy.contract.vendorfile import read_vendor_file
from truecopy.derive.vendor_pages import VendorPages, read_vendor_pages
from truecopy.errors import DeriveError


def read(root: Path) -> VendorPages:
    """Return the pages in a copy of the workspace."""
    return read_vendor_pages(
        read_vendor_file(root / "contracts" / VENDOR), root / "documents" / VENDOR
    )


def test_every_page_is_read_and_its_operations_are_known(tmp_path: Path) -> None:
    """A page with two media types has two operations; a general page has none."""
    copy_workspace(tmp_path)

    found = read(tmp_path)

    assert set(found.pages) == set(PAGES)
    assert found.operations["perforate-form"] == ("perforate", "multipart/form-data")
    assert "faults" not in {document for document, _ in found.operations.values()}


def test_a_general_page_speaks_of_every_operation(tmp_path: Path) -> None:
    """A status of refusal holds for all of them, one of success for none by name."""
    copy_workspace(tmp_path)

    subjects = {
        subject for subject, each in read(tmp_path).statements() if each.keyword == "status"
    }

    assert {"order-stamps.402", "perforate-json.402", "vendor.200"} <= subjects


@pytest.mark.parametrize("text", [None, "", "Page not found\n\nSorry.\n"])
def test_a_page_that_cannot_be_read_stops_no_other(tmp_path: Path, text: str | None) -> None:
    """The error says which page it is; all others are read."""
    copy_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "press-form.txt"
    page.unlink()
    if text is not None:
        page.write_text(text)

    found = read(tmp_path)

    assert set(found.errors) == {"press-form"}
    assert "press-form" in str(found.errors["press-form"])
    assert set(found.pages) == set(PAGES) - {"press-form"}


def test_two_pages_of_one_operation_are_refused(tmp_path: Path) -> None:
    """Which of them would count, nobody could tell."""
    folder = copy_workspace(tmp_path)
    vendor = (folder / "vendor.yaml").read_text()
    (folder / "vendor.yaml").write_text(
        vendor.replace("operation: read-ticket", "operation: order-stamps")
    )

    with pytest.raises(DeriveError, match="two documents describe the operation order-stamps"):
        read(tmp_path)


@pytest.mark.parametrize("text", ["", "404\n\nPage not found\n"])
def test_page_that_is_none_names_what_was_expected(tmp_path: Path, text: str) -> None:
    """An empty page, and one that says that there is none, are told with what a reader looks for."""
    folder = copy_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "order-stamps.txt"
    page.write_text(text)

    found = read_vendor_pages(read_vendor_file(folder), page.parent)

    assert "expected were an address" in str(found.errors["order-stamps"])
