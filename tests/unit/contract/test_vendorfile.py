"""`vendor.yaml`."""

from pathlib import Path

import pytest

from truecopy.contract.vendorfile import VendorFile, read_vendor_file
from truecopy.errors import WorkspaceError

BASE = "base_url: https://api.example.com\n"


def read(tmp_path: Path, text: str) -> VendorFile:
    """Return the vendor file of a folder called mint."""
    folder = tmp_path / "mint"
    folder.mkdir()
    (folder / "vendor.yaml").write_text(text)
    return read_vendor_file(folder)


def test_folder_names_the_vendor(tmp_path: Path) -> None:
    """The slug is the folder's name, the title falls back to it, a slash at the end is dropped."""
    found = read(tmp_path, "base_url: https://api.example.com/v1/\ndocuments: {}\n")

    assert (found.slug, found.title) == ("mint", "mint")
    assert found.base_url == "https://api.example.com/v1"


def test_documents_are_listed(tmp_path: Path) -> None:
    """Each document has an address, an operation and a layout, or none of them."""
    found = read(
        tmp_path,
        BASE
        + "title: The Mint\ndocuments:\n  a: {url: 'https://x.example', operation: make-coin}\n"
        "  b: {layout: statuses}\n  404:\n",
    )

    assert found.title == "The Mint"
    assert list(found.documents) == ["a", "b", "404"]
    a, b, c = found.documents.values()
    assert (a.url, a.operation, a.layout) == ("https://x.example", "make-coin", None)
    assert (b.url, b.operation, b.layout) == ("", None, "statuses")
    assert (c.id, c.operation) == ("404", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("documents: {}", "base_url is missing"),
        (BASE, "documents is missing"),
        (BASE + "documents: {}\nkeys: 1", "unknown key keys"),
        ("base_url: api.example.com\ndocuments: {}", "an http"),
        ("base_url: ftp://api.example.com\ndocuments: {}", "an http"),
        ("base_url: 'http://'\ndocuments: {}", "an http"),
        ("base_url: 'http://[x'\ndocuments: {}", "an http"),
        ("base_url: 5\ndocuments: {}", "an http"),
        (BASE + "documents: [a]", "documents: a mapping was expected"),
        (BASE + "documents: {a: b}", "documents.a: a mapping was expected"),
        (BASE + "documents: {a: {path: b}}", "documents.a: unknown key path"),
        (BASE + "documents: {a: {operation: make.coin}}", "'make.coin' is no slug"),
        (BASE + "documents: {a: {operation: ../coin}}", "is no slug"),
    ],
)
def test_wrong_key_or_value_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A key that is unknown, missing or of the wrong kind is an error that names the file."""
    with pytest.raises(WorkspaceError, match=reason) as caught:
        read(tmp_path, text)
    assert "vendor.yaml" in str(caught.value)
