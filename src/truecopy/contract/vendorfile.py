"""`vendor.yaml`: what a person says of a vendor, and which documents describe it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys, text_list
from truecopy.errors import WorkspaceError

# A name that is a folder, a path prefix, a host name and a part of rules and claims.
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")

# The name of a page: it is a file in one folder, and a part of anchors.
_DOCUMENT = re.compile(r"\w[\w.-]{0,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One document of a vendor.

    Attributes:
        url: Public address, or an empty text.
        operation: Id of the operation that the page describes; with several media types each gets a
            suffix (`-json`, `-form`). None for a page that holds for all operations.
        layout: Name of the reader that takes it; None lets the readers recognise it.
        is_summary: Whether what is derived from is somebody's summary of the vendor's page.
    """

    id: str
    url: str
    operation: str | None
    layout: str | None
    is_summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFile:
    """The parsed file.

    Attributes:
        volatile: Pointers into bodies of requests, of fields that differ from call to call and say nothing.
    """

    slug: str
    title: str
    base_url: str
    documents: Mapping[str, DocumentEntry]
    volatile: tuple[str, ...] = ()


def read_vendor_file(folder: Path) -> VendorFile:
    """Return the `vendor.yaml` of a contract folder.

    Raises:
        WorkspaceError: The file is missing, or a key is unknown, missing or of the wrong kind.
    """
    path = folder / "vendor.yaml"
    content = require_keys(read_yaml(path), {"base_url", "documents"}, str(path))
    only_keys(content, {"title", "base_url", "documents", "volatile"}, str(path))
    if not _is_address(str(content["base_url"])):
        raise WorkspaceError(
            f"{path}: base_url: an http(s) address was expected, found {content['base_url']!r}"
        )
    documents = require_keys(content["documents"], set(), f"{path}: documents")
    return VendorFile(
        slug=folder.name,
        title=str(content.get("title", folder.name)),
        base_url=str(content["base_url"]).rstrip("/"),
        documents={
            str(name): _document(str(name), value or {}, f"{path}: documents.{name}")
            for name, value in documents.items()
        },
        volatile=_pointers(content.get("volatile"), f"{path}: volatile"),
    )


def _pointers(value: object, where: str) -> tuple[str, ...]:
    found = text_list(value, where)
    wrong = [each for each in found if not each.startswith("/")]
    if wrong:
        raise WorkspaceError(f"{where}: {wrong[0]!r} is no pointer such as /user")
    return tuple(found)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _document(name: str, value: object, where: str) -> DocumentEntry:
    if not _DOCUMENT.fullmatch(name):
        raise WorkspaceError(
            f"{where}: {name!r} is no name of a page: letters, digits, hyphens, dots and underscores, as the file "
            "NAME.txt in the folder of the vendor's documents has it"
        )
    entry = require_keys(value, set(), where)
    only_keys(entry, {"url", "operation", "layout", "summary"}, where)
    operation = entry.get("operation")
    if operation is not None and not _SLUG.fullmatch(str(operation)):
        raise WorkspaceError(
            f"{where}: operation {operation!r} is no slug: small letters, digits and hyphens"
        )
    url, summary = str(entry.get("url", "")), entry.get("summary", False)
    if url and not _is_address(url):
        raise WorkspaceError(f"{where}: url: an http(s) address was expected, found {url!r:.200}")
    if not isinstance(summary, bool):
        raise WorkspaceError(f"{where}: summary: true or false was expected, found {summary!r:.80}")
    return DocumentEntry(
        id=name,
        url=url,
        operation=None if operation is None else str(operation),
        layout=entry.get("layout"),
        is_summary=summary,
    )
