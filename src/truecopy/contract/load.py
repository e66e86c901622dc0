"""A contract folder becomes a Contract, linted on the way."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from truecopy.contract.claim_edits import follow_lifecycle
from truecopy.contract.claim_shapes import misshapen
from truecopy.contract.clashes import clashes
from truecopy.contract.lint import lint, state_names
from truecopy.contract.local_decisions import decide_otherwise
from truecopy.contract.refused_values import refused_values
from truecopy.contract.validate import CompiledOperation
from truecopy.contract.vendorfile import VendorFile, read_vendor_file
from truecopy.errors import ContractLoadError
from truecopy.model import (
    Claim,
    Contract,
    Decision,
    Evidence,
    Ground,
    Layer,
    Lifecycle,
    Operation,
    Reading,
)


def load_contract(folder: Path, decisions: Path | None = None) -> Contract:
    """Return the contract in a folder.

    Args:
        decisions: A file of another workspace, which decides some of it otherwise.

    Raises:
        ContractLoadError: A file is missing or damaged, or the contract does not pass its lint; lists
            everything that is wrong.
        WorkspaceError: `vendor.yaml` or the decisions cannot be used.
    """
    vendor, files = read_vendor_file(folder), read_contract_files(folder)
    if decisions is None:
        return assemble(vendor, files, folder)
    files = decide_otherwise(files, decisions)
    wrong = list(misshapen(_claim(row) for row in files["evidence.json"]["claims"]))
    if wrong:
        told = "\n  ".join(wrong)
        raise ContractLoadError(f"{decisions}: these claims have values that cannot be:\n  {told}")
    follow_lifecycle(files)
    contract = assemble(vendor, files, decisions)
    # Derivation sees to this where a contract comes from documents.
    problems = [
        f"{each.why} [{', '.join(claim.id for claim in each.claims)}]" for each in clashes(contract)
    ]
    if problems:
        told = "\n  ".join(problems)
        raise ContractLoadError(
            f"{decisions}: as it is decided here, no request and no answer can keep:\n  {told}"
        )
    return contract


def read_claims(folder: Path) -> dict[str, Claim]:
    """Return the claims of a contract folder, none where there is no contract or a damaged one."""
    try:
        content = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
        return {row["id"]: _claim(row) for row in content["claims"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def assemble(
    vendor: VendorFile, files: Mapping[str, Any], folder: Path, *, is_derived: bool = False
) -> Contract:
    """Return the contract that derived files make, linted.

    Args:
        files: Path within the contract folder -> parsed JSON.
        folder: For messages only.
        is_derived: They come of this `vendor.yaml` at this moment, so that they are not older than it; which values
            they show and refuse, and other states than the lifecycle has, is told claim by claim.

    Raises:
        ContractLoadError: As for `load_contract`.
    """
    try:
        contract = _contract(vendor, files)
        problems = [*lint(contract, files)]
        if not is_derived:
            problems = [*_outdated(vendor, files), *problems, *state_names(contract)]
            problems += map(str, refused_values(contract, files))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ContractLoadError(
            f"{folder}: a derived file is damaged ({type(error).__name__}: {error}); derive it again"
        ) from error
    if problems:
        raise ContractLoadError(
            f"{folder}: the contract cannot be used:\n  " + "\n  ".join(problems)
        )
    return contract


def _outdated(vendor: VendorFile, files: Mapping[str, Any]) -> Iterator[str]:
    """Yield how `vendor.yaml` differs from the one that the files were derived with."""
    document = files["openapi.json"]
    derived = list(document["x-operations"])
    described = [each.operation for each in vendor.documents.values() if each.operation]
    is_known = all(any(_is_of(name, page) for name in derived) for page in described)
    is_described = all(any(_is_of(name, page) for page in described) for name in derived)
    if document["servers"][0]["url"] != vendor.base_url or not (is_known and is_described):
        yield "vendor.yaml has changed since the contract was derived; run `truecopy derive`"


def _is_of(operation: str, page: str) -> bool:
    """Whether an operation is the one that a page describes, or one of its media types."""
    return operation == page or operation.startswith(f"{page}-")


def compile_operations(contract: Contract) -> dict[str, CompiledOperation]:
    """Return every operation of a contract with its schemas compiled."""
    landed = contract.landed()
    return {name: CompiledOperation(each, landed) for name, each in contract.operations.items()}


def read_contract_files(folder: Path) -> dict[str, Any]:
    """Return the derived files of a contract: path within its folder -> parsed JSON.

    Raises:
        ContractLoadError: One cannot be read.
    """
    paths = [folder / "openapi.json", folder / "evidence.json"]
    paths += [*sorted(folder.glob("schemas/*/*.json")), *folder.glob("lifecycle.json")]
    files = {}
    for path in paths:
        try:
            files[path.relative_to(folder).as_posix()] = json.loads(
                path.read_text(encoding="utf-8")
            )
        except (OSError, ValueError, RecursionError) as error:
            raise ContractLoadError(
                f"{path}: cannot be read: {error}; derive the contract again"
            ) from error
    return files


def _contract(vendor: VendorFile, files: Mapping[str, Any]) -> Contract:
    table = files["openapi.json"]["x-operations"]
    claims = {row["id"]: _claim(row) for row in files["evidence.json"]["claims"]}
    decisions = {row["id"]: _decision(row) for row in files["evidence.json"]["decisions"]}
    return Contract(
        vendor=vendor.slug,
        title=vendor.title,
        base_url=vendor.base_url,
        fingerprint=_fingerprint(files),
        operations={name: _operation(name, entry, files) for name, entry in table.items()},
        lifecycle=_lifecycle(files["lifecycle.json"]) if "lifecycle.json" in files else None,
        claims=claims,
        decisions=decisions,
        documents={name: each.url for name, each in vendor.documents.items()},
        volatile=vendor.volatile,
    )


def _operation(name: str, entry: Mapping[str, Any], files: Mapping[str, Any]) -> Operation:
    return Operation(
        id=name,
        method=entry["method"],
        path=entry["path"],
        aliases=tuple(entry.get("alias", ())),
        media_type=entry.get("media-type"),
        request=files.get(f"schemas/{name}/request.json"),
        path_parameters=files.get(f"schemas/{name}/path.json"),
        responses={
            int(status): files.get(f"schemas/{name}/{status}.json") for status in entry["statuses"]
        },
        price_usd=entry.get("price", {}).get("usd"),
        example=entry.get("example"),
        description=entry.get("description", ""),
    )


def _lifecycle(content: Mapping[str, Any]) -> Lifecycle:
    return Lifecycle(
        create=content["create"],
        poll=content["poll"]["operation"],
        parameter=content["poll"]["parameter"],
        id=content["id"],
        state=content["state"],
        created=content.get("created"),
        updated=content.get("updated"),
        initial=content["initial"],
        terminal=tuple(content["terminal"]),
        transitions={state: tuple(names) for state, names in content["transitions"].items()},
        shows={state: tuple(pointers) for state, pointers in content["shows"].items()},
    )


def _claim(row: Mapping[str, Any]) -> Claim:
    return Claim(
        id=row["id"],
        layer=Layer(row["class"]),
        value=row["value"],
        ground=Ground(row["ground"]),
        parts={part: Ground(ground) for part, ground in row.get("parts", {}).items()},
        evidence=tuple(_evidence(each) for each in row["evidence"]),
        decision=row.get("decision"),
        decided_at=row.get("decided_at", ""),
        pointer=row["pointer"],
    )


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(
        id=row["id"],
        kind=Ground(row["kind"]),
        why=row["why"],
        sees=tuple(_evidence(each) for each in row["sees"]),
        limit=tuple(_evidence(each) for each in row.get("limit", ())),
    )


def _evidence(row: Mapping[str, Any]) -> Evidence:
    first, last = row["lines"]
    start, end = row["span"]
    return Evidence(
        document=row["document"],
        lines=(first, last),
        span=(start, end),
        fingerprint=row["fingerprint"],
        reading=Reading(row["reading"]),
    )


def _fingerprint(files: Mapping[str, Any]) -> str:
    """Return 12 hex digits over everything that is enforced; where sentences stand does not count."""
    enforced = {name: content for name, content in files.items() if name != "evidence.json"}
    return sha256(json.dumps(enforced, sort_keys=True).encode()).hexdigest()[:12]
