"""Contracts as tables and as JSON: each rule beside the place in the documents that says it."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from rich.text import Text

from truecopy.contract.formats import precise_instant
from truecopy.model import Claim, Contract, Evidence, Ground, Layer, Operation
from truecopy.recording.verification import Sighting
from truecopy.report.tables import line_width, render, table, wrap_words

# A whole request in one cell would leave no room for the others; JSON has it whole.
_LONGEST_EXAMPLE = 60
NOTHING_SEEN: Mapping[str, Sighting] = MappingProxyType({})


def vendors_text(contracts: Iterable[Contract]) -> str:
    """Return the list of vendors as a table."""
    rows = table("vendor", "name", "base URL", "operations", "contract")
    for each in contracts:
        rows.add_row(
            each.vendor, each.title, each.base_url, ", ".join(each.operations), each.fingerprint
        )
    return render(rows)


def contract_text(contract: Contract, files: Iterable[tuple[str, str]] = ()) -> str:
    """Return a vendor's operations as a table.

    Args:
        files: Path of each file that says something of the vendor, and what.
    """
    head = f"{contract.title}  {contract.base_url}  contract {contract.fingerprint}\n"
    rows = table("operation", "method", "path", "media type", "statuses", "price")
    for each in contract.operations.values():
        rows.add_row(
            each.id,
            each.method,
            "\n".join((each.path, *each.aliases)),
            each.media_type or "",
            " ".join(str(status) for status in sorted(each.responses)),
            _price(each),
        )
    lines = [_wrapped(f"{path}: {what}") for path, what in files]
    given = "\n".join(["Files:", *lines, ""]) if lines else ""
    return head + render(rows) + _lifecycle_text(contract) + given


def _lifecycle_text(contract: Contract) -> str:
    lifecycle = contract.lifecycle
    if lifecycle is None:
        return ""
    ways = [
        f"  {state} -> {', '.join(following)}" for state, following in lifecycle.transitions.items()
    ]
    shown = [f"  {state} shows {', '.join(names)}" for state, names in lifecycle.shows.items()]
    return "\n".join(["Lifecycle:", *ways, *shown, ""])


def operation_text(
    contract: Contract, name: str, seen: Mapping[str, Sighting] = NOTHING_SEEN
) -> str:
    """Return one operation with every rule beside its source, and the decisions behind them.

    Args:
        seen: Claim -> what recordings show of it.
    """
    operation = contract.operations[name]
    kind = f"  {operation.media_type}" if operation.media_type else ""
    head = f"{operation.method} {contract.base_url}{operation.path}{kind}\n"
    rows = table("about", "rule", "value", "source", "standing")
    last = ""
    claims = _claims(contract, name)
    for claim in claims:
        about = claim.subject.removeprefix(name).removeprefix(".") or "operation"
        shown = Text(about if about != last else "", style="bold")
        last = about
        value = json.dumps(claim.value, ensure_ascii=False)
        if claim.keyword == "example" and len(value) > _LONGEST_EXAMPLE:
            value = f"{value[: _LONGEST_EXAMPLE - 3]}..."
        standing = _standing_text(claim, seen.get(claim.id))
        source = Text(_breakable(claim.source))
        rows.add_row(shown, Text(claim.keyword), Text(value), source, Text(standing))
    return head + render(rows) + _decisions_text(contract, claims)


def standing_of(claim: Claim, seen: Sighting | None) -> str:
    """Return where a claim comes from: `documented`, `observed`, `both`, `contradicted` or `assumed`.

    Empty for our own wording of what a field is for.
    """
    if seen is not None and not seen.is_held:
        return "contradicted"
    is_documented = claim.ground not in (Ground.ASSUMPTION, Ground.WORDING)
    if seen is not None:
        return "both" if is_documented else "observed"
    if is_documented:
        return "documented"
    return "" if claim.layer is Layer.ANNOTATION else "assumed"


def _standing_text(claim: Claim, seen: Sighting | None) -> str:
    standing = standing_of(claim, seen)
    if seen is None:
        return standing
    day = (
        datetime.fromtimestamp(seen.at, UTC).date().isoformat() if seen.at else "at an unknown time"
    )
    place = "/".join(seen.place.split("/")[-2:])
    return f"{standing}: {seen.target or 'unknown target'} {day} {place}"


def _decisions_text(contract: Contract, claims: Iterable[Claim]) -> str:
    used = {claim.decision for claim in claims if claim.decision}
    lines = [
        _wrapped(f"{each.id} ({each.kind}): {each.why}")
        for each in contract.decisions.values()
        if each.id in used
    ]
    return "\n".join(["Decisions:", *lines, ""]) if lines else ""


def _wrapped(text: str) -> str:
    """Return a paragraph, indented, within the width of lines; a line of its own where they have none."""
    width = line_width()
    return f"  {text}" if width is None else wrap_words(text, width, indent=4)


def _claims(contract: Contract, name: str) -> list[Claim]:
    """Return the claims of an operation: about itself, path, request, then answers by status."""
    prefix = f"{name}."
    found = [
        claim
        for claim in contract.claims.values()
        if claim.subject == name or claim.subject.startswith(prefix)
    ]
    subjects = list(dict.fromkeys(claim.subject for claim in found))

    def rank(claim: Claim) -> tuple[int, str, int]:
        part = claim.subject.removeprefix(name).removeprefix(".").split(".")[0]
        order = {"": 0, "path": 1, "request": 2}.get(part, 3)
        return order, part, subjects.index(claim.subject)

    return sorted(found, key=rank)


def contract_json(contract: Contract) -> dict[str, Any]:
    """Return a vendor's operations as data."""
    return {
        "vendor": contract.vendor,
        "title": contract.title,
        "base_url": contract.base_url,
        "fingerprint": contract.fingerprint,
        "operations": [_operation_row(each) for each in contract.operations.values()],
    }


def operation_json(
    contract: Contract, name: str, seen: Mapping[str, Sighting] = NOTHING_SEEN
) -> dict[str, Any]:
    """Return one operation with every rule and its source as data.

    Args:
        seen: Claim -> what recordings show of it.
    """
    claims = _claims(contract, name)
    used = {claim.decision for claim in claims if claim.decision}
    return {
        "vendor": contract.vendor,
        **_operation_row(contract.operations[name]),
        "rules": [_claim_row(claim, seen.get(claim.id)) for claim in claims],
        "decisions": [
            {"id": each.id, "kind": each.kind, "why": each.why}
            for each in contract.decisions.values()
            if each.id in used
        ],
    }


def _operation_row(operation: Operation) -> dict[str, Any]:
    return {
        "operation": operation.id,
        "description": operation.description or None,
        "method": operation.method,
        "path": operation.path,
        "aliases": list(operation.aliases),
        "media_type": operation.media_type,
        "statuses": sorted(operation.responses),
        "price_usd": operation.price_usd,
    }


def _claim_row(claim: Claim, seen: Sighting | None) -> dict[str, Any]:
    return {
        "claim": claim.id,
        "class": claim.layer.value,
        "value": claim.value,
        "ground": claim.ground.value,
        "pointer": claim.pointer,
        "evidence": [evidence_row(each) for each in claim.evidence],
        "decision": claim.decision,
        "decided_at": claim.decided_at or None,
        "standing": standing_of(claim, seen) or None,
        "seen": None
        if seen is None
        else {
            "at": precise_instant(seen.at) if seen.at else None,
            "target": seen.target or None,
            "place": seen.place,
        },
    }


def evidence_row(place: Evidence) -> dict[str, Any]:
    """Return one place in the documents as data."""
    return {
        "document": place.document,
        "lines": list(place.lines),
        "reading": place.reading.value,
        "fingerprint": place.fingerprint,
    }


def _price(operation: Operation) -> str:
    return "unknown" if operation.price_usd is None else f"${operation.price_usd:g} a picture"


def _breakable(source: str) -> str:
    """Return a source that may be broken between the numbers of lines, where lines have a width."""
    return source.replace(",", ", ").replace(",  ", ", ") if line_width() else source
