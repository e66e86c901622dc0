"""The whole way from a vendor's documents to the files of its contract."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Protocol

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE
from truecopy.contract.conditions import state_conditions
from truecopy.contract.load import assemble
from truecopy.contract.vendorfile import DocumentEntry, VendorFile, read_vendor_file
from truecopy.derive import flattened, reference, statuses
from truecopy.derive.coverage import uncited
from truecopy.derive.decisions import Rulings, read_decisions
from truecopy.derive.document import Document
from truecopy.derive.fold import WORDING, fold
from truecopy.derive.lifecycle import build_lifecycle
from truecopy.derive.openapi import build_openapi
from truecopy.derive.paths import steps
from truecopy.derive.request_examples import fill
from truecopy.derive.schemas import SchemaFile, build_schema
from truecopy.derive.statements import Page, Statement
from truecopy.derive.writer import render_evidence, render_json
from truecopy.errors import DeriveError
from truecopy.model import Claim, Finding, Layer


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
# Five hundred times the longest page seen; every reader goes over a page several times.
_LARGEST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What the documents of one vendor give.

    Attributes:
        files: Path within the contract folder -> text.
        findings: Sentences that nothing cites, and decisions without effect.
    """

    vendor: str
    files: Mapping[str, str]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def derive_vendor(folder: Path, documents: Path) -> Derivation:
    """Derive the contract of one vendor.

    Args:
        folder: The contract folder, with `vendor.yaml` and perhaps `decisions.yaml`.
        documents: The folder that holds `<document id>.txt` for each document of the vendor.

    Raises:
        DeriveError: A document is missing or cannot be read, or a contradiction is left open.
        ContractLoadError: What the documents give is no contract that could be used.
        WorkspaceError: A file written by hand cannot be used.
    """
    vendor = read_vendor_file(folder)
    texts = {name: _read_document(documents, name) for name in vendor.documents}
    rulings = read_decisions(folder, texts)
    pages = {name: _read_page(texts[name], entry) for name, entry in vendor.documents.items()}
    operations = _operations(vendor, pages)
    folded = fold(_absolute(vendor, pages, operations), rulings, texts, operations)
    claims = [*folded.claims.values(), *_descriptions(rulings, folded.claims)]
    _check_base_url(vendor, folded.claims)
    files, landed = _build(vendor, claims)
    used = {claim.decision for claim in landed}
    decisions = [each.decision for each in rulings.rulings]
    files["evidence.json"] = render_evidence(
        landed, [*decisions, *([WORDING] if WORDING.id in used else [])]
    )
    assemble(vendor, {name: json.loads(text) for name, text in files.items()}, folder)
    seen = [place for place, _ in rulings.remarks]
    seen.extend(place for each in decisions for place in each.sees)
    loose = uncited(list(pages.values()), landed, seen)
    return Derivation(
        vendor=vendor.slug,
        files=files,
        claims=tuple(landed),
        findings=(*rulings.findings, *folded.findings, *loose),
    )


def _read_document(folder: Path, name: str) -> Document:
    path = folder / f"{name}.txt"
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise DeriveError(f"{path}: larger than {_LARGEST_BYTES} bytes; is it a page of text?")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeriveError(f"{path}: cannot be read: {error}") from error
    return Document(id=name, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _read_page(document: Document, entry: DocumentEntry) -> Page:
    if entry.layout:
        if entry.layout not in _READERS:
            known = ", ".join(_READERS)
            raise DeriveError(f"{document.id}: layout {entry.layout!r} is none of {known}")
        return _READERS[entry.layout].read(document)
    for reader in _READERS.values():
        if reader.recognises(document):
            return reader.read(document)
    raise DeriveError(
        f"{document.id}: its layout is not recognised; name one as `layout:` in vendor.yaml: "
        + ", ".join(_READERS)
    )


def _operations(vendor: VendorFile, pages: Mapping[str, Page]) -> dict[str, tuple[str, str | None]]:
    """Return for each operation its document and, where the page has several, its media type."""
    found: dict[str, tuple[str, str | None]] = {}
    for name, entry in vendor.documents.items():
        if entry.operation is None:
            continue
        media_types = pages[name].media_types
        if len(media_types) < 2:
            names: dict[str, str | None] = {entry.operation: None}
        else:
            names = {f"{entry.operation}-{_SUFFIXES.get(each, each)}": each for each in media_types}
        for operation, media_type in names.items():
            if operation in found:
                raise DeriveError(
                    f"{vendor.slug}: two documents describe the operation {operation}"
                )
            found[operation] = (name, media_type)
    if not found:
        raise DeriveError(f"{vendor.slug}: no document in vendor.yaml describes an operation")
    return found


def _absolute(
    vendor: VendorFile,
    pages: Mapping[str, Page],
    operations: Mapping[str, tuple[str, str | None]],
) -> Iterator[tuple[str, Statement]]:
    """Yield every statement with the absolute subject that it is about."""
    for name, page in pages.items():
        if vendor.documents[name].operation is None:
            targets: dict[str, str | None] = dict.fromkeys(operations)
        else:
            targets = {
                operation: media_type
                for operation, (document, media_type) in operations.items()
                if document == name
            }
        for statement in page.statements:
            for subject in _subjects(
                statement, targets, is_general=not vendor.documents[name].operation
            ):
                yield subject, statement


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


def _descriptions(rulings: Rulings, claims: Mapping[str, Claim]) -> Iterator[Claim]:
    subjects = {claim.subject for claim in claims.values()}
    for subject, text in rulings.descriptions.items():
        if subject not in subjects:
            raise DeriveError(f"decisions.yaml: descriptions: no claim is about {subject!r}")
        yield Claim(
            id=f"{subject}#description", layer=Layer.ANNOTATION, value=text, decision=WORDING.id
        )


def _check_base_url(vendor: VendorFile, claims: Mapping[str, Claim]) -> None:
    stated = claims.get("vendor#base-url")
    if stated and not vendor.base_url.startswith(stated.value):
        raise DeriveError(
            f"{vendor.slug}: vendor.yaml has the base URL {vendor.base_url}, the documents have "
            f"{stated.value} ({stated.source})"
        )


def _build(vendor: VendorFile, claims: Iterable[Claim]) -> tuple[dict[str, str], list[Claim]]:
    """Return the contract's files, and the claims in the order of where they landed."""
    rooms = _sort(claims)
    lifecycle, landed = build_lifecycle(rooms.lifecycle)
    schemas = [
        build_schema(vendor.slug, operation, part, group)
        for (operation, part), group in rooms.bodies.items()
    ]
    if lifecycle:
        schemas = [_with_conditions(each, lifecycle) for each in schemas]
    by_path = {each.path: each.schema for each in schemas}
    described = [_with_example(claim, by_path) for claim in rooms.operations]
    openapi, about_operations = build_openapi(vendor, described, schemas, lifecycle)
    files = {each.path: render_json(each.schema) for each in schemas}
    if lifecycle:
        files["lifecycle.json"] = render_json(lifecycle)
    files["openapi.json"] = render_json(openapi)
    in_schemas = [claim for each in schemas for claim in each.claims]
    return files, [*about_operations, *in_schemas, *landed]


@dataclass(slots=True)
class _Rooms:
    operations: list[Claim]
    lifecycle: list[Claim]
    bodies: dict[tuple[str, str], list[Claim]]


def _sort(claims: Iterable[Claim]) -> _Rooms:
    rooms = _Rooms([], [], {})
    claims = list(claims)
    statuses = {claim.subject for claim in claims if claim.keyword == "status"}
    for claim in claims:
        names = steps(claim.subject)
        is_short = len(names) == 1 or (len(names) == 2 and names[0] == "vendor")
        of_operation = claim.layer in (Layer.OPERATION, Layer.ADVICE)
        if claim.layer is Layer.LIFECYCLE:
            rooms.lifecycle.append(claim)
        elif is_short or of_operation:
            rooms.operations.append(claim)
        elif not str(names[1]).isdigit() or f"{names[0]}.{names[1]}" in statuses:
            # What is said of the body of a status goes when a decision withdraws the status.
            rooms.bodies.setdefault((str(names[0]), str(names[1])), []).append(claim)
    return rooms


def _with_conditions(each: SchemaFile, lifecycle: Mapping[str, Any]) -> SchemaFile:
    poll = lifecycle["poll"]["operation"]
    if not fnmatch(each.path, f"schemas/{poll}/2??.json"):
        return each
    return replace(each, schema={**each.schema, "allOf": state_conditions(lifecycle)})


def _with_example(claim: Claim, schemas: Mapping[str, Mapping[str, Any]]) -> Claim:
    if claim.keyword != "example":
        return claim
    schema = schemas.get(f"schemas/{claim.subject}/request.json", {})
    return replace(claim, value=fill(claim.value, schema))
