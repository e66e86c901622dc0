"""A vendor recorded: the canonical requests played against a target, each with what follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from truecopy.contract import compile_operations
from truecopy.errors import (
    BudgetReachedError,
    SecretFoundError,
    TargetError,
)
from truecopy.judge import (
    AnswerJudge,
    OperationPlan,
    Planner,
    SendOptions,
    body_of,
    look_up,
    outcome_of,
    reason_of,
    require_target,
    words_of,
)
from truecopy.model import Contract, Draft, ExitReason, Interaction, Lifecycle, Outcome, Probe
from truecopy.model.pointers import first
from truecopy.recording.recording_plan import ACCEPTED, PlannedRecording, planned_recordings
from truecopy.wire import Poller, RequestSender

Keep = Callable[[str, str, Sequence[Interaction]], None]
Progress = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class RecordResult:
    """What came of recording.

    Attributes:
        message: What a person should know of the reason.
        kept: Operation and name of each cassette that was written.
        omitted: Operation and name -> why there is no cassette of it.
    """

    exit_reason: ExitReason = ExitReason.RECORDED
    message: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)
    omitted: dict[tuple[str, str], str] = field(default_factory=dict)


class Recorder:
    """Plays the canonical requests against a target.

    What is not as it should be, such as a good request that is refused, is not recorded in its place: the
    cassette that was there before stays.
    """

    def __init__(
        self,
        contract: Contract,
        sender: RequestSender,
        sending: SendOptions,
        keep: Keep,
        progress: Progress = lambda _: None,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            keep: Writes the interactions of one cassette, given operation and name.
        """
        compiled = compile_operations(contract)
        self._contract = contract
        self._sender = sender
        self._sending = sending
        self._keep = keep
        self._progress = progress
        self._judge = AnswerJudge(contract, compiled)
        self._planner = Planner(contract, compiled, image_url=sending.image_url)
        self._has_target = False
        self._is_accepted: dict[str, bool] = {}
        self.result = RecordResult()

    def run(self) -> RecordResult:
        """Record everything; what ends it early is in the result."""
        try:
            for plan in self._planner.plans():
                self._record(plan)
        except (BudgetReachedError, TargetError) as error:
            self.result.exit_reason, self.result.message = ExitReason.of(error), str(error)
        if self.result.exit_reason is ExitReason.RECORDED and self.result.omitted:
            self.result.exit_reason = ExitReason.INCOMPLETE
        return self.result

    def _record(self, plan: OperationPlan) -> None:
        for planned in planned_recordings(plan):
            if planned.name == ACCEPTED:
                self._accepted(plan, planned)
            elif self._has_good_request(plan.operation):
                self._refused(planned)
            else:
                why = "the good request is not accepted, so a refusal says nothing"
                self.result.omitted[plan.operation, planned.name] = why

    def _has_good_request(self, operation: str) -> bool:
        """Whether a good request was accepted; for looks at tasks, the one that makes a task."""
        lifecycle = self._contract.lifecycle
        if lifecycle is not None and operation == lifecycle.poll:
            operation = lifecycle.create
        return self._is_accepted.get(operation, True)

    def _accepted(self, plan: OperationPlan, planned: PlannedRecording) -> None:
        """Record a good request with its task and a picture; the plainest that the target accepts."""
        place = (plan.operation, planned.name)
        self._is_accepted[plan.operation] = False
        why = ""
        for way in range(self._planner.ways(plan.operation)):
            baseline = (
                planned.probe if way == 0 else self._planner.plan(plan.operation, way=way).baseline
            )
            if baseline is None:
                continue
            interaction = self._send(baseline)
            if self._judge.outcomes.of(plan.operation, interaction) is Outcome.ACCEPTED:
                self._has_target = self._is_accepted[plan.operation] = True
                self._finish(place, interaction)
                return
            self._require_target(interaction)
            why = why or _told(interaction)
        self.result.omitted[place] = f"the good request is not accepted: {why}"

    def _refused(self, planned: PlannedRecording) -> None:
        operation = planned.probe.draft.operation
        place = (operation, planned.name)
        interaction = self._send(planned.probe)
        self._require_target(interaction)
        if self._judge.outcomes.of(operation, interaction, Outcome.REFUSED) is not Outcome.REFUSED:
            why = f"{planned.probe.label}: {_told(interaction) or 'the request is accepted'}"
            self.result.omitted[place] = why
            return
        self._write(place, [interaction])

    def _finish(self, place: tuple[str, str], interaction: Interaction) -> None:
        """Record what follows from an accepted request: the task to its end, and a picture."""
        operation, lifecycle = place[0], self._contract.lifecycle
        taken = [interaction]
        if lifecycle is not None and lifecycle.create == operation:
            task = str(first(body_of(interaction), lifecycle.id) or "")
            taken += self._looks(lifecycle, task)
            operation = lifecycle.poll
            why = _unended(lifecycle, task, first(body_of(taken[-1]), lifecycle.state))
            if why:
                self.result.omitted[place] = why
                return
        for url in self._judge.promises.addresses(operation, body_of(taken[-1]))[:1]:
            self._progress(f"{operation}: a picture")
            try:
                taken.append(self._sender.download(url))
            except OSError as error:
                self.result.omitted[place] = f"its picture cannot be had: {error}"
                return
        self._write(place, taken)

    def _looks(self, lifecycle: Lifecycle, task: str) -> list[Interaction]:
        """Return the looks at a task until it ends, or its time is over; but those without an answer to them."""
        draft = look_up(self._contract, lifecycle, task)
        taken: list[Interaction] = []

        def look() -> object:
            interaction = self._deliver(draft)
            if outcome_of(interaction) is not None:
                taken.append(interaction)
            state = first(body_of(interaction), lifecycle.state)
            self._progress(f"{draft.operation}: {task} is {state}")
            return state

        if task:
            poller = Poller(
                self._sender,
                interval_s=self._sending.poll_interval_s,
                timeout_s=self._sending.task_timeout_s,
            )
            poller.poll(look, lambda state: state in lifecycle.terminal)
        return taken

    def _send(self, probe: Probe) -> Interaction:
        self._progress(f"{probe.draft.operation}: {probe.label}")
        return self._deliver(probe.draft)

    def _deliver(self, draft: Draft) -> Interaction:
        """Send a request at its price."""
        price = self._sending.price(self._contract.operations[draft.operation]) or 0.0
        return self._sender.send(draft, price * draft.pictures)

    def _require_target(self, interaction: Interaction) -> None:
        """Refuse to go on where the first answers show that there is no target, or no key for it.

        Raises:
            TargetError: Nobody answers.
            CredentialsError: The key is refused.
        """
        if self._has_target:
            return
        require_target(interaction)
        self._has_target = True

    def _write(self, place: tuple[str, str], taken: Sequence[Interaction]) -> None:
        try:
            self._keep(*place, taken)
        except SecretFoundError as error:
            # What was paid for beside it is kept all the same.
            self.result.omitted[place] = f"it cannot be kept: it {error.problem}"
        else:
            self.result.kept.append(place)


def _unended(lifecycle: Lifecycle, task: str, state: object) -> str:
    """Return why a task has not come to a good end; empty where it has."""
    success = next(iter(lifecycle.shows), "")
    if not task:
        return "the answer names no task"
    if state not in lifecycle.terminal:
        return "the task has not ended in its time"
    return f"the task ended {state!r}" if success and state != success else ""


def _told(interaction: Interaction) -> str:
    """Return what became of a request that was not accepted; empty where it was."""
    reason = reason_of(interaction)
    if reason:
        return reason
    status = interaction.status
    return "" if status < 300 else f"refused with {status}: {words_of(interaction)}"
