"""Snapshots of pages."""

from pathlib import Path

import pytest

from truecopy.cli.page_fetch import FetchedPage, SnapshotFolder, fetch_vendor, pages_text
from truecopy.contract.vendorfile import DocumentEntry, VendorFile

ENTRY = DocumentEntry(id="faults", url="", operation=None, layout=None)
VENDOR = VendorFile(
    slug="inkpress",
    title="Inkpress",
    base_url="https://api.inkpress.example",
    documents={"faults": ENTRY},
)


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for files saved by hand, in the current one."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


def states(date: str, saved: Path) -> list[str]:
    """Return what became of the pages at a date."""
    return [each.state for each in fetch_vendor(VENDOR, SnapshotFolder(date), saved=saved)]


def test_each_day_has_its_snapshot(saved: Path) -> None:
    """A page is compared with the last one that was kept, on whichever day."""
    (saved / "faults.txt").write_text("400 Bad Request: wrong\n")
    first, second = states("2026-11-01", saved), states("2026-11-05", saved)
    (saved / "faults.txt").write_text("401 Unauthorized: who\n")
    third = states("2026-11-06", saved)

    assert [first, second, third] == [["new"], ["unchanged"], ["changed"]]
    found = sorted(Path(".truecopy/documents").glob("*/inkpress/faults.txt"))
    assert [path.parts[2] for path in found] == ["2026-11-01", "2026-11-05", "2026-11-06"]


def test_a_page_that_is_missing_now_has_no_text_of_the_same_day(saved: Path) -> None:
    """What an earlier run wrote does not pass for what is there now."""
    (saved / "faults.txt").write_text("400 Bad Request: wrong\n")
    states("2026-11-01", saved)
    (saved / "faults.txt").write_text(" \n")

    assert states("2026-11-01", saved) == ["missing"]
    assert not list(Path(".truecopy/documents").glob("*/inkpress/faults.txt"))


def test_a_file_that_is_too_large_is_missing(saved: Path) -> None:
    """It is not read to its end."""
    (saved / "faults.html").write_bytes(b"x" * 4_000_001)

    found = fetch_vendor(VENDOR, SnapshotFolder("2026-11-01"), saved=saved)

    assert found[0].state == "missing"
    assert "more than 4000000 bytes" in found[0].message


def test_pages_are_told_a_line_each() -> None:
    """What a server says in an error stays on its line."""
    page = FetchedPage(vendor="v", document="d", state="missing", message="no\x1b[31m")

    assert pages_text([page], Path("x")) == "v/d: missing: no\ufffd[31m\nno page was fetched\n"
