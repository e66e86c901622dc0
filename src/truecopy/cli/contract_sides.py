"""What documents, endpoint, recordings and mock say of the claims of one contract, each for itself."""

from collections.abc import Iterator
from pathlib import Path

from truecopy.check import CheckOptions, CheckRun, run_check
from truecopy.cli.document_folders import look_at, page_folders
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.options.wire import WireSettings
from truecopy.cli.scrutiny import make_scrutiny
from truecopy.cli.targets import MOCK, choose_target
from truecopy.cli.wire_look import WireLook
from truecopy.contract import Workspace
from truecopy.drift.diagnosis import Party, Standpoint, standpoints
from truecopy.drift.old_pages import OldPages
from truecopy.errors import UsageError
from truecopy.model import Change, ChangeKind, Contract, ExitReason, Finding, Severity
from truecopy.recording.cassette_files import FOLDER, find_cassettes
from truecopy.recording.verification import verify_cassettes
from truecopy.redaction import Redactor
from truecopy.wire import Budget, RequestSender

# What a side says: claim -> whether it agrees. Beside it stands why it says nothing, empty where it does.
Said = dict[str, Standpoint]

# Changes of the pages that say nothing of a claim's value.
_NO_CHANGE = frozenset({ChangeKind.UNREAD, ChangeKind.REVIEW})


def documents_side(contract: Contract, folder: Path, workspace: Workspace) -> tuple[Said, str]:
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


def wire_side(look: WireLook) -> tuple[Said, str]:
    """Return what an endpoint says of each claim, and why it says nothing."""
    said = standpoints(map(subject_of, _grave(look.seen.findings)), look.seen.examined)
    ended, message = look.seen.ended
    is_seen = bool(look.seen.examined)
    return said, "" if is_seen else message or f"the endpoint could not be looked at: {ended}"


def recordings_side(
    contract: Contract, settings: WireSettings, workspace: Workspace
) -> tuple[Said, str]:
    """Return what the recordings of a vendor say of each claim, and why they say nothing."""
    folder = workspace.root / FOLDER / contract.vendor
    if not folder.is_dir() or not find_cassettes(folder):
        return {}, "there are no recordings of this vendor"
    scrutiny = make_scrutiny(workspace, settings.check.assumptions, contract.vendor, Redactor())
    found = verify_cassettes(folder, scrutiny)
    if found.unreadable:
        return {}, found.unreadable
    own = [each for each in _grave(found.findings) if not each.rule.startswith("recording-")]
    examined = {each.claim for each in found.sightings[contract.vendor]}
    return standpoints(map(subject_of, own), examined), ""


def mock_side(contract: Contract, settings: WireSettings, workspace: Workspace) -> tuple[Said, str]:
    """Return what the mock says of each claim, and why it says nothing."""
    chosen = choose_target(MOCK, contract.vendor, workspace)
    keys = KeyOptions().read_keys(MOCK, contract)
    opened = chosen.open(
        keys, seed=settings.check.seed, timeout_s=settings.check.requests.timeout_s
    )
    options = CheckOptions(
        sending=settings.check.requests.send_options(contract, MOCK, {}), provoke=opened.provoke
    )
    with opened.target as target:
        result = run_check(CheckRun(contract, RequestSender(target, Budget()), options))
    if not result.examined:
        return {}, result.message or "the mock could not be looked at"
    return standpoints(map(subject_of, _grave(result.findings)), result.examined), ""


def _grave(findings: list[Finding] | tuple[Finding, ...]) -> list[Finding]:
    return [each for each in findings if each.severity is not Severity.INFO]


def subject_of(finding: Finding) -> str:
    """Return what a finding is about: its claim, or its rule at its operation, where no claim is broken."""
    return finding.claim or f"{finding.operation}: {finding.rule}"


def with_unclaimed(sides: dict[Party, Said], partial: frozenset[Party]) -> dict[Party, Said]:
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
