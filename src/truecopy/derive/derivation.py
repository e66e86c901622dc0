"""The whole way from a vendor's documents to the files of its contract."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from truecopy.contract.claim_shapes import misshapen
from truecopy.contract.conditions import promise_conditions, state_conditions
from truecopy.contract.load import assemble
from truecopy.contract.vendorfile import VendorFile
from truecopy.derive.assumed_keys import ASSUMED, untold_keys
from truecopy.derive.contradictions import require_agreement
from truecopy.derive.decisions import Rulings
from truecopy.derive.fold import WORDING
from truecopy.derive.lifecycle import build_lifecycle
from truecopy.derive.openapi import build_openapi
from truecopy.derive.page_memory import PAGES_FILE, render_pages
from truecopy.derive.paths import owner_and_part, steps
from truecopy.derive.reference_clashes import reference_clashes
from truecopy.derive.refusals import refuse, require_places
from truecopy.derive.request_examples import fill, is_ours_refused, lacking
from truecopy.derive.ruling_objects import require_objects
from truecopy.derive.schemas import SchemaFile, build_schema
from truecopy.derive.shown_clashes import shown_clashes
from truecopy.derive.statements import Statement
from truecopy.derive.undecided_tasks import undecided_tasks
from truecopy.derive.vendor_pages import VendorPages
from truecopy.derive.vendor_statements import VendorStatements, read_statements
from truecopy.derive.writer import render_evidence, render_json
from truecopy.errors import DeriveError
from truecopy.model import RULES, Claim, Contract, Finding, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What the documents of one vendor give.

    Attributes:
        files: Path within the contract folder -> text.
        contract: What the files make.
        findings: Claims that clash as the pages show them, decisions without effect, sentences that nothing cites.
    """

    vendor: str
    contract: Contract
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
    said = read_statements(folder, documents)
    claims = _usable_claims(said)
    vendor = said.pages.vendor
    files, landed = _build(vendor, claims)
    require_objects(said, landed)
    files["evidence.json"] = _evidence(landed, said.rulings)
    contents = {name: json.loads(text) for name, text in files.items()}
    _require_operations(said.pages, contents["openapi.json"]["x-operations"])
    contract = assemble(vendor, contents, folder, is_derived=True)
    files[PAGES_FILE] = render_pages(said.remember())
    return Derivation(
        vendor=vendor.slug,
        contract=contract,
        files=files,
        claims=tuple(landed),
        findings=(
            *_about_decisions(said),
            *shown_clashes(said, contract, contents),
            *reference_clashes(contract),
            *_without_lifecycle(claims, said.ends),
            *undecided_tasks(contract),
            *untold_keys(landed),
            *_short_examples(claims, contents),
            *said.uncited(landed),
        ),
    )


def _usable_claims(said: VendorStatements) -> Sequence[Claim]:
    """Return the claims of a vendor's pages.

    Raises:
        DeriveError: A page is missing, a contradiction is open, or no contract can be made of them.
    """
    said.require_pages()
    refuse(said.folded.claims.values())
    require_places(said.folded.claims.values())
    if not all(each.is_shown for each in said.folded.contradictions):
        require_agreement(said.folded.contradictions, said.pages.texts)
    claims = said.claims()
    _require_shapes(claims)
    _check_base_url(said.pages.vendor, said.folded.claims)
    return claims


def _evidence(landed: Sequence[Claim], rulings: Rulings) -> str:
    """Return the file that says what each claim stands on."""
    decisions = [each.decision for each in rulings.rulings]
    used = {claim.decision for claim in landed}
    return render_evidence(
        landed, [*decisions, *(each for each in (WORDING, ASSUMED) if each.id in used)]
    )


def _about_decisions(said: VendorStatements) -> Iterator[Finding]:
    """Yield which decisions and remarks have no effect, or saw what reads otherwise now."""
    yield from said.rulings.findings
    yield from (each.finding() for each in said.reviews)
    yield from said.lost_remarks()
    yield from said.folded.findings


def _require_shapes(claims: Iterable[Claim]) -> None:
    """Refuse values of which no contract could be made: what a person decided is data as any other."""
    found = list(misshapen(claims))
    if found:
        raise DeriveError(
            "\n".join(
                ("these claims have values that cannot be:", *(f"  {each}" for each in found))
            )
        )


def _without_lifecycle(claims: Sequence[Claim], ends: Iterable[Statement]) -> Iterator[Finding]:
    """Yield what pages say of the states of a task, where nothing states the task's lifecycle.

    Args:
        ends: What pages say of states in which a task ends; a lifecycle that is stated lists them.
    """
    found = [claim for claim in claims if claim.layer is Layer.LIFECYCLE]
    is_stated = any(claim.subject == "lifecycle" for claim in found)
    terminal: Collection[str] = next(
        (each.value for each in found if each.id == "lifecycle#terminal"), []
    )
    for claim in [] if is_stated else found:
        yield RULES["lifecycle-unstated"].finding(
            claim.source,
            f"{claim.id} = {json.dumps(claim.value)} is not kept: no decision states the lifecycle that it is part of",
            claim=claim.id,
        )
    for each in ends:
        state = steps(each.subject)[1]
        if state not in terminal:
            yield RULES["lifecycle-unstated"].finding(
                str(each.evidence),
                f"a task ends in {state!r}: is not kept, lifecycle#terminal does not list it",
            )


def _short_examples(claims: Iterable[Claim], contents: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the members that a page marks as required and its own example of a request lacks."""
    for claim in claims:
        if claim.keyword != "example":
            continue
        schema = contents.get(f"schemas/{claim.subject}/request.json", {})
        for pointer in lacking(claim.value, schema):
            yield RULES["document-example-short"].finding(
                claim.source,
                f"{claim.subject}: the example lacks {pointer}, which is marked as required: the mark holds",
                claim=claim.id,
            )


def _require_operations(pages: VendorPages, table: Mapping[str, Any]) -> None:
    """Refuse a page that is said to describe an operation and of which nothing could be read."""
    for operation, (document, _) in pages.operations.items():
        if operation not in table:
            raise DeriveError(
                f"{document}: describes nothing of the operation {operation}; expected were an address such as "
                "POST /v1/things, a curl command, or fields under a heading such as Body"
            )


def _check_base_url(vendor: VendorFile, claims: Mapping[str, Claim]) -> None:
    stated = claims.get("vendor#base-url")
    if stated and vendor.base_url != stated.value:
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
    schemas = [_with_conditions(each, lifecycle) for each in schemas]
    by_path = {each.path: each.schema for each in schemas}
    described = [each for claim in rooms.operations for each in _with_example(claim, by_path)]
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


def landing(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that a contract has: what is said of the body of a withdrawn status goes with it."""
    found = list(claims)
    statuses = {claim.subject for claim in found if claim.keyword == "status"}
    return [each for each in found if _room(each) is not None or _part(each) in statuses]


def _part(claim: Claim) -> str:
    """Return the operation and the part of it that a claim is about; empty of what belongs to no status."""
    operation, part = owner_and_part(claim.subject)
    return f"{operation}.{part}" if part.isdigit() else ""


def _room(claim: Claim) -> str | None:
    """Return where a claim belongs whatever the statuses are, None where they decide."""
    if claim.layer is Layer.LIFECYCLE:
        return "lifecycle"
    owner, part = owner_and_part(claim.subject)
    is_of_operation = not part or owner == "vendor"
    if is_of_operation or claim.layer in (Layer.OPERATION, Layer.ADVICE):
        return "operations"
    return None if part.isdigit() else "bodies"


def _sort(claims: Iterable[Claim]) -> _Rooms:
    rooms = _Rooms([], [], {})
    for claim in landing(claims):
        room = _room(claim)
        if room == "lifecycle":
            rooms.lifecycle.append(claim)
        elif room == "operations":
            rooms.operations.append(claim)
        else:
            rooms.bodies.setdefault(owner_and_part(claim.subject), []).append(claim)
    return rooms


def _with_conditions(each: SchemaFile, lifecycle: Mapping[str, Any] | None) -> SchemaFile:
    conditions = [*promise_conditions(each.schema.get("x-promises", ()))]
    if lifecycle and fnmatch(each.path, f"schemas/{lifecycle['poll']['operation']}/2??.json"):
        conditions = [*state_conditions(lifecycle), *conditions]
    return replace(each, schema={**each.schema, "allOf": conditions}) if conditions else each


def _with_example(claim: Claim, schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[Claim]:
    """Yield a claim; an example of a request filled in, or not at all where no filler of ours is good enough."""
    if claim.keyword != "example":
        yield claim
        return
    schema = schemas.get(f"schemas/{claim.subject}/request.json", {})
    filled = fill(claim.value, schema)
    if not is_ours_refused(claim.value, filled, schema):
        yield replace(claim, value=filled)
