"""A look with memory: what is new, what lasts, what is gone, and whether anybody was blind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truecopy.drift.baseline import Silence
from truecopy.drift.episodes import Episode, EpisodeUpdate, examined_less
from truecopy.drift.history import PastRun, Side
from truecopy.model import ExitReason, Finding, Severity

# A person sees from the first few which part was not looked at.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look saw, before anything is remembered of it.

    Attributes:
        title: Name of the vendor.
        at: When it began, in unix seconds.
        findings: All that may count, accepted or not.
        examined: Ids of the claims that got a verdict.
        is_complete: Whether the look came to its end.
        ended: How it ended, and what a person should know of that.
        once: Findings that a further look did not confirm.
        noise: Failures of the server.
        calls: Fingerprint -> the user's own calls that it breaks.
        places: Claim -> file and line, for annotations.
        diagnosis: Which side is stale, or how that is found out.
    """

    title: str
    at: float
    findings: tuple[Finding, ...]
    examined: frozenset[str]
    is_complete: bool
    ended: tuple[ExitReason, str]
    once: tuple[Finding, ...] = ()
    noise: tuple[Finding, ...] = ()
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    diagnosis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryResult:
    """What one side of a vendor does, against what it did before.

    Attributes:
        source: What was looked at, such as `wire https://api.example.com`.
        counted: Findings of this look that no baseline accepts.
        new, lasting, resolved: Episodes; of what was seen once there is none.
        once: Findings that a second look did not confirm; info.
        examined: How many claims got a verdict.
        examined_before: The same of the last run that examined any; None without one.
        silenced: How many findings the baseline accepts.
    """

    vendor: str
    source: str
    exit_reason: ExitReason
    counted: tuple[Finding, ...]
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
        before: The last run that examined anything; None without one.
        is_new_history: Whether there was no history at all.
        silence: What the baseline accepts of what was seen, and what it accepts no more.
        note: What became of the baseline itself; empty for nothing.
        fail_on: Least severity that is drift.
        is_strict: Whether fewer claims examined than the last time is no agreement.
    """

    before: PastRun | None
    is_new_history: bool
    silence: Silence
    note: str = ""
    fail_on: Severity = Severity.WARNING
    is_strict: bool = False


def memory_result(
    side: Side, seen: Seen, update: EpisodeUpdate, told: Circumstances
) -> MemoryResult:
    """Return what a look means."""
    missed = examined_less(seen.examined, told.before.examined) if told.before else []
    ended, _ = seen.ended
    return MemoryResult(
        vendor=side.vendor,
        source=side.source,
        exit_reason=_reason(ended, update, missed, told) if seen.examined else _blind(ended),
        counted=told.silence.counted,
        new=update.new,
        lasting=update.lasting,
        resolved=update.resolved,
        once=seen.once,
        examined=len(seen.examined),
        examined_before=len(told.before.examined) if told.before else None,
        silenced=len(told.silence.silenced),
        message=" ".join(_sentences(seen, update, missed, told)),
    )


def _blind(reason: ExitReason) -> ExitReason:
    """Return how a run ended that examined nothing: whatever it found, nobody could look."""
    is_own_word = reason in (ExitReason.CREDENTIALS, ExitReason.INTERRUPTED, ExitReason.BUDGET)
    return reason if is_own_word else ExitReason.COULD_NOT_LOOK


def _reason(
    reason: ExitReason, update: EpisodeUpdate, missed: Sequence[str], told: Circumstances
) -> ExitReason:
    """Return how the run ended: that nobody could look first, then drift, then what ended it early."""
    if reason.exit_code not in (0, ExitReason.BUDGET.exit_code):
        return _blind(reason)
    if told.is_strict and missed:
        return ExitReason.COULD_NOT_LOOK
    lasts = (*update.new, *update.lasting)
    if any(each.severity.rank <= told.fail_on.rank for each in lasts):
        return ExitReason.DRIFT
    return reason if reason.exit_code else ExitReason.AGREES


def _sentences(
    seen: Seen, update: EpisodeUpdate, missed: Sequence[str], told: Circumstances
) -> list[str]:
    found = [f"{each.rstrip('.')}." for each in (seen.ended[1], told.note) if each]
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
    if seen.noise:
        found.append(
            f"The server failed at {_count(seen.noise, 'kind')} of requests, which is no drift."
        )
    if seen.once:
        found.append(f"{_count(seen.once, 'finding')} did not come again at a second look.")
    if told.silence.silenced:
        found.append(f"{_count(told.silence.silenced, 'finding')} accepted by the baseline.")
    ended = [
        f"The acceptance of {each.fingerprint} ended on {each.until}."
        for each in told.silence.expired
    ]
    return [*found, *ended]


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
