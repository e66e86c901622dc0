"""Does the check see what it is there for? The contract is changed claim by claim, and each change must be found."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from truecopy.check.check_run import CheckRun, Progress
from truecopy.check.mutation.answer_mutants import (
    FILES,
    answer_mutants,
    promise_mutants,
)
from truecopy.check.mutation.lifecycle_mutants import lifecycle_mutants
from truecopy.check.mutation.middleware import MutatingApp
from truecopy.check.mutation.mutants import (
    Mutant,
    is_about_requests,
    operation_mutants,
    request_mutants,
)
from truecopy.check.options import CheckOptions
from truecopy.check.phases import run_check
from truecopy.model import (
    Claim,
    Contract,
    ExitReason,
    Finding,
    Ground,
    Layer,
    Standing,
    is_observed,
)
from truecopy.wire import Budget, Keys, RequestSender, Target
from truecopy.wire.inprocess import App
from truecopy.wire.target import IN_PROCESS

Play = Callable[[Contract, Callable[[], float]], App]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """What a self-test showed.

    Attributes:
        killed: Mutants that were found.
        survivors: Mutants that were not: each is a hole in the check.
        blind: Claim -> why the check does not examine it at all, so that no mutant was made.
        without: Claims that the check holds and no mutant could be made for.
    """

    killed: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]
    blind: dict[str, str]
    without: tuple[str, ...]


class PassingTime:
    """Time for a vendor in process and its check alike: it passes when the check waits, and costs none."""

    def __init__(self) -> None:
        """Begin now."""
        self._now = time.time()

    def __call__(self) -> float:
        """Return the time in unix seconds."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


def run_self_test(
    contract: Contract,
    play: Play,
    keys: Keys,
    options: CheckOptions,
    progress: Progress = lambda _: None,
) -> SelfTest:
    """Return which mutants of a contract the check finds.

    Args:
        play: Returns a vendor in process that keeps a contract, at a clock.
    """
    clock = PassingTime()
    with Target(IN_PROCESS, keys, app=play(contract, clock)) as target:
        sender = RequestSender(target, Budget(), sleep=clock.sleep)
        clean = run_check(CheckRun(contract, sender, replace(options, max_failures=None)))
    blind = {
        each.claim: each.reason for each in clean.verdicts if each.standing is not Standing.HELD
    }
    killed: list[Mutant] = []
    survivors: list[Mutant] = []
    without: list[str] = []
    for claim in contract.claims.values():
        if claim.id in blind or claim.layer in (Layer.ANNOTATION, Layer.ADVICE):
            continue
        found = list(_mutants(contract, claim))
        if not found:
            without.append(claim.id)
        for mutant in found:
            progress(f"{claim.owner}: {claim.id}, {mutant.label}")
            limited = replace(options, max_failures=1, only=_only(contract, claim))
            is_found = _is_found(mutant, contract, play, keys, limited)
            (killed if is_found else survivors).append(mutant)
    return SelfTest(
        killed=tuple(killed), survivors=tuple(survivors), blind=blind, without=tuple(without)
    )


def _mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    if claim.layer is Layer.PROMISE:
        yield from promise_mutants(contract, claim)
    elif claim.layer is Layer.LIFECYCLE:
        yield from lifecycle_mutants(contract, claim)
    elif claim.layer is Layer.OPERATION:
        yield from operation_mutants(contract, claim)
    elif is_about_requests(claim):
        yield from request_mutants(contract, claim)
    else:
        yield from answer_mutants(contract, claim)


def _only(contract: Contract, claim: Claim) -> frozenset[str]:
    """Return the operations in which a claim shows: its own; for a task's, those of the lifecycle."""
    lifecycle = contract.lifecycle
    if lifecycle and claim.owner in ("lifecycle", lifecycle.create, lifecycle.poll):
        return frozenset({lifecycle.create, lifecycle.poll})
    return frozenset({claim.owner})


def _is_found(
    mutant: Mutant, contract: Contract, play: Play, keys: Keys, options: CheckOptions
) -> bool:
    clock = PassingTime()
    app = play(mutant.contract, clock)
    distorted = MutatingApp(
        app, mutant.contract, request=mutant.request, reply=mutant.reply, files=FILES
    )
    with Target(IN_PROCESS, keys, app=distorted) as target:
        run = CheckRun(contract, RequestSender(target, Budget(), sleep=clock.sleep), options)
        result = run_check(run)
    if run.kept.grave or _is_told(contract.claims[mutant.claim], result.findings):
        return True
    # A target that refuses every request, or is not where it was, is noticed too.
    return result.exit_reason not in (ExitReason.AGREES, ExitReason.FINDINGS)


def _is_told(claim: Claim, findings: Iterable[Finding]) -> bool:
    """Whether a change of a claim is told as info, which is all that is due where the claim is not demanded.

    Of what is demanded only an info about the claim itself counts.
    """
    is_demanded = claim.ground is not Ground.ASSUMPTION
    if is_about_requests(claim):
        is_demanded = claim.ground is Ground.STATED
    return any(
        is_observed(each) and (each.claim == claim.id or not is_demanded) for each in findings
    )
