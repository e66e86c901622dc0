"""A look with memory: baseline, history and alerts around what was found."""

from dataclasses import dataclass

from truecopy.cli.alert_sinks import tell
from truecopy.cli.options.baseline import BaselineOptions, today
from truecopy.cli.options.memory import MemoryOptions
from truecopy.drift.alert import Alert
from truecopy.drift.baseline import Baseline, Silence
from truecopy.drift.episodes import Episode, Look
from truecopy.drift.history import History, Side
from truecopy.drift.memory import Circumstances, MemoryResult, Seen, memory_result
from truecopy.model import Severity


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

    def remember(self, seen: Seen, *, is_new_history: bool | None = None) -> MemoryResult:
        """Remember a look, tell whoever is to be told, and return what it means.

        Args:
            is_new_history: Whether there was none when the run began; None looks now.
        """
        is_new = self.history.is_new if is_new_history is None else is_new_history
        before = self.history.last_run(self.side)
        baseline, note = self.acceptance.written(
            self.baseline,
            self.side.vendor,
            seen.findings,
            seen.examined,
            is_complete=seen.is_complete,
        )
        silence = baseline.silence(seen.findings, today())
        update = self.history.add(self.side, _look(seen, silence), seen.ended[0])
        holding = (each.fingerprint for each in baseline.accepted if each.holds_on(today()))
        self._tell(seen, frozenset(holding))
        told = Circumstances(
            before=before,
            is_new_history=is_new,
            silence=silence,
            note=note,
            fail_on=self.fail_on,
            is_strict=self.memory.is_strict,
        )
        return memory_result(self.side, seen, update, told)

    def _tell(self, seen: Seen, accepted: frozenset[str]) -> None:
        def compose(begun: tuple[Episode, ...], ended: tuple[Episode, ...]) -> Alert:
            return Alert(
                vendor=self.side.vendor,
                title=seen.title,
                source=self.side.source,
                at=seen.at,
                begun=begun,
                ended=ended,
                calls=seen.calls,
                diagnosis=seen.diagnosis if begun else "",
            )

        tell(self.memory.sinks, self.history, self.side, compose, seen.places, accepted)


def _look(seen: Seen, silence: Silence) -> Look:
    """Return a look as episodes go on by it: what is accepted is none of them."""
    return Look(
        at=seen.at,
        findings=silence.counted,
        examined=seen.examined,
        is_complete=seen.is_complete,
        failed=frozenset(each.operation for each in seen.noise),
        accepted=frozenset(each.fingerprint for each in silence.silenced),
    )
