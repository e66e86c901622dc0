"""A look with memory: what is new, what lasts, what is gone, and whether anybody was blind."""

from collections.abc import Sequence
from dataclasses import dataclass

from truecopy.drift.baseline import AcceptedFinding
from truecopy.drift.episodes import Episode, EpisodeUpdate, examined_less
from truecopy.drift.history import PastRun
from truecopy.model import ExitReason, Finding, Severity

# A person sees from the first few which part was not looked at.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryResult:
    """What one side of a vendor does, against what it did before.

    Attributes:
        source: What was looked at, such as `wire https://api.example.com`.
        new, lasting, resolved: Episodes; of what was seen once there is none.
        once: Findings that a second look did not confirm; info.
        examined: How many claims got a verdict.
        examined_before: The same of the last run that examined any; None without one.
        silenced: How many findings the baseline accepts.
    """

    vendor: str
    source: str
    exit_reason: ExitReason
    new: tuple[Episode, ...]
    lasting: tuple[Episode, ...]
    resolved: tuple[Episode, ...]
    once: tuple[Finding, ...]
    examined: int
    examined_before: int | None
    silenced: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a look with memory is told beside what it saw.

    Attributes:
        ended: How the look itself ended, and what a person should know of it.
        before: The last run that examined anything; None without one.
        is_new_history: Whether there was no history at all.
        noise: Failures of the server.
        accepted, expired: What the baseline silenced, and what it silences no more.
        fail_on: Least severity that is drift.
        is_strict: Whether fewer claims examined than the last time is no agreement.
    """

    ended: tuple[ExitReason, str]
    before: PastRun | None
    is_new_history: bool
    noise: Sequence[Finding] = ()
    once: tuple[Finding, ...] = ()
    accepted: Sequence[Finding] = ()
    expired: Sequence[AcceptedFinding] = ()
    fail_on: Severity = Severity.WARNING
    is_strict: bool = False


def memory_result(
    vendor: str,
    source: str,
    update: EpisodeUpdate,
    examined: frozenset[str],
    told: Circumstances,
) -> MemoryResult:
    """Return what a look means.

    Args:
        examined: Ids of the claims that it got a verdict on.
    """
    missed = examined_less(examined, told.before.examined) if told.before else []
    return MemoryResult(
        vendor=vendor,
        source=source,
        exit_reason=_reason(update, missed, told) if examined else _blind(told),
        new=update.new,
        lasting=update.lasting,
        resolved=update.resolved,
        once=told.once,
        examined=len(examined),
        examined_before=len(told.before.examined) if told.before else None,
        silenced=len(told.accepted),
        message=" ".join(_sentences(update, missed, told)),
    )


def _blind(told: Circumstances) -> ExitReason:
    """Return how a run ended that examined nothing: whatever it found, nobody could look."""
    reason, _ = told.ended
    is_own_word = reason in (ExitReason.CREDENTIALS, ExitReason.INTERRUPTED, ExitReason.BUDGET)
    return reason if is_own_word else ExitReason.COULD_NOT_LOOK


def _reason(update: EpisodeUpdate, missed: Sequence[str], told: Circumstances) -> ExitReason:
    """Return how the run ended: that nobody could look first, then drift, then what ended it early."""
    reason, _ = told.ended
    if reason.exit_code not in (0, ExitReason.BUDGET.exit_code):
        return _blind(told)
    if told.is_strict and missed:
        return ExitReason.COULD_NOT_LOOK
    lasts = (*update.new, *update.lasting)
    if any(each.severity.rank <= told.fail_on.rank for each in lasts):
        return ExitReason.DRIFT
    return reason if reason.exit_code else ExitReason.AGREES


def _sentences(update: EpisodeUpdate, missed: Sequence[str], told: Circumstances) -> list[str]:
    found = [told.ended[1]] if told.ended[1] else []
    if told.is_new_history:
        found.append("The history is new: there is nothing to compare with.")
    elif told.before is None:
        found.append("No earlier run examined anything: there is nothing to compare with.")
    if missed:
        named = ", ".join(missed[:_MOST_NAMED])
        more = f" and {len(missed) - _MOST_NAMED} more" if len(missed) > _MOST_NAMED else ""
        found.append(
            f"{len(missed)} claims were examined the last time and are not now: {named}{more}."
        )
    if update.unseen:
        found.append(f"{_count(update.unseen, 'lasting drift')} could not be looked at.")
    if told.noise:
        found.append(
            f"The server failed at {_count(told.noise, 'kind')} of requests, which is no drift."
        )
    if told.once:
        found.append(f"{_count(told.once, 'finding')} did not come again at a second look.")
    if told.accepted:
        found.append(f"{_count(told.accepted, 'finding')} accepted by the baseline.")
    ended = [
        f"The acceptance of {each.fingerprint} ended on {each.until}." for each in told.expired
    ]
    return [*found, *ended]


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
