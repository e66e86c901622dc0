"""`truecopy record`: send a vendor's canonical requests, and keep what is answered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from truecopy.cli.dry_run import plan_text
from truecopy.cli.files import require_writable, shown_path
from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.options.budget import BudgetOptions
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.options.redaction import RedactionOptions
from truecopy.cli.options.report import ReportOptions, fail_on_option, fails
from truecopy.cli.options.request import RequestOptions
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.targets import ChosenTarget, choose_target
from truecopy.contract import Workspace, compile_operations
from truecopy.errors import BudgetReachedError, TargetError, UsageError
from truecopy.judge import Planner, SendOptions
from truecopy.model import Contract, ExitReason, Finding, Interaction, Probe, Severity
from truecopy.recording.cassette_files import find_cassettes, load_cassette, save_cassette
from truecopy.recording.comparison import Comparer
from truecopy.recording.origin import header_of
from truecopy.recording.recorder import Recorder
from truecopy.recording.recording_plan import planned_recordings
from truecopy.recording.verification import Scrutiny, Verification, verify_cassette
from truecopy.redaction import Redactor
from truecopy.report import (
    Progress,
    RecordReport,
    page_report,
    record_json,
    record_page,
    record_summary,
    record_text,
)
from truecopy.wire import RequestSender


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettings:
    """Everything that a recording can be told."""

    requests: RequestOptions
    is_comparison: bool = option(
        "--compare",
        is_flag=True,
        help="Write nothing: play the recorded requests again, and compare the shapes of the answers.",
    )
    fail_on: str = fail_on_option()
    assumptions: AssumptionOptions
    keys: KeyOptions
    budget: BudgetOptions
    redaction: RedactionOptions
    report: ReportOptions


@click.command()
@click.argument("target")
@with_options(RecordSettings)
@workspace_option
def record(settings: RecordSettings, *, target: str, workspace: Workspace) -> None:
    """Record a vendor's answers to its canonical requests.

    TARGET is the address that stands in front of the documented paths, or `mock` for the mock in process.

    \b
      truecopy record mock --vendor mulerouter
      truecopy record https://api.mulerouter.ai --dry-run
      TRUECOPY_TOKEN_MULEROUTER=... truecopy record https://api.mulerouter.ai --max-cost 1
      truecopy record https://api.mulerouter.ai --compare --max-cost 1

    Of each operation one good request is sent, with its task to the end and a picture, and one refusal of each kind.
    The cassettes are recordings/VENDOR/OPERATION/NAME.yaml in the workspace. Keys, cookies, account ids and signatures
    are redacted; a cassette that still holds what looks like a secret is not written.

    \b
    Exit codes: 0 recorded (or the same shapes), 1 incomplete or findings, 2 could not record, 3 budget reached or deadline,
    4 credentials refused, 130 interrupted.
    """
    chosen = settings.assumptions.hold(choose_target(target, settings.requests.vendor, workspace))
    prices = settings.budget.read_prices(chosen.contract)
    sending = settings.requests.send_options(chosen.contract, target, prices)
    probes = _probes(chosen.contract, sending)
    if settings.requests.is_dry_run:
        _require_plan_only(settings)
        click.echo(plan_text(chosen.contract, sending, probes), nl=False)
        return
    settings.report.require_writable()
    settings.budget.require(chosen.contract, target, sending, probes)
    job = _Job(chosen=chosen, sending=sending, settings=settings)
    report = job.compare() if settings.is_comparison else job.record()
    render = page_report(
        lambda: record_page(report), lambda: record_text(report), lambda: record_json(report)
    )
    settings.report.write(render, f"{record_summary(report)}\n")
    is_broken = fails(report.findings, settings.fail_on)
    raise click.exceptions.Exit(report.exit_reason.exit_code or int(is_broken))


def _require_plan_only(settings: RecordSettings) -> None:
    """Refuse what a dry run does not do.

    Raises:
        UsageError: It is asked for.
    """
    settings.report.refuse_files("--dry-run")
    if settings.report.output_format != "text" or settings.is_comparison:
        raise UsageError("--dry-run prints text only, and the plan of a recording only")


def _probes(contract: Contract, sending: SendOptions) -> list[Probe]:
    planner = Planner(contract, compile_operations(contract), image_url=sending.image_url)
    return [planned.probe for plan in planner.plans() for planned in planned_recordings(plan)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One run of the command."""

    chosen: ChosenTarget
    sending: SendOptions
    settings: RecordSettings

    def record(self) -> RecordReport:
        """Record, and verify what was recorded."""
        contract, folder = self.chosen.contract, self._folder()
        require_writable(folder)
        found, written = Verification(), []
        with self._sender() as (sender, redactor, progress):

            def keep(operation: str, name: str, taken: Sequence[Interaction]) -> None:
                path = folder / operation / f"{name}.yaml"
                save_cassette(path, header_of(contract, taken, sender.target.url), taken, redactor)
                written.append(path)
                verify_cassette(load_cassette(path), scrutiny, found)

            scrutiny = Scrutiny(contract_of=lambda _: contract, redactor=redactor)
            recorder = Recorder(contract, sender, self.sending, keep, progress)
            try:
                result = recorder.run()
            except KeyboardInterrupt:
                result = recorder.result
                result.exit_reason = ExitReason.INTERRUPTED
                result.message = "what was recorded is kept"
        omitted = {"/".join(place): why for place, why in result.omitted.items()}
        return replace(
            self._report(sender, result.exit_reason, result.message),
            paths=tuple(written),
            omitted=omitted,
            findings=tuple(found.findings),
        )

    def compare(self) -> RecordReport:
        """Play the vendor's cassettes again."""
        folder = self._folder()
        paths = find_cassettes(folder) if folder.is_dir() else []
        if not paths:
            raise UsageError(
                f"{folder}: there are no recordings to compare with; record them first"
            )
        cassettes = [load_cassette(each) for each in paths]
        findings: list[Finding] = []
        reason: ExitReason | None = None
        message = ""
        with self._sender() as (sender, _, progress):
            comparer = Comparer(self.chosen.contract, sender, self.sending, progress)
            try:
                for each in cassettes:
                    findings += comparer.compare(each)
            except (BudgetReachedError, TargetError) as error:
                reason, message = ExitReason.of(error), str(error)
            except KeyboardInterrupt:
                reason, message = ExitReason.INTERRUPTED, "this is what is known so far"
        if reason is None:
            reason, message = _compared(comparer, findings)
        return replace(
            self._report(sender, reason, message),
            compared=(comparer.compared, comparer.recorded),
            omitted=comparer.skipped,
            findings=tuple(findings),
        )

    def _folder(self) -> Path:
        return shown_path(self.chosen.workspace.recordings(self.chosen.contract.vendor))

    @contextmanager
    def _sender(self) -> Iterator[tuple[RequestSender, Redactor, Progress]]:
        settings, limits, contract = self.settings, self.settings.budget, self.chosen.contract
        keys = settings.keys.read_keys(self.chosen.address, contract)
        redactor = settings.redaction.open_redactor(keys.good)
        opened = self.chosen.open(keys, seed=0, timeout_s=settings.requests.timeout_s)
        with (
            opened.target as target,
            limits.open_budget(contract.vendor, self.chosen.address) as budget,
            Progress(verb="comparing" if settings.is_comparison else "recording") as progress,
        ):
            sender = RequestSender(
                target, budget, per_second=limits.per_second, deadline_s=limits.deadline_s
            )
            yield sender, redactor, progress

    def _report(self, sender: RequestSender, reason: ExitReason, message: str) -> RecordReport:
        """Return how a run ended; its cost is None where a price is unknown."""
        contract = self.chosen.contract
        prices = [self.sending.price(each) for each in contract.operations.values() if each.request]
        return RecordReport(
            title=contract.title,
            target=self.chosen.address,
            exit_reason=reason,
            message=message,
            requests=sender.budget.requests,
            cost_usd=None if None in prices else sender.budget.cost_usd,
        )


def _compared(comparer: Comparer, findings: Sequence[Finding]) -> tuple[ExitReason, str]:
    """Return why a comparison ended that nothing cut short, and what a person should know of it."""
    if not comparer.compared:
        return ExitReason.NOTHING_COMPARED, "; ".join(set(comparer.skipped.values()))
    if comparer.skipped:
        return ExitReason.INCOMPLETE, ""
    is_changed = any(each.severity is not Severity.INFO for each in findings)
    return ExitReason.CHANGED if is_changed else ExitReason.SAME, ""
