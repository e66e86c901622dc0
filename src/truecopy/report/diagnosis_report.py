"""The diagnosis of one day: which side is stale, as text, as data and as a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from truecopy.drift.diagnosis import DIAGNOSES, ClaimDiagnosis, Party, Standpoint
from truecopy.drift.memory import MemoryResult
from truecopy.model import Contract, ExitReason, Severity
from truecopy.report.check_text import printable
from truecopy.report.memory_report import memory_row, memory_summary
from truecopy.report.result_page import ReportItem, ResultPage
from truecopy.report.tables import render, table

SCHEMA_VERSION = 1
_MARKS = {
    Standpoint.AGREES: "agrees",
    Standpoint.DIFFERS: "DIFFERS",
    Standpoint.MISREAD: "MISREAD",
    Standpoint.UNSEEN: "?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisReport:
    """What four sides say of a contract.

    Attributes:
        notes: Party -> why it could not be looked at.
        memory: What the look at the endpoint means, against the days before.
    """

    contract: Contract
    target: str
    exit_reason: ExitReason
    diagnoses: tuple[ClaimDiagnosis, ...]
    notes: Mapping[Party, str]
    memory: MemoryResult


def diagnosis_json(report: DiagnosisReport) -> str:
    """Return a diagnosis as JSON."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "vendor": report.contract.vendor,
        "target": report.target,
        "exit_reason": report.exit_reason,
        "sides": {
            party.value: {"looked": party not in report.notes, "message": report.notes.get(party)}
            for party in Party
        },
        "diagnosis": [
            {
                "claim": each.claim,
                "says": {party.value: said.value for party, said in each.says.items()},
                "diagnoses": [
                    {"slug": row.slug, "stale": row.stale or None, "text": row.text}
                    for row in each.rows
                ],
                "text": each.text,
            }
            for each in report.diagnoses
        ],
        "wire": memory_row(report.memory),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def diagnosis_text(report: DiagnosisReport) -> str:
    """Return a diagnosis as a table: what each side says of a claim, and below what that means."""
    pieces = []
    if report.diagnoses:
        rows = table("claim", *(each.value for each in Party), "diagnosis")
        for each in report.diagnoses:
            marks = (_MARKS[each.says[party]] for party in Party)
            rows.add_row(each.claim, *marks, ", ".join(row.slug for row in each.rows))
        pieces.append(render(rows))
        slugs = dict.fromkeys(row.slug for each in report.diagnoses for row in each.rows)
        known = {row.slug: row.text for row in DIAGNOSES}
        pieces.append("".join(f"{slug}: {known[slug]}\n" for slug in slugs))
    pieces += [f"{party.value} not looked at: {note}\n" for party, note in report.notes.items()]
    count = len(report.diagnoses)
    pieces += [f"{report.memory.message}\n"] if report.memory.message else []
    pieces.append(
        f"{memory_summary(report.memory)}\n{report.contract.vendor}: {report.exit_reason}, "
        f"{count} claim{'' if count == 1 else 's'} on which the sides differ\n"
    )
    return printable("\n".join(pieces))


def diagnosis_page(report: DiagnosisReport) -> ResultPage:
    """Return the page of a diagnosis, an item for each claim."""
    return ResultPage(
        command="drift all",
        title=report.contract.title,
        vendor=report.contract.vendor,
        exit_reason=report.exit_reason,
        lines=(memory_summary(report.memory),),
        message=" ".join(
            f"{party.value} not looked at: {why}." for party, why in report.notes.items()
        ),
        items=tuple(_item(each, report.contract) for each in report.diagnoses),
        properties={"target": report.target},
    )


def _item(diagnosis: ClaimDiagnosis, contract: Contract) -> ReportItem:
    known = contract.claims.get(diagnosis.claim)
    is_bad = any(row.slug in ("silent-change", "contract-stale") for row in diagnosis.rows)
    return ReportItem(
        rule=diagnosis.rows[0].slug,
        severity=Severity.ERROR if is_bad else Severity.WARNING,
        fingerprint="",
        owner=known.owner if known else diagnosis.claim.partition(":")[0],
        claim=diagnosis.claim if known else "",
        message=diagnosis.text,
        sources=known.source if known else "",
        facts={party.value: _MARKS[said].lower() for party, said in diagnosis.says.items()},
    )
