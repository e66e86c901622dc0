"""`truecopy record`: play a vendor's canonical requests, and keep what is answered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from truecopy.cli.budgets import budget_options, open_budget, plan_text, require_budget
from truecopy.cli.options import (
    fail_on_option,
    fails,
    format_option,
    shown_path,
    workspace_option,
)
from truecopy.cli.redacting import open_redactor, redaction_options
from truecopy.cli.sending import read_sending, sending_options
from truecopy.cli.targets import (
    OpenTarget,
    is_live,
    key_options,
    open_target,
    read_keys,
    require_target,
    vendor_of,
)
from truecopy.contract import Workspace, compile_operations
from truecopy.errors import BudgetReachedError, TargetError, UsageError
from truecopy.judge import Planner, SendOptions
from truecopy.model import Contract, ExitReason, Finding, Interaction, Probe, Severity
from truecopy.recording.canon import takes
from truecopy.recording.comparison import Comparer
from truecopy.recording.files import find_cassettes, load_cassette, save_cassette
from truecopy.recording.origin import header_of
from truecopy.recording.recorder import Recorder
from truecopy.recording.redaction import Redactor
from truecopy.recording.verification import Scrutiny, Verification, verify_cassette
from truecopy.report import (
    Progress,
    RecordReport,
    record_json,
    record_text,
)
from truecopy.wire import RequestSender


@click.command()
@click.argument("target")
@sending_options
@click.option(
    "--compare",
    is_flag=True,
    help="Write nothing: play the recorded requests again, and compare the shapes of the answers.",
)
@fail_on_option
@key_options
@budget_options
@redaction_options
@workspace_option
@format_option
def record(*, target: str, vendor: str | None, workspace: Workspace, **settings: Any) -> None:
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
    Exit codes: 0 recorded (or the same shapes), 1 incomplete or findings, 2 could not record, 3 budget reached,
    4 credentials refused, 130 interrupted.
    """
    require_target(target)
    contract = workspace.load(vendor or vendor_of(target, workspace))
    sending = read_sending(contract, target, settings)
    probes = _probes(contract, sending)
    if settings["dry_run"]:
        if settings["output_format"] != "text" or settings["compare"]:
            raise UsageError("--dry-run prints text only, and the plan of a recording only")
        click.echo(plan_text(contract, sending, probes), nl=False)
        return
    require_budget(contract, target, sending, probes, settings)
    job = _Job(
        target=target, contract=contract, workspace=workspace, sending=sending, settings=settings
    )
    report = job.compare() if settings["compare"] else job.record()
    text = record_json(report) if settings["output_format"] == "json" else record_text(report)
    click.echo(text, nl=False)
    code = report.exit_reason.exit_code
    if code == 0 and fails(report.findings, settings["fail_on"]):
        code = 1
    raise click.exceptions.Exit(code)


def _probes(contract: Contract, sending: SendOptions) -> list[Probe]:
    planner = Planner(contract, compile_operations(contract), image_url=sending.image_url)
    return [take.probe for plan in planner.plans() for take in takes(plan)]


@dataclass(slots=True, kw_only=True)
class _Job:
    """One run of the command."""

    target: str
    contract: Contract
    workspace: Workspace
    sending: SendOptions
    settings: Mapping[str, Any]
    written: list[Path] = field(default_factory=list)

    def record(self) -> RecordReport:
        """Record, and verify what was recorded."""
        folder = shown_path(self.workspace.recordings(self.contract.vendor))
        found = Verification()
        with self._sender() as (sender, redactor, progress):

            def keep(operation: str, name: str, taken: Sequence[Interaction]) -> None:
                path = folder / operation / f"{name}.yaml"
                header = header_of(self.contract, taken, sender.target.url)
                save_cassette(path, header, taken, redactor)
                self.written.append(path)
                verify_cassette(load_cassette(path), scrutiny, found)

            scrutiny = Scrutiny(contract_of=lambda _: self.contract, redactor=redactor)
            recorder = Recorder(self.contract, sender, self.sending, keep, progress)
            try:
                result = recorder.run()
            except KeyboardInterrupt:
                result = recorder.result
                result.exit_reason = ExitReason.INTERRUPTED
                result.message = "what was recorded is kept"
        return RecordReport(
            title=self.contract.title,
            target=self.target,
            exit_reason=result.exit_reason,
            message=result.message,
            paths=tuple(self.written),
            omitted={
                f"{operation}/{name}": why for (operation, name), why in result.omitted.items()
            },
            findings=tuple(found.findings),
            requests=sender.budget.requests,
            cost_usd=self._cost(sender),
        )

    def compare(self) -> RecordReport:
        """Play the vendor's cassettes again."""
        folder = shown_path(self.workspace.recordings(self.contract.vendor))
        paths = find_cassettes(folder) if folder.is_dir() else []
        if not paths:
            raise UsageError(
                f"{folder}: there are no recordings to compare with; record them first"
            )
        cassettes = [load_cassette(each) for each in paths]
        findings: list[Finding] = []
        reason, message = ExitReason.SAME, ""
        with self._sender() as (sender, _, progress):
            comparer = Comparer(self.contract, sender, self.sending, progress)
            try:
                for each in cassettes:
                    findings += comparer.compare(each)
            except (BudgetReachedError, TargetError) as error:
                reason, message = ExitReason.of(error), str(error)
            except KeyboardInterrupt:
                reason, message = ExitReason.INTERRUPTED, "this is what is known so far"
        if reason is ExitReason.SAME and not comparer.compared:
            reason = ExitReason.NOTHING_COMPARED
            message = "; ".join(set(comparer.skipped.values()))
        elif reason is ExitReason.SAME and comparer.skipped:
            reason = ExitReason.INCOMPLETE
        elif reason is ExitReason.SAME and any(
            each.severity is not Severity.INFO for each in findings
        ):
            reason = ExitReason.CHANGED
        return RecordReport(
            title=self.contract.title,
            target=self.target,
            exit_reason=reason,
            message=message,
            compared=comparer.compared,
            omitted=comparer.skipped,
            findings=tuple(findings),
            requests=sender.budget.requests,
            cost_usd=self._cost(sender),
        )

    @contextmanager
    def _sender(self) -> Iterator[tuple[RequestSender, Redactor, Progress]]:
        settings, contract = self.settings, self.contract
        keys = read_keys(self.target, contract, settings["token"], settings["token_env"], None)
        redactor = open_redactor(settings, keys.good)
        opened: OpenTarget = open_target(
            self.target, contract, self.workspace, keys, seed=0, timeout_s=settings["timeout"]
        )
        with (
            opened.target as target,
            open_budget(settings, contract.vendor, is_live=is_live(self.target)) as budget,
            Progress(verb="comparing" if settings["compare"] else "recording") as progress,
        ):
            yield RequestSender(target, budget, per_second=settings["rate"]), redactor, progress

    def _cost(self, sender: RequestSender) -> float | None:
        """Return what was or may have been spent; None where a price is unknown."""
        prices = [
            self.sending.price(each) for each in self.contract.operations.values() if each.request
        ]
        return None if None in prices else sender.budget.cost_usd
