"""A look with memory: baseline, history and alerts around what was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from truecopy.cli.alert_sinks import Places, tell
from truecopy.cli.options.baseline import BaselineOptions, today
from truecopy.cli.options.memory import MemoryOptions
from truecopy.drift.alert import Alert
from truecopy.drift.baseline import Baseline
from truecopy.drift.episodes import Episode, Look
from truecopy.drift.history import History, Side
from truecopy.drift.memory import Circumstances, MemoryResult, memory_result
from truecopy.model import ExitReason, Finding, Severity


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
    calls: Mapping[str, tuple[str, ...]] | None = None
    places: Places | None = None
    diagnosis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySession:
    """What is remembered of one side of a vendor, and how.

    Attributes:
        fail_on: Least severity that is drift.
    """

    side: Side
    history: History
    baseline: Baseline
    memory: MemoryOptions
    acceptance: BaselineOptions
    fail_on: Severity

    def lasting(self) -> frozenset[str]:
        """Return the fingerprints of what is known to last, or is accepted."""
        lasting = (each.fingerprint for each in self.history.known(self.side) if each.is_open)
        accepted = (each.fingerprint for each in self.baseline.accepted if each.holds_on(today()))
        return frozenset((*lasting, *accepted))

    def remember(
        self, seen: Seen, *, is_new_history: bool | None = None
    ) -> tuple[MemoryResult, tuple[Finding, ...]]:
        """Remember a look, tell whoever is to be told, and return what it means, and the findings that count.

        Args:
            is_new_history: Whether there was none when the run began; None looks now.
        """
        is_new = self.history.is_new if is_new_history is None else is_new_history
        before = self.history.last_run(self.side)
        baseline, told = self.acceptance.written(
            self.baseline,
            self.side.vendor,
            seen.findings,
            seen.examined,
            is_complete=seen.is_complete,
        )
        silence = baseline.silence(seen.findings, today())
        look = Look(
            at=seen.at,
            findings=silence.counted,
            examined=seen.examined,
            is_complete=seen.is_complete,
            failed=frozenset(each.operation for each in seen.noise),
            accepted=_fingerprints(silence.silenced),
        )
        reason, message = seen.ended
        update = self.history.add(self.side, look, reason)
        circumstances = Circumstances(
            ended=(reason, f"{message} {told}".strip()),
            before=before,
            is_new_history=is_new,
            noise=seen.noise,
            once=seen.once,
            accepted=silence.silenced,
            expired=silence.expired,
            fail_on=self.fail_on,
            is_strict=self.memory.is_strict,
        )
        result = memory_result(
            self.side.vendor, self.side.source, update, seen.examined, circumstances
        )
        holding = (each.fingerprint for each in baseline.accepted if each.holds_on(today()))
        self._tell(seen, frozenset(holding))
        return result, silence.counted

    def _tell(self, seen: Seen, accepted: frozenset[str]) -> None:
        def compose(begun: tuple[Episode, ...], ended: tuple[Episode, ...]) -> Alert:
            return Alert(
                vendor=self.side.vendor,
                title=seen.title,
                source=self.side.source,
                at=seen.at,
                begun=begun,
                ended=ended,
                calls=seen.calls or {},
                diagnosis=seen.diagnosis if begun else "",
            )

        places = seen.places or {}
        tell(self.memory.sinks, self.history, self.side, compose, places, accepted)


def _fingerprints(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(each.fingerprint for each in findings)
