"""What came of recording, comparing and verifying cassettes, for people and for programs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from truecopy.model import ExitReason, Finding, Severity
from truecopy.recording.verification import Verification
from truecopy.report.check_text import printable
from truecopy.report.counted_words import counted, counted_severities

# Of what is no more than a remark.
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport:
    """What came of `truecopy record`.

    Attributes:
        paths: Cassettes that were written.
        compared: How many answers were compared, of how many recorded ones; None where none were to be.
        omitted: What was not recorded or compared -> why.
        cost_usd: None where a price is unknown.
    """

    title: str
    target: str
    exit_reason: ExitReason
    message: str = ""
    paths: tuple[Path, ...] = ()
    compared: tuple[int, int] | None = None
    omitted: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    requests: int
    cost_usd: float | None


def record_text(report: RecordReport) -> str:
    """Return what came of recording or comparing as text."""
    lines = [f"  {path}" for path in report.paths]
    done = "recorded" if report.compared is None else "compared"
    lines += [f"not {done}: {name}: {why}" for name, why in report.omitted.items()]
    found = _findings_text(report.findings)
    tail = [report.message] if report.message else []
    return printable("\n".join([*lines, *found, *tail, record_summary(report)]) + "\n")


def record_summary(report: RecordReport) -> str:
    """Return one line that says how a recording or a comparison ended, what it gave and what it took."""
    if report.compared is None:
        done = f"{len(report.paths)} cassettes written"
    else:
        compared, recorded = report.compared
        done = f"{compared} of {recorded} recorded answers compared"
    cost = "cost unknown" if report.cost_usd is None else f"${report.cost_usd:.3f}"
    summary = (
        f"{report.title} at {report.target}: {report.exit_reason}{_counted(report.findings)}; "
    )
    summary += f"{done}; {report.requests} requests, {cost}"
    return summary


def record_json(report: RecordReport) -> str:
    """Return what came of recording or comparing as JSON."""
    return _json(
        {
            "exit_reason": report.exit_reason,
            "message": report.message or None,
            "target": report.target,
            "cassettes": [str(each) for each in report.paths],
            "compared": report.compared[0] if report.compared else None,
            "recorded": report.compared[1] if report.compared else None,
            "omitted": [{"what": name, "why": why} for name, why in report.omitted.items()],
            "findings": [each.row() for each in report.findings],
            "requests": report.requests,
            "cost_usd": None if report.cost_usd is None else round(report.cost_usd, 6),
        }
    )


def verification_text(found: Verification) -> str:
    """Return what came of verifying cassettes as text."""
    lines = [*_findings_text(found.findings), verification_summary(found)]
    return printable("\n".join(lines) + "\n")


def verification_summary(found: Verification) -> str:
    """Return one line that says what was verified, and what was found."""
    held = {
        vendor: len({each.claim for each in sightings if each.is_held})
        for vendor, sightings in found.sightings.items()
    }
    seen = "".join(
        f"; {count} claims of {vendor} seen held" for vendor, count in sorted(held.items())
    )
    outcome = ": agrees" if found.examined else ": nothing to judge"
    return (
        f"{counted(found.cassettes, 'cassette')}, {counted(found.interactions, 'interaction')}, {found.examined} judged"
        f"{_counted(found.findings) or outcome}{seen}"
    )


def verification_json(found: Verification) -> str:
    """Return what came of verifying cassettes as JSON."""
    return _json(
        {
            "cassettes": found.cassettes,
            "interactions": found.interactions,
            "judged": found.examined,
            "findings": [each.row() for each in found.findings],
            "held": {
                vendor: sorted({each.claim for each in sightings if each.is_held})
                for vendor, sightings in sorted(found.sightings.items())
            },
        }
    )


def _findings_text(findings: Iterable[Finding]) -> list[str]:
    """Return findings as lines, the gravest first; the same one of several places once."""
    places: dict[tuple[Severity, str, str, str], list[str]] = {}
    for each in findings:
        key = (each.severity, each.rule, each.message, each.sources)
        places.setdefault(key, []).append(each.where)
    lines = []
    for (severity, rule, message, sources), where in sorted(
        places.items(), key=lambda each: each[0][0].rank
    ):
        shown = where[:_MOST_PLACES]
        more = f", and {len(where) - len(shown)} more" if len(where) > len(shown) else ""
        lines.append(f"{severity.value}: {', '.join(shown)}{more}: {message}  [{rule}]")
        if severity is not Severity.INFO:
            # Each of them is to be looked at, and no line of a terminal holds them all.
            lines += [f"  also at {each}" for each in where[_MOST_PLACES:]]
            lines += [f"  source  {sources}"] if sources else []
    return lines


def _counted(findings: Iterable[Finding]) -> str:
    told = counted_severities(each.severity for each in findings)
    return f" ({told})" if told else ""


def _json(content: Mapping[str, object]) -> str:
    return json.dumps({"schema_version": 1, **content}, indent=1) + "\n"
