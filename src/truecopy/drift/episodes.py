"""Episodes: one drift from the day it was first seen to the day it was gone, worked out from run to run."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from truecopy.model import Finding, Severity

# A drift that comes back within a week is the same one, flapping; it is told again only if it stays.
FLAPPING_S = 7 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One drift over time.

    Attributes:
        first_seen, last_seen: In unix seconds.
        resolved_at: When a run looked and it was gone; None while it lasts.
        reopened: How often it came back within a week.
        sightings: In how many runs it was seen.
        row: The finding, as reports have it, of the last sighting.
        told_begin, told_end: Ids of the sinks that were told.
    """

    fingerprint: str
    claim: str
    operation: str
    rule: str
    severity: Severity
    first_seen: float
    last_seen: float
    resolved_at: float | None = None
    reopened: int = 0
    sightings: int = 1
    row: Mapping[str, Any] = field(default_factory=dict, repr=False)
    told_begin: frozenset[str] = frozenset()
    told_end: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it lasts, as far as anybody looked."""
        return self.resolved_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one run saw.

    Attributes:
        at: When it began, in unix seconds.
        findings: Confirmed ones.
        examined: Ids of the claims that got a verdict other than undetermined.
        is_complete: Whether the run came to its end, so that what has no claim was looked at too.
        failed: Operations at which the server failed: what has no claim was not looked at there.
        accepted: Fingerprints that a baseline silences: nothing is said of their episodes.
    """

    at: float
    findings: tuple[Finding, ...]
    examined: frozenset[str]
    is_complete: bool
    failed: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeUpdate:
    """What a run saw, against what was known before it.

    Attributes:
        new: Begun with this run, or come back.
        lasting: Known before, and still there or not looked at.
        unseen: Those of the lasting ones that this run did not look at.
        resolved: Known before, looked at, and gone.
    """

    new: tuple[Episode, ...]
    lasting: tuple[Episode, ...]
    unseen: tuple[Episode, ...]
    resolved: tuple[Episode, ...]

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """All that this run has to say something of."""
        return (*self.new, *self.lasting, *self.resolved)


def remember(known: Iterable[Episode], look: Look) -> EpisodeUpdate:
    """Return what a run means for the episodes known so far.

    What was not examined is not fixed: its episode lasts.

    Args:
        known: The latest episode of each fingerprint.
    """
    before = {each.fingerprint: each for each in known if each.fingerprint not in look.accepted}
    new, lasting = list[Episode](), list[Episode]()
    for finding in _by_fingerprint(look.findings).values():
        episode = before.pop(finding.fingerprint, None)
        if episode is not None and episode.is_open:
            lasting.append(_lasting(episode, finding, look.at))
        else:
            new.append(_begun(episode, finding, look.at))
    unseen, resolved = list[Episode](), list[Episode]()
    for episode in before.values():
        if episode.is_open and _is_looked_at(episode, look):
            resolved.append(replace(episode, resolved_at=look.at))
        elif episode.is_open:
            unseen.append(episode)
    return EpisodeUpdate(
        new=tuple(new),
        lasting=(*lasting, *unseen),
        unseen=tuple(unseen),
        resolved=tuple(resolved),
    )


def to_tell(episodes: Iterable[Episode], sink: str) -> tuple[list[Episode], list[Episode]]:
    """Return the episodes whose beginning, and those whose end, a sink is to be told: each once, nothing of info.

    Args:
        episodes: The latest of each fingerprint, of this run or of one before it whose alert failed.
    """
    grave = [each for each in episodes if each.severity is not Severity.INFO]
    begun = [each for each in grave if each.is_open and sink not in each.told_begin]
    ended = [
        each
        for each in grave
        if not each.is_open and sink in each.told_begin and sink not in each.told_end
    ]
    return begun, ended


def told(episode: Episode, sink: str, *, as_of: Episode) -> Episode:
    """Return an episode that a sink was told of.

    Args:
        as_of: How it stood in the message; it may have ended, or come back, since.
    """
    if as_of.is_open:
        return replace(episode, told_begin=episode.told_begin | {sink})
    return replace(episode, told_end=episode.told_end | {sink})


def _by_fingerprint(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return the gravest finding of each fingerprint, in the order of their coming."""
    chosen: dict[str, Finding] = {}
    for each in findings:
        known = chosen.get(each.fingerprint)
        if known is None or each.severity.rank < known.severity.rank:
            chosen[each.fingerprint] = each
    return chosen


def _lasting(episode: Episode, finding: Finding, at: float) -> Episode:
    """Return an episode that is seen again.

    One that turned grave is to be told; so is one that was told to have ended, came back, and stays.
    """
    is_graver = episode.severity is Severity.INFO
    return replace(
        _seen(episode, finding, at),
        told_begin=frozenset() if is_graver else episode.told_begin - episode.told_end,
        told_end=frozenset(),
    )


def _seen(episode: Episode, finding: Finding, at: float) -> Episode:
    return replace(
        episode,
        severity=finding.severity,
        last_seen=max(at, episode.last_seen),
        sightings=episode.sightings + 1,
        row=finding.row(),
    )


def _begun(before: Episode | None, finding: Finding, at: float) -> Episode:
    """Return a new episode; one that ended less than a week ago goes on instead."""
    ended_at = None if before is None else before.resolved_at
    if before is not None and ended_at is not None and at - ended_at < FLAPPING_S:
        return replace(_seen(before, finding, at), resolved_at=None, reopened=before.reopened + 1)
    return Episode(
        fingerprint=finding.fingerprint,
        claim=finding.claim,
        operation=finding.operation,
        rule=finding.rule,
        severity=finding.severity,
        first_seen=at,
        last_seen=at,
        row=finding.row(),
    )


def _is_looked_at(episode: Episode, look: Look) -> bool:
    if episode.claim:
        return episode.claim in look.examined
    return look.is_complete and episode.operation not in look.failed


def examined_less(examined: Collection[str], before: Collection[str]) -> list[str]:
    """Return the claims that were examined the last time and are not now, sorted."""
    return sorted(set(before) - set(examined))
