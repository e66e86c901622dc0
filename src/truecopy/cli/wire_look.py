"""A look at an endpoint with memory: the check, and further looks at what it found for the first time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.cli.check_session import planned_probes, run_session
from truecopy.cli.ends import terminable
from truecopy.cli.memory_session import MemorySession
from truecopy.cli.options.calls import calls_by_finding
from truecopy.cli.options.wire import WireSettings
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
from truecopy.model import Contract, Finding, Severity
from truecopy.report.claim_places import ClaimPlaces, path_in_repository

_DIAGNOSIS = (
    "The endpoint does not keep the contract; whether it or the contract is stale, `truecopy drift all` tells from "
    "the documents."
)


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
    settings.require_sense()
    chosen = check.assumptions.hold(choose_target(target, check.requests.vendor, workspace))
    options = check.check_options(chosen.contract, target)
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
