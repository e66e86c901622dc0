"""Claims about bodies and paths become JSON Schemas; each claim learns the pointer where it landed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from truecopy.contract.keywords import ORDER
from truecopy.contract.promises import DEFAULT
from truecopy.derive.paths import steps
from truecopy.errors import DeriveError
from truecopy.model import Claim, Layer
from truecopy.model.pointers import escape

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(kw_only=True)
class _SchemaNode:
    keywords: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, "_SchemaNode"] = field(default_factory=dict)
    items: "_SchemaNode | None" = None
    required: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFile:
    """One schema with the claims that it holds.

    Attributes:
        path: Within the contract folder: `schemas/create-generation/request.json`.
        claims: Those that landed in it, each with its pointer.
    """

    path: str
    schema: Mapping[str, Any]
    claims: tuple[Claim, ...]


def build_schema(vendor: str, operation: str, part: str, claims: Iterable[Claim]) -> SchemaFile:
    """Return the schema that `claims` make for one part of an operation.

    Args:
        part: `request`, `path`, or a status.
        claims: All claims whose subject begins with operation and part.

    Raises:
        DeriveError: A claim is about a member of something that is not an object.
    """
    root = _SchemaNode()
    claims = tuple(claims)
    promises = {
        claim.id: _promise(claim)
        for claim in claims
        if claim.layer is Layer.PROMISE and not _is_default(claim)
    }
    places = {name: f"/x-promises/{index}" for index, name in enumerate(promises)}
    path = f"schemas/{operation}/{part}.json"
    landed: list[Claim] = []
    for claim in claims:
        names = steps(claim.subject)[2:]
        if _is_default(claim):
            pointer = _place_default(promises, places, claim)
        elif claim.layer is Layer.PROMISE:
            pointer = places[claim.id]
        else:
            pointer = _place(root, names, claim)
        landed.append(replace(claim, pointer=f"{path}#{pointer}"))
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "$id": f"urn:truecopy:{vendor}:{operation}:{part}",
    }
    schema.update(_emit(root))
    if promises:
        schema["x-promises"] = list(promises.values())
    return SchemaFile(path=path, schema=schema, claims=tuple(landed))


def _place(root: _SchemaNode, names: list[str | None], claim: Claim) -> str:
    """Put a claim's keyword on its node and return the pointer."""
    *parents, last = [None, *names] if claim.keyword == "required" else [*names, ""]
    chain = parents[1:] if claim.keyword == "required" else parents
    node, pointer = _walk(root, chain)
    keyword = claim.keyword
    if keyword == "required":
        if claim.value is not True:
            raise DeriveError(
                f"{claim.id}: is true, or the claim is withdrawn; found {claim.value!r}"
            )
        node.required.append(str(last))
        _walk(root, names)
        return f"{pointer}/required/{len(node.required) - 1}"
    if keyword == "property":
        return pointer
    outer, _, inner = keyword.partition("/")
    if inner:
        group = node.keywords.setdefault(outer, {})
        group[inner] = claim.value
        return f"{pointer}/{outer}/{inner}"
    if outer not in ORDER:
        raise DeriveError(f"{claim.id}: {keyword!r} is no keyword of a contract's schema")
    node.keywords[outer] = claim.value
    return f"{pointer}/{outer}"


def _walk(root: _SchemaNode, names: list[str | None]) -> tuple[_SchemaNode, str]:
    node, pointer = root, ""
    for name in names:
        if name is None:
            node.items = node.items or _SchemaNode()
            node, pointer = node.items, f"{pointer}/items"
        else:
            node = node.properties.setdefault(name, _SchemaNode())
            pointer = f"{pointer}/properties/{escape(name)}"
    return node, pointer


def _emit(node: _SchemaNode) -> dict[str, Any]:
    out = {key: node.keywords[key] for key in ORDER if key in node.keywords}
    if node.properties:
        out["properties"] = {name: _emit(inner) for name, inner in node.properties.items()}
    if node.required:
        out["required"] = node.required
    if node.items is not None:
        out["items"] = _emit(node.items)
    return out


def _promise(claim: Claim) -> dict[str, Any]:
    names = steps(claim.subject)[2:]
    at = "".join("/*" if name is None else f"/{escape(name)}" for name in names)
    return {"kind": claim.keyword.partition("/")[2], "at": at, **claim.value}


def _is_default(claim: Claim) -> bool:
    """Whether a claim is about what a promise falls back on."""
    return claim.layer is Layer.PROMISE and claim.keyword.endswith(f"/{DEFAULT}")


def _place_default(
    promises: Mapping[str, dict[str, Any]], places: Mapping[str, str], claim: Claim
) -> str:
    """Put a default into its promise, and return the pointer of it.

    Raises:
        DeriveError: There is no such promise.
    """
    name = claim.id.removesuffix(f"/{DEFAULT}")
    if name not in promises:
        raise DeriveError(f"{claim.id}: there is no promise {name}")
    promises[name][DEFAULT] = claim.value
    return f"{places[name]}/{DEFAULT}"
