"""The journal of the proxy, saved as JSON, read as what it says: exchanges that were judged when they passed."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from truecopy.contract.formats import is_instant, parse_instant
from truecopy.drift.calls import journal_rows
from truecopy.errors import RecordingError
from truecopy.model import RULES, Contract, Finding, Ground, Severity
from truecopy.recording.verification import Sighting, Verification

_TEXTS = frozenset(each.name for each in fields(Finding)) - {
    "severity",
    "ground",
    "attachments",
    "where",
}
_NEEDED = ("rule", "vendor", "message")


def read_judged_journal(path: Path, contract: Contract) -> Verification:
    """Return what a journal of the proxy says of a contract; the bodies are not in it.

    Raises:
        RecordingError: It cannot be read, or is no journal of the proxy; names the entry.
    """
    found = Verification(cassettes=1)
    for name, row in journal_rows(path):
        found.interactions += 1
        judged, held = row.get("findings"), row.get("held")
        if not isinstance(judged, list) or not isinstance(held, list):
            raise RecordingError(
                name, 0, "has no findings and held claims, as the journal of `truecopy proxy` has"
            )
        # What was not judged says why in a note, and shows nothing.
        if not judged and not held:
            continue
        found.examined += 1
        findings = [_finding(each, name) for each in judged]
        if any(each.vendor != contract.vendor for each in findings):
            raise RecordingError(name, 0, f"is of another vendor than {contract.vendor}")
        found.findings += findings
        found.sightings[contract.vendor] += _sightings(row, name, findings, contract)
    return found


def _sightings(
    row: Mapping[str, Any], name: str, findings: list[Finding], contract: Contract
) -> Iterator[Sighting]:
    broken = {each.claim for each in findings if each.severity is not Severity.INFO}
    said = str(row.get("at"))
    at = parse_instant(said).timestamp() if is_instant(said) else 0.0
    for claims, is_held in ((set(map(str, row["held"])) - broken, True), (broken, False)):
        for claim in sorted(claims & contract.claims.keys()):
            yield Sighting(claim=claim, place=name, at=at, target="", is_held=is_held)


def _finding(row: Any, name: str) -> Finding:
    """Return a finding as a journal has it; what it does not have is null there."""
    try:
        texts: dict[str, Any] = {
            key: str(row[key]) for key in _TEXTS & row.keys() if row[key] is not None
        }
        ground = Ground(row["ground"]) if row.get("ground") else None
        severity = Severity(row["severity"])
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise RecordingError(name, 0, f"has a finding that cannot be read: {error}") from error
    if any(not texts.get(key) for key in _NEEDED):
        raise RecordingError(name, 0, f"has a finding without one of {', '.join(_NEEDED)}")
    rule, message = RULES.get(texts.pop("rule")), texts.pop("message")
    if rule is None:
        raise RecordingError(
            name, 0, f"has a finding of the rule {row['rule']!r}, which there is not"
        )
    more = texts | {"severity": severity, "ground": ground}
    return rule.finding(name, message, **more)
