"""The pages of one vendor, each read by the reader of its layout; one that cannot be read stops no other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE
from truecopy.contract.vendorfile import DocumentEntry, VendorFile
from truecopy.derive import flattened, reference, statuses
from truecopy.derive.document import Document
from truecopy.derive.document_file import read_document
from truecopy.derive.statements import Page, Statement
from truecopy.errors import DeriveError
from truecopy.model import Evidence, Reading


class Reader(Protocol):
    """A module that reads one layout."""

    def recognises(self, document: Document) -> bool:
        """Whether a page has this layout."""
        ...

    def read(self, document: Document) -> Page:
        """Return what a page says."""
        ...


_SUFFIXES = {JSON_TYPE: "json", FORM_TYPE: "form"}
# The first that recognises a page reads it, so the narrower layouts come first.
_READERS: dict[str, Reader] = {"statuses": statuses, "flattened": flattened, "reference": reference}
# What a reader needs to find, for messages.
_EXPECTED = (
    "expected were an address such as POST /v1/things, a curl command, fields under a heading such as Body, or lines "
    "such as 400 Bad Request"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPages:
    """What the pages of one vendor say.

    Attributes:
        texts: Every document that is there, by id.
        pages: Those that could be read.
        errors: Why the others could not.
        operations: Each with its document and, where the page has several, its media type.
    """

    vendor: VendorFile
    texts: Mapping[str, Document]
    pages: Mapping[str, Page]
    errors: Mapping[str, DeriveError]
    operations: Mapping[str, tuple[str, str | None]]

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """Yield every statement with the absolute subject that it is about."""
        for name, page in self.pages.items():
            is_general = self.vendor.documents[name].operation is None
            targets = {
                operation: None if is_general else media_type
                for operation, (document, media_type) in self.operations.items()
                if is_general or document == name
            }
            for statement in page.statements:
                for subject in _subjects(statement, targets, is_general=is_general):
                    yield subject, statement

    def open_keys(self) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        """Yield each operation with where its page names the header of its key and not the scheme."""
        for operation, (name, _) in self.operations.items():
            page = self.pages[name]
            places = (page.document.evidence(*each, Reading.STATED) for each in page.open_keys)
            yield operation, tuple(places)

    def unmarked(self) -> Iterator[tuple[str, Evidence]]:
        """Yield each field that a page describes without calling it required, with the place of its name."""
        for operation, (name, _) in self.operations.items():
            page = self.pages[name]
            for subject, span in page.unmarked:
                yield f"{operation}.{subject}", page.document.evidence(*span, Reading.STATED)


def read_vendor_pages(
    vendor: VendorFile, folder: Path, known: Mapping[str, str] = MappingProxyType({})
) -> VendorPages:
    """Return what the pages in a folder say; what cannot be read is among the errors.

    Args:
        known: Ids of operations whose media type they keep, whatever others their page has now.

    Raises:
        DeriveError: Two pages describe one operation.
    """
    texts, pages, errors = {}, {}, {}
    for name, entry in vendor.documents.items():
        try:
            texts[name] = read_document(folder, name)
            pages[name] = _read_page(texts[name], entry)
        except DeriveError as error:
            errors[name] = error
    return VendorPages(
        vendor=vendor,
        texts=texts,
        pages=pages,
        errors=errors,
        operations=_operations(vendor, pages, known),
    )


def _read_page(document: Document, entry: DocumentEntry) -> Page:
    if entry.layout:
        if entry.layout not in _READERS:
            known = ", ".join(_READERS)
            raise DeriveError(f"{document.id}: layout {entry.layout!r} is none of {known}")
        page = _READERS[entry.layout].read(document)
        if not page.statements:
            raise DeriveError(
                f"{document.id}: nothing of the layout {entry.layout} is on it; {_EXPECTED}"
            )
        return page
    for reader in _READERS.values():
        if reader.recognises(document):
            return reader.read(document)
    first = next((line.text.strip() for line in document.lines if not line.is_blank), "")
    found = f"it begins with {first[:60]!r}" if first else "it is empty"
    raise DeriveError(
        f"{document.id}: its layout is not recognised: {found}; {_EXPECTED}. Is it the page itself, and copied whole? "
        f"Where it has one of these, `layout:` in vendor.yaml names its reader: {', '.join(_READERS)}"
    )


def _operations(
    vendor: VendorFile, pages: Mapping[str, Page], known: Mapping[str, str]
) -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for name, entry in vendor.documents.items():
        if entry.operation is None or name not in pages:
            continue
        media_types = pages[name].media_types
        if len(media_types) < 2:
            names: dict[str, str | None] = {entry.operation: None}
        else:
            names = {f"{entry.operation}-{_SUFFIXES.get(each, each)}": each for each in media_types}
        for name_of_page, media_type in names.items():
            held = media_type or (media_types[0] if media_types else "")
            operation = _known_name(entry.operation, held, known) or name_of_page
            if operation in found:
                raise DeriveError(
                    f"{vendor.slug}: two documents describe the operation {operation}"
                )
            found[operation] = (name, media_type)
    return found


def _known_name(page: str, media_type: str, known: Mapping[str, str]) -> str | None:
    """Return the id that an operation of a page has in a contract, None where it is new there."""
    own = (each for each in known if each == page or each.startswith(f"{page}-"))
    return next((each for each in own if known[each] == media_type), None)


def _subjects(
    statement: Statement, targets: Mapping[str, str | None], *, is_general: bool
) -> Iterator[str]:
    subject = statement.subject
    if subject.startswith(("lifecycle", "vendor")):
        yield subject
        return
    if is_general and subject.isdigit() and int(subject) < 400:
        yield f"vendor.{subject}"
        return
    for operation, media_type in targets.items():
        if None in (media_type, statement.media_type) or media_type == statement.media_type:
            yield f"{operation}.{subject}" if subject else operation
