"""`truecopy drift recordings`: what was recorded, against the contracts, with memory."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from truecopy.cli.files import shown_path
from truecopy.cli.memory_session import MemorySession
from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.options.baseline import BaselineOptions
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.memory import MemoryOptions
from truecopy.cli.options.redaction import RedactionOptions
from truecopy.cli.options.report import ReportOptions, fail_on_option
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.scrutiny import make_scrutiny, nothing_judged
from truecopy.contract import Workspace
from truecopy.drift.calls import JOURNALS
from truecopy.drift.history import Side
from truecopy.drift.judged_journal import read_judged_journal
from truecopy.drift.looks import sort_findings
from truecopy.drift.memory import MemoryResult, Seen
from truecopy.drift.observed import FieldTally
from truecopy.errors import UsageError
from truecopy.model import Contract, ExitReason, Interaction, Severity
from truecopy.recording.cassette_files import FOLDER
from truecopy.recording.verification import Verification, verify_cassettes
from truecopy.report import Progress, page_report, verification_page
from truecopy.report.memory_report import memory_json, memory_summary, memory_text

_DIAGNOSIS = (
    "The recordings do not keep the contract; whether they or the contract are stale, `truecopy drift all` tells "
    "from the documents and the endpoint."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsSettings:
    """Everything that a look at recordings can be told."""

    vendor: str | None = option(
        "--vendor", metavar="V", help="Whose answers they are, where the files do not say."
    )
    fail_on: str = fail_on_option()
    assumptions: AssumptionOptions
    redaction: RedactionOptions
    baseline: BaselineOptions
    memory: MemoryOptions
    report: ReportOptions


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@with_options(RecordingsSettings)
@workspace_option
def recordings(settings: RecordingsSettings, *, path: Path | None, workspace: Workspace) -> None:
    """Judge what was recorded, with memory; no request is sent.

    PATH is a cassette, a HAR file, a folder of them, or the journal of `truecopy proxy` as JSON.
    [default: the recordings of the workspace]

    \b
      truecopy drift recordings
      truecopy drift recordings calls.har --vendor mulerouter
      truecopy drift recordings tests/cassettes --format json
      curl -s http://127.0.0.1:4748/_truecopy/requests > journal.json
      truecopy drift recordings journal.json --vendor mulerouter

    Beside what breaks the contract it is told, as info with a count, which optional fields never came, and which were
    always or never null; a journal keeps no bodies, and says nothing of that.

    \b
    Exit codes: 0 no drift, 1 drift, new or lasting, 2 could not look.
    """
    if settings.vendor is not None:
        workspace.load(settings.vendor)
    settings.baseline.require_sense()
    place = path or shown_path(workspace.root / FOLDER)
    found, tallies = _judged(place, settings, workspace)
    if not found.sightings:
        raise UsageError(f"{place}: nothing could be judged: {nothing_judged(found)}")
    at = time.time()
    seen = {vendor: _seen(tallies[vendor], found, at) for vendor in sorted(found.sightings)}
    results = _remembered(seen, f"recordings {place}", settings, workspace)
    counted = [finding for each in results for finding in each.counted]
    page = verification_page(
        replace(found, findings=counted), _reason(results), command="drift recordings"
    )
    settings.report.write(
        page_report(lambda: page, lambda: memory_text(results), lambda: memory_json(results)),
        "".join(f"{memory_summary(each)}\n" for each in results),
    )
    raise click.exceptions.Exit(_reason(results).exit_code)


def _remembered(
    seen: Mapping[str, Seen], source: str, settings: RecordingsSettings, workspace: Workspace
) -> list[MemoryResult]:
    """Remember what was seen of each vendor, and return what it means."""
    baseline, history = settings.baseline.read(workspace), settings.memory.open_history()
    is_new = history.is_new
    return [
        MemorySession(
            side=Side(vendor=vendor, source=source),
            history=history,
            baseline=baseline,
            memory=settings.memory,
            acceptance=settings.baseline,
            fail_on=Severity(settings.fail_on),
        ).remember(each, is_new_history=is_new)
        for vendor, each in seen.items()
    ]


def _judged(
    place: Path, settings: RecordingsSettings, workspace: Workspace
) -> tuple[Verification, dict[str, FieldTally]]:
    """Return what the files say, and what their answers show together."""
    if place.suffix in JOURNALS:
        return _of_journal(place, settings.vendor, workspace)
    tallies: dict[str, FieldTally] = {}

    def observe(contract: Contract, operation: str, interaction: Interaction) -> None:
        if contract.vendor not in tallies:
            tallies[contract.vendor] = FieldTally(contract=contract)
        tallies[contract.vendor].add(operation, interaction)

    scrutiny = make_scrutiny(
        workspace,
        settings.assumptions,
        settings.vendor,
        settings.redaction.open_redactor(),
        observe=observe,
    )
    with Progress(verb="reading") as progress:
        return verify_cassettes(place, scrutiny, progress), tallies


def _of_journal(
    place: Path, vendor: str | None, workspace: Workspace
) -> tuple[Verification, dict[str, FieldTally]]:
    """Return what a journal of the proxy says, with nothing counted.

    Raises:
        UsageError: Nobody says whose answers they are.
    """
    if vendor is None:
        raise UsageError(
            f"{place}: a journal does not say whose answers it has; --vendor names one"
        )
    contract = workspace.load(vendor)
    found = read_judged_journal(place, contract)
    if not found.examined:
        raise UsageError(f"{place}: none of {found.interactions} exchanges was judged as it passed")
    return found, {vendor: FieldTally(contract=contract)}


def _seen(tally: FieldTally, found: Verification, at: float) -> Seen:
    """Return what the recordings of one vendor show; how they are kept is none of it."""
    vendor = tally.contract.vendor
    own = [
        each
        for each in found.findings
        if each.vendor == vendor and not each.rule.startswith("recording-")
    ]
    parted = sort_findings([*own, *tally.findings()])
    return Seen(
        title=tally.contract.title,
        at=at,
        findings=parted.counted,
        examined=frozenset(each.claim for each in found.sightings[vendor]),
        is_complete=not found.unreadable,
        ended=(
            ExitReason.COULD_NOT_LOOK if found.unreadable else ExitReason.AGREES,
            found.unreadable,
        ),
        noise=parted.noise,
        diagnosis=_DIAGNOSIS,
    )


def _reason(results: list[MemoryResult]) -> ExitReason:
    """Return the gravest reason: that one could not be looked at is told before drift of another."""
    return max((each.exit_reason for each in results), key=lambda each: each.exit_code)
