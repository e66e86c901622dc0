"""`truecopy drift all`: documents, endpoint, recordings and mock against the contract, and who is stale."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from truecopy.check import CheckOptions, CheckRun, run_check
from truecopy.cli.commands.drift_wire import (
    WireLook,
    WireSettings,
    hide_options_of_check,
    look_at_wire,
)
from truecopy.cli.commands.verify import make_scrutiny
from truecopy.cli.document_folders import look_at, page_folders
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.group import with_options
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.targets import MOCK, choose_target
from truecopy.contract import Workspace
from truecopy.drift.diagnosis import ClaimDiagnosis, Party, Standpoint, diagnose, standpoints
from truecopy.drift.memory import MemoryResult, Seen
from truecopy.drift.old_pages import OldPages
from truecopy.errors import UsageError
from truecopy.model import Change, ChangeKind, Contract, ExitReason, Finding, Severity
from truecopy.recording.cassette_files import FOLDER, find_cassettes
from truecopy.recording.verification import verify_cassettes
from truecopy.redaction import Redactor
from truecopy.report.diagnosis_report import (
    DiagnosisReport,
    diagnosis_json,
    diagnosis_page,
    diagnosis_text,
)
from truecopy.report.report_formats import page_report
from truecopy.wire import Budget, Keys, RequestSender

Said = dict[str, Standpoint]

# Changes of the pages that say nothing of a claim's value.
_NO_CHANGE = frozenset({ChangeKind.UNREAD, ChangeKind.REVIEW})


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
    documents = _documents(contract, folder, workspace)
    wire = look_at_wire(settings, target, workspace)
    looks = {
        Party.DOCUMENTS: documents,
        Party.WIRE: _wire(wire),
        Party.RECORDINGS: _recordings(contract, settings, workspace),
        Party.MOCK: _mock(contract, settings, workspace),
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
    found = diagnose(_with_unclaimed(sides, partial))
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
        replace(each, stale=each.stale or stale.get(_subject(each), "")) for each in seen.findings
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


def _documents(contract: Contract, folder: Path, workspace: Workspace) -> tuple[Said, str]:
    """Return what the pages say of each claim of the contract, and why they say nothing."""
    try:
        pages = page_folders(folder, (contract.vendor,), workspace.vendors())[contract.vendor]
    except UsageError as error:
        return {}, str(error)
    look = look_at(
        contract.vendor,
        pages,
        workspace,
        severities=read_severities(workspace),
        fail_on=Severity.WARNING,
    )
    if look.result.exit_reason is ExitReason.COULD_NOT_LOOK:
        return {}, look.result.message
    changes = [each for each in look.result.changes if _is_change(each)]
    misread = dict.fromkeys(_unchanged(changes, contract, pages), Standpoint.MISREAD)
    return standpoints((each.claim for each in changes), contract.claims) | misread, ""


def _unchanged(changes: list[Change], contract: Contract, pages: Path) -> Iterator[str]:
    """Yield those claims whose text stands on the pages where, and as, the contract remembers it, and nowhere else."""
    page = OldPages(pages)
    for each in changes:
        evidence = contract.claims[each.claim].evidence if each.claim in contract.claims else ()
        is_elsewhere = each.new_source not in ("", each.old_source)
        if each.kind is ChangeKind.CONTRADICTED or is_elsewhere or not evidence:
            continue
        if all(page.text(place) is not None for place in evidence):
            yield each.claim


def _is_change(change: Change) -> bool:
    return change.severity is not Severity.INFO and change.kind not in _NO_CHANGE


def _wire(look: WireLook) -> tuple[Said, str]:
    said = standpoints(map(_subject, _grave(look.seen.findings)), look.seen.examined)
    ended, message = look.seen.ended
    is_seen = bool(look.seen.examined)
    return said, "" if is_seen else message or f"the endpoint could not be looked at: {ended}"


def _recordings(
    contract: Contract, settings: WireSettings, workspace: Workspace
) -> tuple[Said, str]:
    folder = workspace.root / FOLDER / contract.vendor
    if not folder.is_dir() or not find_cassettes(folder):
        return {}, "there are no recordings of this vendor"
    scrutiny = make_scrutiny(workspace, settings.check.assumptions, contract.vendor, Redactor())
    found = verify_cassettes(folder, scrutiny)
    own = [each for each in _grave(found.findings) if not each.rule.startswith("recording-")]
    examined = {each.claim for each in found.sightings[contract.vendor]}
    return standpoints(map(_subject, own), examined), ""


def _mock(contract: Contract, settings: WireSettings, workspace: Workspace) -> tuple[Said, str]:
    chosen = choose_target(MOCK, contract.vendor, workspace)
    opened = chosen.open(
        Keys(good="sk-mock"), seed=settings.check.seed, timeout_s=settings.check.requests.timeout_s
    )
    options = CheckOptions(
        sending=settings.check.requests.send_options(contract, MOCK, {}), provoke=opened.provoke
    )
    with opened.target as target:
        result = run_check(CheckRun(contract, RequestSender(target, Budget()), options))
    if not result.examined:
        return {}, result.message or "the mock could not be looked at"
    return standpoints(map(_subject, _grave(result.findings)), result.examined), ""


def _grave(findings: list[Finding] | tuple[Finding, ...]) -> list[Finding]:
    return [each for each in findings if each.severity is not Severity.INFO]


def _subject(finding: Finding) -> str:
    """Return what a finding is about: its claim, or its rule at its operation, where no claim is broken."""
    return finding.claim or f"{finding.operation}: {finding.rule}"


def _with_unclaimed(sides: dict[Party, Said], partial: frozenset[Party]) -> dict[Party, Said]:
    """Return the sides with what no claim is about: a side that looked, and did not find it, has it as agreed.

    Args:
        partial: Sides whose look ended early: what they did not find they may not have come to.
    """
    loose = {name for said in sides.values() for name in said if ": " in name}
    return {
        party: {**dict.fromkeys(loose, Standpoint.AGREES), **said}
        if said and party not in partial
        else said
        for party, said in sides.items()
    }
