"""Tasks that are made again, and looked at until they are where the recorded ones were."""

from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.matching import Match
from truecopy.judge import SendOptions, body_of, look_up, outcome_of
from truecopy.model import Contract, Interaction, Lifecycle, Outcome
from truecopy.model.pointers import first
from truecopy.wire import Poller, RequestSender


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What stands now for a recorded answer.

    Attributes:
        answer: The one that the recorded answer is compared with; None where there is none now.
        before: Answers on the way to it.
        why: Why there is none; empty where that says nothing.
    """

    answer: Interaction | None = None
    before: list[Interaction] = field(default_factory=list)
    why: str = ""


class TaskLooks:
    """The tasks of now that stand for those of one cassette."""

    def __init__(
        self, contract: Contract, lifecycle: Lifecycle, sender: RequestSender, sending: SendOptions
    ) -> None:
        """Begin with no task made."""
        self._contract = contract
        self._lifecycle = lifecycle
        self._sender = sender
        self._sending = sending
        # Recorded id -> id of now, empty where none was made; each is looked up for all states that were recorded of it.
        self._made: dict[str, str] = {}
        self._pollers: dict[str, Poller] = {}

    def remember(self, match: Match, then: Any, now: Any) -> None:
        """Note which task stands for a recorded one.

        Args:
            then, now: Bodies of the answers to the request that makes it; `now` None where it is refused.
        """
        if match.operation == self._lifecycle.create:
            pointer = self._lifecycle.id
            self._made[str(first(then, pointer) or "")] = str(first(now, pointer) or "")

    def of(self, match: Match) -> str | None:
        """Return the id of the task that a recorded look-up is for now, empty where none was made; None for any other request."""
        if match.operation != self._lifecycle.poll:
            return None
        return self._made.get(match.parameters.get(self._lifecycle.parameter, ""))

    def look(self, task: str, recorded: Interaction) -> Counterpart:
        """Look at a task until it is in the recorded state, or can never be in it again."""
        lifecycle, looks = self._lifecycle, list[Interaction]()
        wanted = str(first(body_of(recorded), lifecycle.state) or "")
        is_found = outcome_of(recorded) is Outcome.ACCEPTED
        draft = look_up(self._contract, lifecycle, task)

        def is_alike(interaction: Interaction) -> bool:
            return not is_found or self._state_of(interaction) in (None, wanted)

        def is_passed(interaction: Interaction) -> bool:
            # Nobody knows what follows a state that is not documented.
            state = self._state_of(interaction)
            return state in lifecycle.states and wanted not in lifecycle.reachable(state)

        def send() -> Interaction:
            looks.append(self._sender.send(draft))
            return looks[-1]

        seen = self._poller(task).poll(send, lambda each: is_alike(each) or is_passed(each))
        if is_alike(seen):
            return Counterpart(answer=seen, before=looks[:-1])
        return Counterpart(before=looks, why=self._why(seen, wanted, is_passed=is_passed(seen)))

    def _why(self, seen: Interaction, wanted: str, *, is_passed: bool) -> str:
        """Return why a task never was in a recorded state; of states on the way, which may pass unseen, nothing."""
        lifecycle, state = self._lifecycle, self._state_of(seen)
        if not is_passed:
            why = "the task has not ended in its time"
            return why if state is None or state in lifecycle.states else f"{why}: it is {state!r}"
        # A state that passed unseen, or another end, says nothing of shapes.
        is_end = wanted in lifecycle.terminal
        return f"the task ended {state!r}, recorded is {wanted!r}" if is_end else ""

    def _state_of(self, interaction: Interaction) -> str | None:
        state = first(body_of(interaction), self._lifecycle.state)
        is_shown = isinstance(state, str) and outcome_of(interaction) is Outcome.ACCEPTED
        return state if is_shown else None

    def _poller(self, task: str) -> Poller:
        if task not in self._pollers:
            sending = self._sending
            self._pollers[task] = Poller(
                self._sender,
                interval_s=sending.poll_interval_s,
                timeout_s=sending.task_timeout_s,
            )
        return self._pollers[task]
