"""Recorded requests played again: do the answers keep the contract, and the shape that was recorded?"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from truecopy.contract import compile_operations
from truecopy.contract.matching import Match
from truecopy.judge import (
    NO_CREDENTIALS,
    Planner,
    SendOptions,
    TrafficJudge,
    outcome_of,
    reason_of,
    require_target,
)
from truecopy.model import (
    RULES,
    Contract,
    Draft,
    Finding,
    Interaction,
    Outcome,
    Payload,
    Severity,
)
from truecopy.recording.answer_shape import ShapeChange, changes, shape_of
from truecopy.recording.cassette import Cassette, Recorded
from truecopy.recording.cassette_run import CassetteRun, stale_side
from truecopy.recording.recorded_request import can_be_sent, credentials_of, target_of
from truecopy.recording.task_looks import Counterpart, TaskLooks
from truecopy.wire import RequestSender
from truecopy.wire.unanswered import UnansweredError


class Comparer:
    """Plays cassettes against a target, judges what is answered now, and compares its shape.

    Attributes:
        recorded: How many answers the cassettes have that could be compared.
        compared: How many were.
        skipped: File and line of each other one -> why it was not.
    """

    def __init__(
        self,
        contract: Contract,
        sender: RequestSender,
        sending: SendOptions,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Prepare; nothing is sent yet."""
        self._contract = contract
        self._compiled = compile_operations(contract)
        self._sender = sender
        self._sending = sending
        self._progress = progress
        self._planner = Planner(contract, self._compiled, image_url=sending.image_url)
        self._has_target = False
        self.recorded = 0
        self.compared = 0
        self.skipped: dict[str, str] = {}

    def compare(self, cassette: Cassette) -> Iterator[Finding]:
        """Yield what differs now from a cassette.

        Raises:
            TargetError: Nobody answers.
            CredentialsError: The key is refused.
            BudgetReachedError: The budget does not reach.
        """
        run = self._begin(cassette)
        for recorded in cassette.recorded:
            interaction = recorded.interaction
            self._progress(f"cassettes: {cassette.path}:{recorded.line}")
            self.recorded += 1
            match = run.judge.match(interaction)
            if match is None and interaction.method == "GET" and interaction.status == 200:
                yield from self._compare_picture(run, recorded)
                continue
            if not can_be_sent(interaction):
                self._skip(run, recorded, "the recorded request is none that can be sent")
                continue
            look = self._again(run, recorded, match)
            for each in look.before:
                yield from run.untold(recorded, run.judged(each))
            if look.why:
                self._skip(run, recorded, look.why)
            if look.answer is not None:
                yield from self._compare_answer(run, recorded, match, look.answer)

    def _begin(self, cassette: Cassette) -> CassetteRun:
        contract, bases = self._contract, (cassette.header.base_url, self._sender.target.url)
        return CassetteRun(
            cassette=cassette,
            judge=TrafficJudge(contract, self._compiled, base_urls=bases, knows_keys=True),
            tasks=TaskLooks(contract, contract.lifecycle, self._sender, self._sending)
            if contract.lifecycle
            else None,
        )

    def _compare_answer(
        self, run: CassetteRun, recorded: Recorded, match: Match | None, fresh: Interaction
    ) -> Iterator[Finding]:
        """Yield what differs in an answer, and what it breaks."""
        interaction = recorded.interaction
        self._require_target(interaction, fresh)
        if outcome_of(fresh) is None:
            self._skip(run, recorded, reason_of(fresh))
            return
        self.compared += 1
        run.remember(interaction, fresh, match)
        broken = run.judged(fresh)
        is_broken = bool(broken) or self._is_let_in(run, interaction, fresh, match)
        found = changes(interaction, fresh)
        for change in found:
            yield self._finding(run, recorded, match, change, is_broken=is_broken)
        if all(change.is_addition for change in found):
            # Of the same shape, and wrong all the same: a state of another name, a promise not kept.
            yield from run.untold(recorded, broken)

    def _skip(self, run: CassetteRun, recorded: Recorded, why: str) -> None:
        self.skipped[f"{run.cassette.path}:{recorded.line}"] = why

    def _again(self, run: CassetteRun, recorded: Recorded, match: Match | None) -> Counterpart:
        """Send a recorded request again, or look at the task of now until it is where the recorded one was."""
        interaction = recorded.interaction
        task = run.tasks.of(match) if run.tasks and match else None
        if run.tasks and task is not None:
            return run.tasks.look(task, interaction) if task else Counterpart()
        draft = self._draft(run, interaction, match)
        price = None
        if match is not None:
            price = self._sending.price(self._contract.operations[match.operation])
        return Counterpart(answer=self._sender.send(draft, (price or 0.0) * draft.pictures))

    def _draft(self, run: CassetteRun, interaction: Interaction, match: Match | None) -> Draft:
        cassette = run.cassette
        operation = match.operation if match else ""
        content_type = interaction.request_header("content-type")
        return Draft(
            operation=operation,
            method=interaction.method,
            path=target_of(cassette, interaction, match),
            credentials=credentials_of(cassette, interaction),
            media_type=content_type or None,
            body=interaction.request_body or None,
            pictures=self._pictures(run.judge, operation, interaction),
        )

    def _pictures(self, judge: TrafficJudge, operation: str, interaction: Interaction) -> int:
        """Return how many pictures a request asks for, if it is accepted."""
        if operation not in self._contract.operations:
            return 0
        found = self._contract.operations[operation]
        if found.request is None:
            return 0
        if interaction.status >= 400:
            return 1  # it may be accepted now, but its number may be what it was refused for
        payload = judge.payload(interaction)
        return self._planner.draft(found, payload or Payload(instance={})).pictures

    def _compare_picture(self, run: CassetteRun, recorded: Recorded) -> Iterator[Finding]:
        """Yield what differs in a picture; nothing where no answer of now stands for the one that had it."""
        url, source = run.pictures.get(recorded.interaction.url, ("", None))
        if source is None:
            return
        match = run.judge.match(source)
        try:
            fresh = self._sender.download(url)
        except UnansweredError as error:
            self._skip(run, recorded, str(error))
            return
        except OSError as error:
            before = shape_of(recorded.interaction).get("picture", "there")
            change = ShapeChange(part="picture", before=before, now=f"not to be had: {error}")
            yield self._finding(run, recorded, match, change, is_broken=True)
            return
        self.compared += 1
        is_broken = run.breaks_promise(match, source, fresh)
        for change in changes(recorded.interaction, fresh):
            yield self._finding(run, recorded, match, change, is_broken=is_broken)

    def _is_let_in(
        self, run: CassetteRun, then: Interaction, now: Interaction, match: Match | None
    ) -> bool:
        """Whether what is answered now breaks the contract by being an answer at all."""
        lifecycle = self._contract.lifecycle
        is_look = match is not None and lifecycle is not None and match.operation == lifecycle.poll
        if is_look and run.has_broken_task:
            return True
        # Neither is what the contract lacks to be accepted, nor a task to be found that nobody made.
        is_let_in = outcome_of(then) is Outcome.REFUSED and outcome_of(now) is Outcome.ACCEPTED
        return is_let_in and (match is None or is_look or not match.is_exact)

    def _require_target(self, then: Interaction, now: Interaction) -> None:
        if self._has_target:
            return
        if then.status not in NO_CREDENTIALS or now.status == 0:
            require_target(now)
        self._has_target = True

    def _finding(
        self,
        run: CassetteRun,
        recorded: Recorded,
        match: Match | None,
        change: ShapeChange,
        *,
        is_broken: bool,
    ) -> Finding:
        # What keeps the contract now shows that the recording is out of date.
        stale = "contract" if is_broken else "recording"
        finding = RULES["recording-shape-differs"].finding(
            f"{run.cassette.path}:{recorded.answer_line}",
            f"{change}; stale is {stale_side(stale)}",
            vendor=self._contract.vendor,
            operation=match.operation if match else "",
            pointer=change.part if change.part.startswith("/") else "",
            expected=change.before,
            actual=change.now,
            stale=stale,
        )
        return replace(finding, severity=Severity.INFO) if change.is_addition else finding
