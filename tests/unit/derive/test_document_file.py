"""Documents read from disk."""

import os
from pathlib import Path

import pytest

from truecopy.derive.document_file import LARGEST_BYTES, read_document
from truecopy.errors import DeriveError


def test_page_is_read_without_its_mark(tmp_path: Path) -> None:
    """A mark of byte order and line ends of Windows are no part of the text."""
    (tmp_path / "page.txt").write_bytes(b"\xef\xbb\xbfBody\r\nface\r")

    assert read_document(tmp_path, "page").text == "Body\nface\n"


@pytest.mark.parametrize("name", ["../page", "/etc/hostname", "a/b", "", ".."])
def test_name_does_not_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """A document is a file in the folder itself."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "page.txt").write_text("secret")

    with pytest.raises(DeriveError):
        read_document(folder, name)


def test_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    """A link to a file of the folder is a page, one that leads elsewhere or nowhere is none."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("a secret")
    (folder / "page.txt").write_text("a page")
    for name, target in (("out", "../secret.txt"), ("in", "page.txt"), ("circle", "circle.txt")):
        (folder / f"{name}.txt").symlink_to(target)
    (tmp_path / "link").symlink_to("documents")

    assert read_document(tmp_path / "link", "in").text == "a page"
    with pytest.raises(DeriveError, match="leads out of"):
        read_document(folder, "out")
    with pytest.raises(DeriveError, match="cannot be read"):
        read_document(folder, "circle")


def test_folder_and_pipe_are_no_pages(tmp_path: Path) -> None:
    """What is no regular file is refused, and not waited for."""
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(DeriveError, match=r"folder\.txt"):
        read_document(tmp_path, "folder")
    with pytest.raises(DeriveError, match="is a pipe"):
        read_document(tmp_path, "pipe")


def test_page_is_bounded_and_text(tmp_path: Path) -> None:
    """A file that is too large, or no UTF-8, or not there is refused."""
    (tmp_path / "large.txt").write_bytes(b"a" * (LARGEST_BYTES + 1))
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")

    for name, reason in {"large": "larger", "bytes": "cannot be read", "none": "cannot"}.items():
        with pytest.raises(DeriveError, match=reason):
            read_document(tmp_path, name)


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n <html lang='en'>"])
def test_html_is_no_text(tmp_path: Path, start: str) -> None:
    """A page saved from the browser has the layout of no reader, or tags in its claims."""
    (tmp_path / "page.txt").write_text(f"{start}<pre>curl https://api.example.com/v1/x</pre>")

    with pytest.raises(DeriveError, match=r"is HTML.*documents fetch --from"):
        read_document(tmp_path, "page")


def test_a_page_under_another_ending_is_named(tmp_path: Path) -> None:
    """It is the likeliest cause of a page that is not there."""
    with pytest.raises(DeriveError, match=r"page\.txt: cannot be read: No such file$"):
        read_document(tmp_path, "page")
    (tmp_path / "page.html").touch()

    with pytest.raises(DeriveError, match=r"there is page\.html: .*documents fetch --from"):
        read_document(tmp_path, "page")
