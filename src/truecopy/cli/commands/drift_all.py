"""`truecopy drift all`: documents, endpoint, recordings and mock against the contract, and who is stale."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from truecopy.cli.contract_sides import (
    Said,
    documents_side,
    mock_side,
    recordings_side,
    subject_of,
    wire_side,
    with_unclaimed,
)
from truecopy.cli.options.group import with_options
from truecopy.cli.options.wire import WireSettings, hide_options_of_check
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.targets import choose_target
from truecopy.cli.wire_look import WireLook, look_at_wire
from truecopy.contract import Workspace
from truecopy.drift.diagnosis import ClaimDiagnosis, Party, diagnose
from truecopy.drift.memory import MemoryResult, Seen
from truecopy.model import Contract, ExitReason
from truecopy.report.diagnosis_report import (
    DiagnosisReport,
    diagnosis_json,
    diagnosis_page,
    diagnosis_text,
)
from truecopy.report.report_formats import page_report


@click.command(
    name="all", short_help="Hold documents, endpoint and recordings against the contract."
)
@click.argument("target")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_options(WireSettings)
@workspace_option
def everything(settings: WireSettings, *, target: str, folder: Path, workspace: Workspace) -> None:
    """Hold documents, endpoint, recordings and mock against the contract, and say which side is stale.

    TARGET is what `truecopy drift wire` takes, DIR what `truecopy drift documents` takes.

    \b
      truecopy drift all https://api.mulerouter.ai ./today --vendor mulerouter --max-cost 2
      truecopy drift all mock ./today --vendor mulerouter --format html --output drift.html

    A side that could not be looked at is said, and never taken for agreement.

    \b
    Exit codes: 0 all agree, 1 something is stale, 2 documents or endpoint could not be looked at, 3 budget reached
    or deadline, 4 credentials refused, 130 interrupted.
    """
    contract = choose_target(target, settings.check.requests.vendor, workspace).contract
    documents = documents_side(contract, folder, workspace)
    wire = look_at_wire(settings, target, workspace)
    looks = {
        Party.DOCUMENTS: documents,
        Party.WIRE: wire_side(wire),
        Party.RECORDINGS: recordings_side(contract, settings, workspace),
        Party.MOCK: mock_side(contract, settings, workspace),
    }
    report = _report(contract, target, wire, looks)
    render = page_report(
        lambda: diagnosis_page(report),
        lambda: diagnosis_text(report),
        lambda: diagnosis_json(report),
    )
    settings.check.report.write(render, f"{contract.vendor}: {report.exit_reason}\n")
    raise click.exceptions.Exit(report.exit_reason.exit_code)


hide_options_of_check(everything)


def _report(
    contract: Contract, target: str, wire: WireLook, looks: Mapping[Party, tuple[Said, str]]
) -> DiagnosisReport:
    """Return which side is stale, and remember it with what was seen of the endpoint.

    Args:
        looks: What each side says, and why it says nothing.
    """
    notes = {party: note for party, (_, note) in looks.items()}
    partial = frozenset() if wire.seen.is_complete else frozenset({Party.WIRE})
    sides = {party: said for party, (said, _) in looks.items()}
    found = diagnose(with_unclaimed(sides, partial))
    told = wire.session.remember(_diagnosed(wire.seen, found))
    return DiagnosisReport(
        contract=contract,
        target=target,
        exit_reason=_reason(found, told, notes),
        diagnoses=tuple(found),
        notes={party: note for party, note in notes.items() if note},
        memory=told,
    )


def _diagnosed(seen: Seen, found: Iterable[ClaimDiagnosis]) -> Seen:
    """Return what was seen of the endpoint, with the side that is stale at each finding."""
    stale = {each.claim: each.stale for each in found}
    findings = tuple(
        replace(each, stale=each.stale or stale.get(subject_of(each), "")) for each in seen.findings
    )
    diagnosis = " ".join(dict.fromkeys(each.text for each in found))
    return replace(seen, findings=findings, diagnosis=diagnosis)


def _reason(found: list[ClaimDiagnosis], told: MemoryResult, notes: dict[Party, str]) -> ExitReason:
    """Return how it ended: what is stale is told before a side that nobody could look at."""
    if found:
        return ExitReason.DRIFT
    if notes[Party.DOCUMENTS]:
        return ExitReason.COULD_NOT_LOOK
    return told.exit_reason
