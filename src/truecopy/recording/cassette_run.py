"""One cassette that is played again: what stands for what now, and what was told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from truecopy.contract.matching import Match
from truecopy.judge import TrafficJudge, body_of, outcome_of
from truecopy.model import NO_BODY, Finding, Interaction, Outcome, Severity, is_observed
from truecopy.recording.cassette import Cassette, Recorded
from truecopy.recording.task_looks import TaskLooks


@dataclass(slots=True, kw_only=True)
class CassetteRun:
    """One cassette that is played again.

    Attributes:
        tasks: The tasks of now, looked at as the recorded ones were; None where the vendor has none.
        pictures: Recorded address of a picture -> the one of now, and the answer that has it.
        told: Fingerprints of what is broken and told already: a state is seen by many looks.
        has_broken_task: Whether a look has shown something that a task must not do.
    """

    cassette: Cassette
    judge: TrafficJudge
    tasks: TaskLooks | None
    pictures: dict[str, tuple[str, Interaction]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    has_broken_task: bool = False

    def remember(self, then: Interaction, now: Interaction, match: Match | None) -> None:
        """Note which task and which pictures of now stand for the recorded ones."""
        if match is None or outcome_of(then) is not Outcome.ACCEPTED:
            return
        old, new = body_of(then), body_of(now)
        if self.tasks:
            self.tasks.remember(match, old, new if outcome_of(now) is Outcome.ACCEPTED else None)
        addresses = self.judge.answers.promises.addresses
        pairs = zip(addresses(match.operation, old), addresses(match.operation, new), strict=False)
        self.pictures |= {before: (after, now) for before, after in pairs}

    def judged(self, now: Interaction) -> list[Finding]:
        """Return what of the contract is broken by what is answered now, or is otherwise than it assumes."""
        found = [
            each
            for each in self.judge.see(now).findings
            if each.severity is not Severity.INFO or is_observed(each)
        ]
        if any(each.rule.startswith("lifecycle-") for each in found):
            self.has_broken_task = True
        return found

    def untold(self, recorded: Recorded, broken: list[Finding]) -> Iterator[Finding]:
        """Yield what is broken and not told yet, beside the recording."""
        for each in broken:
            if each.fingerprint not in self.told:
                self.told.add(each.fingerprint)
                yield replace(
                    each,
                    where=f"{self.cassette.path}:{recorded.answer_line}",
                    message=f"now {each.message}; stale is {stale_side('contract')}",
                    stale="contract",
                )

    def breaks_promise(
        self, match: Match | None, source: Interaction, picture: Interaction
    ) -> bool:
        """Whether an answer breaks the contract by a picture that stands at one of its addresses."""
        if match is None:
            return False
        request = self.judge.tasks.request(match) or self.judge.payload(source)
        judgement = self.judge.answers.judge(
            match.operation,
            source,
            request or NO_BODY,
            lambda url: picture.body if url == picture.url else None,
        )
        return any(each.rule.startswith("answer-picture") for each in judgement.findings)


def stale_side(stale: str) -> str:
    """Return which side is out of date, and why."""
    return {
        "recording": "the recording, since the endpoint keeps the contract",
        "contract": "the contract, or the endpoint is broken: it does not keep the contract now",
    }[stale]
