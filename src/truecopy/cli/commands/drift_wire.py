"""`truecopy drift wire`: what an endpoint does, from day to day."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import click

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.cli.check_session import keep_attachments, planned_probes, run_session
from truecopy.cli.ends import terminable
from truecopy.cli.memory_session import MemorySession
from truecopy.cli.options.calls import CallOptions, calls_by_finding
from truecopy.cli.options.check import CheckSettings
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.memory import MemoryOptions
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.targets import choose_target
from truecopy.contract import Workspace
from truecopy.drift.history import Side
from truecopy.drift.looks import (
    confirmed,
    examined_by,
    is_whole,
    sort_findings,
    to_confirm,
    unconfirmed,
)
from truecopy.drift.memory import Seen
from truecopy.errors import UsageError
from truecopy.model import Contract, Finding, Severity
from truecopy.report import check_page, page_report
from truecopy.report.claim_places import ClaimPlaces, path_in_repository
from truecopy.report.memory_report import memory_json, memory_summary, memory_text

# Options of the check that a look with memory refuses; what is not looked at for the last could be taken for gone.
_OF_CHECK = ("--dry-run", "--self-test", "--max-failures")
_DIAGNOSIS = (
    "The endpoint does not keep the contract; whether it or the contract is stale, `truecopy drift all` tells from "
    "the documents."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettings:
    """Everything that a look at an endpoint can be told."""

    confirm: int = option(
        "--confirm",
        type=click.IntRange(0, 10),
        default=1,
        metavar="N",
        help="Further looks, in the same run and budget, before something new counts.",
    )
    memory: MemoryOptions
    calls: CallOptions
    check: CheckSettings


@click.command(short_help="Check an endpoint with memory: what is new, lasts, is gone.")
@click.argument("target")
@with_options(WireSettings)
@workspace_option
def wire(settings: WireSettings, *, target: str, workspace: Workspace) -> None:
    """Check an endpoint with memory: what is new, what lasts, what is gone.

    TARGET is the address that stands in front of the documented paths, or `mock` for the mock in process.

    \b
      truecopy drift wire https://api.mulerouter.ai --vendor mulerouter --max-cost 2
      truecopy drift wire http://127.0.0.1:4747/mulerouter --vendor mulerouter --alert file:alerts.jsonl

    The check is that of `truecopy check`. What it finds for the first time is looked at again before it counts; what
    does not come again is info. Failures of the server (429, 5xx, no answer) and a refused key are no drift. An
    episode ends when a later run has looked at its claim and found it kept: what was not examined is not fixed.

    \b
    Exit codes: 0 no drift, 1 drift, new or lasting, 2 could not look, 3 budget reached or deadline,
    4 credentials refused, 130 interrupted.
    """
    look = look_at_wire(settings, target, workspace)
    told = look.session.remember(look.seen)
    shown = replace(look.result, findings=(*told.counted, *told.once), silenced=told.silenced)
    problem = keep_attachments(shown)
    folder = workspace.contract_folder(shown.contract.vendor)
    settings.check.report.write(
        page_report(
            lambda: check_page(shown, folder),
            lambda: memory_text([told]),
            lambda: memory_json([told]),
        ),
        f"{memory_summary(told)}\n",
    )
    if problem:
        raise UsageError(problem)
    raise click.exceptions.Exit(told.exit_reason.exit_code)


def hide_options_of_check(command: click.Command) -> None:
    """Leave out of a command's help the options of `truecopy check` that a look refuses."""
    for each in command.params:
        if isinstance(each, click.Option) and not set(each.opts).isdisjoint(_OF_CHECK):
            each.hidden = True


hide_options_of_check(wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireLook:
    """What a look at an endpoint came to, before it is remembered.

    Attributes:
        result: Of the check, all of its findings included.
    """

    result: CheckResult
    seen: Seen
    session: MemorySession


def look_at_wire(settings: WireSettings, target: str, workspace: Workspace) -> WireLook:
    """Check an endpoint, and look again at what is new.

    Raises:
        UsageError: An option makes no sense, or the target may cost money and nobody said how much.
    """
    check = settings.check
    given = (check.requests.is_dry_run, check.is_self_test, check.max_failures is not None)
    for flag, is_set in zip(_OF_CHECK, given, strict=True):
        if is_set:
            raise UsageError(f"{flag} is for `truecopy check`")
    chosen = check.assumptions.hold(choose_target(target, check.requests.vendor, workspace))
    options = check.check_options(chosen.contract, target)
    check.report.require_writable()
    check.baseline.require_sense()
    calls = settings.calls.read()
    check.budget.require(
        chosen.contract, target, options.sending, planned_probes(chosen.contract, options)
    )
    session = MemorySession(
        side=Side(vendor=chosen.contract.vendor, source=f"wire {target.rstrip('/')}"),
        history=settings.memory.open_history(),
        baseline=check.baseline.read(workspace),
        memory=settings.memory,
        acceptance=check.baseline,
        fail_on=Severity(check.fail_on),
    )
    looks = Looks(confirm=settings.confirm, known=session.lasting())
    at = time.time()
    with terminable():
        result = run_session(chosen, options, check, partial(_confirm, looks))
    seen = looks.seen(result, at)
    seen = replace(
        seen,
        calls=calls_by_finding(seen.findings, chosen.contract, calls, workspace),
        places=_places(
            seen.findings, chosen.contract, workspace.contract_folder(chosen.contract.vendor)
        ),
    )
    return WireLook(result=result, seen=seen, session=session)


def _places(
    findings: Sequence[Finding], contract: Contract, folder: Path
) -> dict[str, tuple[str, int]]:
    """Return claim -> file, from the root of the repository, and line; of claims that stand in one."""
    places, found = ClaimPlaces(contract.claims, folder), dict[str, tuple[str, int]]()
    for each in findings:
        if places.knows(each.claim):
            file, line = places.of(each.claim, each.operation)
            path = path_in_repository(file)
            if path is not None:
                found[each.claim] = (path, line)
    return found


@dataclass(slots=True, kw_only=True)
class Looks:
    """The look at an endpoint, and further looks at what it found for the first time.

    Attributes:
        confirm: How many further looks there are.
        known: Fingerprints that need none.
    """

    confirm: int
    known: frozenset[str]
    doubtful: frozenset[str] = frozenset()
    further: list[CheckResult] = field(default_factory=list)

    def again(self, result: CheckResult, look: Callable[[list[Finding]], CheckResult]) -> None:
        """Look again at what is new.

        Args:
            look: Looks at some findings again.
        """
        doubtful = to_confirm(sort_findings(result.findings).counted, self.known)
        if self.confirm and doubtful:
            self.doubtful = frozenset(each.fingerprint for each in doubtful)
            if result.is_complete:
                self.further += [look(doubtful) for _ in range(self.confirm)]

    def seen(self, result: CheckResult, at: float) -> Seen:
        """Return what was seen in the end."""
        parted = sort_findings(result.findings)
        findings, once = confirmed(parted.counted, self.doubtful, self.further)
        return Seen(
            title=result.contract.title,
            at=at,
            findings=tuple(findings),
            examined=examined_by(result),
            is_complete=is_whole(result),
            ended=(result.exit_reason, self._message(result, findings)),
            once=tuple(once),
            noise=parted.noise,
            diagnosis=_DIAGNOSIS,
        )

    def _message(self, result: CheckResult, findings: Sequence[Finding]) -> str:
        """Return what a person should know of how the look went."""
        told = [result.message] if result.message else []
        if result.unanswered and result.unanswered != result.message:
            told.append(f"Not every request was answered: {result.unanswered}.")
        doubtful = unconfirmed(findings, self.doubtful, self.further)
        if doubtful:
            why = next((each.message for each in (*self.further, result) if each.message), "")
            told.append(
                f"Not looked at again, and counted all the same: {len(doubtful)} of what is new"
                + (f" ({why})." if why else ".")
            )
        return " ".join(told)


def _confirm(looks: Looks, run: CheckRun, result: CheckResult) -> None:
    """Look again at what is new, with the budget of the run."""

    def look(doubtful: list[Finding]) -> CheckResult:
        options = _narrow(run.options, run.contract, doubtful)
        return run_check(CheckRun(run.contract, run.sender, options, run.say))

    looks.again(result, look)


def _narrow(options: CheckOptions, contract: Contract, doubtful: list[Finding]) -> CheckOptions:
    """Return how to look at some findings again: at their claims and operations, and nothing else."""
    operations = {each.operation for each in doubtful}
    lifecycle = contract.lifecycle
    if lifecycle and not operations.isdisjoint({lifecycle.create, lifecycle.poll}):
        operations |= {lifecycle.create, lifecycle.poll}
    return replace(
        options,
        claims=frozenset(each.claim for each in doubtful),
        only=frozenset(operations) if operations <= contract.operations.keys() else options.only,
    )
