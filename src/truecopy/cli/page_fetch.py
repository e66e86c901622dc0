"""The pages that `vendor.yaml` names, as dated snapshots of text: fetched, or taken from files saved by hand."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from truecopy.cli.files import own_file, write_file
from truecopy.contract import Workspace
from truecopy.contract.vendorfile import DocumentEntry, VendorFile, read_vendor_file
from truecopy.derive.page_text import SUFFIXES, page_text
from truecopy.errors import DeriveError, UsageError
from truecopy.report.check_text import printable
from truecopy.wire.page_download import MOST_PAGE_BYTES, PageDownloader

# What a document may be called where it is a file's name: nothing that leads to another folder.
_ID = re.compile(r"\w[\w.-]{0,100}")
_NO_ADDRESS = (
    "vendor.yaml names no address of it (`url:`); save it by hand, and name its folder with --from"
)
_SUMMARY = "; what its contract is derived from is a summary of the vendor's page, not the page"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """What became of one page.

    Attributes:
        state: `new`, `changed`, `unchanged`, or `missing` where there is no text of it.
        message: Why it is missing; empty otherwise.
    """

    vendor: str
    document: str
    state: str
    message: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "vendor": self.vendor,
            "document": self.document,
            "state": self.state,
            "message": self.message or None,
        }


class SnapshotFolder:
    """Snapshots in Truecopy's own folder: `documents/<date>/<vendor>/<document>.txt`, and what is known of each page.

    Attributes:
        folder: Of this date; as `derive` takes it.
    """

    def __init__(self, date: str) -> None:
        """Open the snapshots of a date, which reads 2026-11-26.

        Raises:
            UsageError: Truecopy's own folder cannot be used.
        """
        self._root = own_file("documents")
        self._date = date
        self.folder = self._root / date

    def known(self, vendor: str) -> dict[str, dict[str, str]]:
        """Return what is known of a vendor's pages, by document; nothing where the file is damaged."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            pages = json.loads((self._root / f"{vendor}.json").read_text("utf-8"))["pages"]
            return {str(name): dict(entry) for name, entry in pages.items()}
        return {}

    def remember(self, vendor: str, pages: Mapping[str, Mapping[str, str]]) -> None:
        """Write what is known of a vendor's pages."""
        content = json.dumps({"schema_version": 1, "pages": pages}, indent=1, sort_keys=True)
        write_file(self._root / f"{vendor}.json", content + "\n")

    def text(self, vendor: str, document: str, date: str) -> str | None:
        """Return the text of a page as it was at a date; None where there is none."""
        with suppress(OSError, UnicodeDecodeError):
            return (self._root / date / vendor / f"{document}.txt").read_text("utf-8")
        return None

    def write(self, vendor: str, document: str, text: str) -> None:
        """Write the text of a page as it is now."""
        write_file(self.folder / vendor / f"{document}.txt", text)

    def drop(self, vendor: str, document: str) -> None:
        """Take away the text of a page that is missing now; what an earlier run of the day wrote is old."""
        with suppress(FileNotFoundError):
            (self.folder / vendor / f"{document}.txt").unlink()


def fetch_vendor(
    vendor: VendorFile,
    snapshots: SnapshotFolder,
    *,
    saved: Path | None = None,
    is_asked: bool = True,
) -> list[FetchedPage]:
    """Return what became of each page of a vendor, and write those that are there.

    Args:
        saved: Folder of files saved by hand, `<document>.html` and the like, there or in a folder of the vendor's
            name, for pages that are not asked for.
        is_asked: Whether pages that have an address in `vendor.yaml` are asked for.

    Raises:
        UsageError: A document has an id that is no name of a file, or a snapshot cannot be written.
    """
    known = snapshots.known(vendor.slug)
    found = []
    with PageDownloader() as downloader:
        for name, entry in vendor.documents.items():
            if not _ID.fullmatch(name):
                raise UsageError(
                    f"{vendor.slug}: the document {name!r:.80} has no name that a file can have"
                )
            page = _PageFetch(vendor.slug, entry, snapshots, known)
            try:
                is_saved = saved is not None and not (is_asked and entry.url)
                text = page.saved(saved) if saved and is_saved else page.downloaded(downloader)
            except (OSError, DeriveError) as error:
                snapshots.drop(vendor.slug, name)
                found.append(page.told("missing", str(error)))
                continue
            found.append(page.kept(text))
    snapshots.remember(vendor.slug, known)
    return found


class _PageFetch:
    """One page on its way into a snapshot.

    Its entry in what is known of the vendor's pages has the date of its last snapshot, a digest of the
    address that it came from, and the validators of the server.
    """

    def __init__(
        self,
        vendor: str,
        entry: DocumentEntry,
        snapshots: SnapshotFolder,
        known: dict[str, dict[str, str]],
    ) -> None:
        self._vendor = vendor
        self._entry = entry
        self._snapshots = snapshots
        self._known = known
        self._was = known.get(entry.id, {})
        self._last = snapshots.text(vendor, entry.id, self._was.get("date", ""))
        self._next: dict[str, str] = {}

    def downloaded(self, downloader: PageDownloader) -> str:
        """Return the text of the page as its server gives it.

        Raises:
            OSError: It cannot be had, or it has no address.
            DeriveError: It is no page.
        """
        url = self._entry.url
        if not url:
            raise OSError(_NO_ADDRESS + (_SUMMARY if self._entry.is_summary else ""))
        digest = sha256(url.encode()).hexdigest()[:12]
        is_same = self._last is not None and self._was.get("address") == digest
        page = downloader.download(url, self._was if is_same else None)
        self._next = {**(self._was if page.text is None else {}), **page.validators}
        self._next["address"] = digest
        if page.text is None:
            if self._last is None:
                raise OSError(
                    "the server says that it has not changed, and there is no snapshot of it"
                )
            return self._last
        return page_text(page.text, page.media_type)

    def saved(self, folder: Path) -> str:
        """Return the text of the page as somebody saved it.

        Raises:
            OSError: There is no such file, it is too large, or it is no text.
            DeriveError: It is no page.
        """
        path = next(filter(Path.is_file, self._places(folder)), None)
        if path is None:
            ends = ", ".join(SUFFIXES)
            raise OSError(f"{folder} has no file {self._entry.id} that ends with one of {ends}")
        with path.open("rb") as file:
            data = file.read(MOST_PAGE_BYTES + 1)
        if len(data) > MOST_PAGE_BYTES:
            raise OSError(f"{path} has more than {MOST_PAGE_BYTES} bytes")
        try:
            return page_text(data.decode("utf-8-sig"), SUFFIXES[path.suffix])
        except UnicodeDecodeError as error:
            raise OSError(f"{path} is no text in UTF-8: {error.reason}") from error

    def _places(self, folder: Path) -> Iterator[Path]:
        for place in (folder / self._vendor, folder):
            yield from (place / f"{self._entry.id}{suffix}" for suffix in SUFFIXES)

    def kept(self, text: str) -> FetchedPage:
        """Write the page, and return what became of it."""
        if not text.strip():
            self._snapshots.drop(self._vendor, self._entry.id)
            return self.told("missing", "there is nothing on it")
        self._snapshots.write(self._vendor, self._entry.id, text)
        date = self._snapshots.folder.name
        self._known[self._entry.id] = {**self._next, "date": date}
        if self._last is None:
            return self.told("new")
        return self.told("unchanged" if text == self._last else "changed")

    def told(self, state: str, message: str = "") -> FetchedPage:
        """Return what became of the page."""
        return FetchedPage(
            vendor=self._vendor, document=self._entry.id, state=state, message=message
        )


def fetch_vendors(
    names: Iterable[str], workspace: Workspace, *, saved: Path | None = None, is_asked: bool = True
) -> tuple[Path, list[FetchedPage]]:
    """Return the folder of today's snapshot, and what became of each page of some vendors.

    Args:
        saved, is_asked: As for `fetch_vendor`.

    Raises:
        UsageError: There is no such vendor, a document has an id that is no name of a file, or nothing can be written.
        WorkspaceError: A `vendor.yaml` cannot be used.
    """
    snapshots = SnapshotFolder(datetime.now(UTC).date().isoformat())
    found: list[FetchedPage] = []
    for name in names:
        vendor = read_vendor_file(workspace.contract_folder(name))
        found += fetch_vendor(vendor, snapshots, saved=saved, is_asked=is_asked)
    return snapshots.folder, found


def pages_text(found: Sequence[FetchedPage], folder: Path) -> str:
    """Return what became of pages, a line each, and where they are."""
    lines = [
        f"{each.vendor}/{each.document}: {each.state}{f': {each.message}' if each.message else ''}"
        for each in found
    ]
    there = sum(each.state != "missing" for each in found)
    lines.append(
        f"{there} of {len(found)} pages are in {folder}" if there else "no page was fetched"
    )
    return printable("\n".join(lines) + "\n")
