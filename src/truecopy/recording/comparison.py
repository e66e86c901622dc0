"""Recorded requests played again: do the answers keep the contract, and the shape that was recorded?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from truecopy.contract import compile_operations
from truecopy.contract.matching import Match
from truecopy.judge import (
    NO_CREDENTIALS,
    Planner,
    SendOptions,
    TrafficJudge,
    body_of,
    look_up,
    outcome_of,
    reason_of,
    require_target,
)
from truecopy.model import (
    NO_BODY,
    RULES,
    Contract,
    Draft,
    Finding,
    Interaction,
    Lifecycle,
    Outcome,
    Payload,
    Severity,
    is_observed,
)
from truecopy.model.pointers import first
from truecopy.recording.answer_shape import ShapeChange, changes, shape_of
from truecopy.recording.cassette import Cassette, Recorded
from truecopy.recording.recorded_request import can_be_sent, credentials_of, target_of
from truecopy.wire import Poller, RequestSender
from truecopy.wire.unanswered import UnansweredError


@dataclass(slots=True, kw_only=True)
class _Run:
    """One cassette that is played again.

    Attributes:
        tasks: Recorded id of a task -> id of the one that was made now; empty where none was.
        pictures: Recorded address of a picture -> the one of now, and the answer that has it.
        pollers: Id of a task of now -> what looks it up, for all states that were recorded of it.
        looks: Answers on the way to the one that a recorded look is compared with.
        told: Fingerprints of what is broken and told already: a state is seen by many looks.
        has_broken_task: Whether a look has shown something that a task must not do.
    """

    cassette: Cassette
    judge: TrafficJudge
    tasks: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, tuple[str, Interaction]] = field(default_factory=dict)
    pollers: dict[str, Poller] = field(default_factory=dict)
    looks: list[Interaction] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    has_broken_task: bool = False


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
        bases = (cassette.header.base_url, self._sender.target.url)
        run = _Run(
            cassette=cassette,
            judge=TrafficJudge(self._contract, self._compiled, base_urls=bases, knows_keys=True),
        )
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
            fresh = self._again(run, recorded, match)
            for look in run.looks:
                yield from self._untold(run, recorded, self._judged(run, look))
            run.looks.clear()
            if fresh is not None:
                yield from self._compare_answer(run, recorded, match, fresh)

    def _compare_answer(
        self, run: _Run, recorded: Recorded, match: Match | None, fresh: Interaction
    ) -> Iterator[Finding]:
        """Yield what differs in an answer, and what it breaks."""
        interaction = recorded.interaction
        self._require_target(interaction, fresh)
        if outcome_of(fresh) is None:
            self._skip(run, recorded, reason_of(fresh))
            return
        self.compared += 1
        self._remember(run, interaction, fresh, match)
        broken = self._judged(run, fresh)
        is_broken = bool(broken) or self._is_let_in(run, interaction, fresh, match)
        found = changes(interaction, fresh)
        for change in found:
            yield self._finding(run, recorded, match, change, is_broken=is_broken)
        if all(change.is_addition for change in found):
            # Of the same shape, and wrong all the same: a state of another name, a promise not kept.
            yield from self._untold(run, recorded, broken)

    def _skip(self, run: _Run, recorded: Recorded, why: str) -> None:
        self.skipped[f"{run.cassette.path}:{recorded.line}"] = why

    def _again(self, run: _Run, recorded: Recorded, match: Match | None) -> Interaction | None:
        """Send a recorded request again; None where it has no counterpart now."""
        interaction, lifecycle = recorded.interaction, self._contract.lifecycle
        if match is not None and lifecycle is not None and match.operation == lifecycle.poll:
            task = run.tasks.get(match.parameters.get(lifecycle.parameter, ""))
            if task is not None:
                return self._look(run, lifecycle, task, recorded) if task else None
        draft = self._draft(run, interaction, match)
        price = None
        if match is not None:
            price = self._sending.price(self._contract.operations[match.operation])
        return self._sender.send(draft, (price or 0.0) * draft.pictures)

    def _draft(self, run: _Run, interaction: Interaction, match: Match | None) -> Draft:
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

    def _look(
        self, run: _Run, lifecycle: Lifecycle, task: str, recorded: Recorded
    ) -> Interaction | None:
        """Look at a task until it is in the recorded state, or can never be in it again."""
        wanted = str(first(body_of(recorded.interaction), lifecycle.state) or "")
        is_found = outcome_of(recorded.interaction) is Outcome.ACCEPTED
        draft = look_up(self._contract, lifecycle, task)

        def state_of(interaction: Interaction) -> str | None:
            state = first(body_of(interaction), lifecycle.state)
            is_shown = isinstance(state, str) and outcome_of(interaction) is Outcome.ACCEPTED
            return state if is_shown else None

        def is_alike(interaction: Interaction) -> bool:
            return not is_found or state_of(interaction) in (None, wanted)

        def is_passed(interaction: Interaction) -> bool:
            # Nobody knows what follows a state that is not documented.
            state = state_of(interaction)
            return state in lifecycle.states and wanted not in lifecycle.reachable(state)

        def look() -> Interaction:
            run.looks.append(self._sender.send(draft))
            return run.looks[-1]

        poller = run.pollers.setdefault(task, self._poller())
        seen = poller.poll(look, lambda each: is_alike(each) or is_passed(each))
        if is_alike(seen):
            run.looks.pop()
            return seen
        if not is_passed(seen):
            state = state_of(seen)
            is_known = state is None or state in lifecycle.states
            why = "the task has not ended in its time"
            self._skip(run, recorded, why if is_known else f"{why}: it is {state!r}")
        elif wanted in lifecycle.terminal:
            # A state that passed unseen, or another end, says nothing of shapes.
            why = f"the task ended {state_of(seen)!r}, recorded is {wanted!r}"
            self._skip(run, recorded, why)
        return None

    def _poller(self) -> Poller:
        interval_s, timeout_s = self._sending.poll_interval_s, self._sending.task_timeout_s
        return Poller(self._sender, interval_s=interval_s, timeout_s=timeout_s)

    def _compare_picture(self, run: _Run, recorded: Recorded) -> Iterator[Finding]:
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
        is_broken = self._breaks_promise(run, match, source, fresh)
        for change in changes(recorded.interaction, fresh):
            yield self._finding(run, recorded, match, change, is_broken=is_broken)

    @staticmethod
    def _breaks_promise(
        run: _Run, match: Match | None, source: Interaction, picture: Interaction
    ) -> bool:
        """Whether an answer breaks the contract by a picture that stands at one of its addresses."""
        if match is None:
            return False
        request = run.judge.tasks.request(match) or run.judge.payload(source)
        judgement = run.judge.answers.judge(
            match.operation,
            source,
            request or NO_BODY,
            lambda url: picture.body if url == picture.url else None,
        )
        return any(each.rule.startswith("answer-picture") for each in judgement.findings)

    def _remember(
        self, run: _Run, then: Interaction, now: Interaction, match: Match | None
    ) -> None:
        """Note which task and which pictures of now stand for the recorded ones."""
        if match is None or outcome_of(then) is not Outcome.ACCEPTED:
            return
        lifecycle = self._contract.lifecycle
        old, new = body_of(then), body_of(now)
        if lifecycle is not None and match.operation == lifecycle.create:
            is_made = outcome_of(now) is Outcome.ACCEPTED
            made = str(first(new, lifecycle.id) or "") if is_made else ""
            run.tasks[str(first(old, lifecycle.id) or "")] = made
        addresses = run.judge.answers.promises.addresses
        pairs = zip(addresses(match.operation, old), addresses(match.operation, new), strict=False)
        run.pictures |= {before: (after, now) for before, after in pairs}

    @staticmethod
    def _judged(run: _Run, now: Interaction) -> list[Finding]:
        """Return what of the contract is broken by what is answered now, or is otherwise than it assumes."""
        found = [
            each
            for each in run.judge.see(now).findings
            if each.severity is not Severity.INFO or is_observed(each)
        ]
        if any(each.rule.startswith("lifecycle-") for each in found):
            run.has_broken_task = True
        return found

    @staticmethod
    def _untold(run: _Run, recorded: Recorded, broken: list[Finding]) -> Iterator[Finding]:
        """Yield what is broken and not told yet, beside the recording."""
        for each in broken:
            if each.fingerprint not in run.told:
                run.told.add(each.fingerprint)
                yield replace(
                    each,
                    where=f"{run.cassette.path}:{recorded.answer_line}",
                    message=f"now {each.message}; stale is {_told('contract')}",
                    stale="contract",
                )

    def _is_let_in(
        self, run: _Run, then: Interaction, now: Interaction, match: Match | None
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
        run: _Run,
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
            f"{change}; stale is {_told(stale)}",
            vendor=self._contract.vendor,
            operation=match.operation if match else "",
            pointer=change.part if change.part.startswith("/") else "",
            expected=change.before,
            actual=change.now,
            stale=stale,
        )
        return replace(finding, severity=Severity.INFO) if change.is_addition else finding


def _told(stale: str) -> str:
    return {
        "recording": "the recording, since the endpoint keeps the contract",
        "contract": "the contract, or the endpoint is broken: it does not keep the contract now",
    }[stale]
