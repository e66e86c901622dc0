"""Tasks of good requests followed to their end."""

from dataclasses import dataclass, replace

from truecopy.check.check_run import CheckRun, Sent
from truecopy.check.picture_looks import LOOKS_A_TASK
from truecopy.contract.task_success import success_state
from truecopy.judge import ANOTHER_ACCOUNT, TaskWatch, examined_claims, judge_acceptance, look_up
from truecopy.model import (
    Credentials,
    Draft,
    Finding,
    Interaction,
    Lifecycle,
    Outcome,
    Payload,
    Phase,
    Probe,
    Severity,
)
from truecopy.model.pointers import first
from truecopy.wire import Poller

_LAST_LOOKS = 5  # at tasks that were made last: on their way, and in each state
_MOST_MISSES = 5  # a task may be unknown for a moment, not for five looks in a row


@dataclass(slots=True, kw_only=True)
class _FollowedTask:
    watch: TaskWatch
    request: Payload
    label: str
    is_brief: bool = False


class TaskFollower:
    """Looks tasks up until they end, and judges each answer by the one before it."""

    def __init__(self, run: CheckRun, lifecycle: Lifecycle) -> None:
        """Prepare to follow."""
        self._run = run
        self._lifecycle = lifecycle
        self._waiting: list[tuple[_FollowedTask, str]] = []
        self._has_followed = False
        self._has_waited_out = False
        self._bodies: dict[str, object] = {}  # of the request that made a task, by its id
        self._is_wanted = Phase.LIFECYCLE in run.options.phases

    @property
    def expected_requests(self) -> int:
        """How many requests the tasks that wait come to, if all but the last have ended by then."""
        if not self._waiting:
            return 0
        brief = sum(task.is_brief for task, _ in self._waiting)
        whole = LOOKS_A_TASK + self._run.pictures.of_a_task
        return _LAST_LOOKS + brief + whole * (len(self._waiting) - brief)

    def take(self, probe: Probe, sent: Sent, *, is_brief: bool = False) -> None:
        """Take the task of a good request: the first is followed at once, the others later.

        Args:
            is_brief: It is only seen to end: its pictures are not looked at.
        """
        task = self._begin(probe.draft, sent.interaction, sent.judgement.body, probe.label)
        if task is None:
            return
        if not self._is_wanted:
            self._run.tasks_left[task.watch.id] = probe.label
        elif self._has_followed:
            task.is_brief = is_brief
            self._waiting.append((task, ""))
        else:
            self._has_followed = True
            self._provoke(probe.draft)
            self._follow(task)
            self._look_with_another_key(task)

    def leave(self, probe: Probe, sent: Sent) -> None:
        """Note the task of a request that should have been refused; it is left behind."""
        if probe.draft.operation == self._lifecycle.create:
            found = first(sent.judgement.body, self._lifecycle.id)
            self._run.tasks_left[str(found or "(no id)")] = probe.label

    def finish(self) -> None:
        """Follow the tasks that wait."""
        while self._waiting:
            self._follow(*self._waiting.pop(0))

    def _provoke(self, draft: Draft) -> None:
        """Make a task for each state in which the target can be asked to end one; they are followed later."""
        for state, headers in self._run.options.provoke.items():
            if state not in self._lifecycle.terminal:
                continue
            wanted = replace(draft, headers=headers)
            interaction = self._run.deliver(wanted)
            body = self._judged(wanted, interaction)
            task = self._begin(wanted, interaction, body, f"a task that ends {state}")
            if task is not None:
                self._waiting.append((task, state))

    def _judged(self, draft: Draft, interaction: Interaction) -> object:
        judgement = self._run.judged(draft.operation, interaction, draft.payload)
        self._run.note(judgement.held, judgement.findings, draft)
        return judgement.body

    def _begin(
        self, draft: Draft, interaction: Interaction, body: object, label: str
    ) -> _FollowedTask | None:
        if draft.operation != self._lifecycle.create or interaction.status >= 300:
            return None
        watch = TaskWatch(self._run.judge, self._lifecycle, body)
        if watch.id in self._bodies:
            self._run.note(set(), [self._repeated(watch.id, draft)], draft)
            return None
        self._note(watch, draft)
        if not watch.id:
            self._run.tasks_left["(no id)"] = label
            return None
        self._run.tasks_left[watch.id] = label
        self._bodies[watch.id] = draft.body
        return _FollowedTask(watch=watch, request=draft.payload, label=label)

    def _repeated(self, task_id: str, draft: Draft) -> Finding:
        """Return the finding for an id that another task has; two requests that are alike may be taken for one."""
        is_alike = self._bodies[task_id] == draft.body
        made = "the same request made before" if is_alike else "another request made"
        return self._run.judge.finding(
            "lifecycle-id-repeated",
            draft.operation,
            f"a new task has the id {task_id!r} of the task that {made}",
            "" if is_alike else "lifecycle#id",
            expected="an id of its own",
            actual="that of another task",
            severity=Severity.INFO if is_alike else Severity.ERROR,
        )

    def _follow(self, task: _FollowedTask, expected: str = "") -> None:
        """Look a task up until it ends or its time is over.

        Raises:
            BudgetReachedError: The budget does not reach.
        """
        sending, watch = self._run.options.sending, task.watch
        poller = Poller(
            self._run.sender,
            interval_s=sending.poll_interval_s,
            timeout_s=0.0 if self._has_waited_out else sending.task_timeout_s,
            most_misses=_MOST_MISSES,
        )
        poller.poll(
            lambda: self._look(task),
            is_over=lambda _: watch.is_over or (poller.has_found and watch.is_strange),
            is_found=bool,
        )
        if watch.is_over:
            self._run.tasks_left.pop(watch.id, None)
            if not task.is_brief:
                self._look(task)
            self._ended(task, expected)
            return
        is_late = poller.has_found and not poller.is_missed and not watch.is_strange
        if is_late and not self._has_waited_out:
            self._has_waited_out = True
            watch.give_up(poller.waited_s)
            self._note(watch, self._draft(task))

    def _ended(self, task: _FollowedTask, expected: str) -> None:
        """Note a task of a good request that ended without what was asked for."""
        lifecycle = self._lifecycle
        success = success_state(self._run.contract, lifecycle)
        # A state that shows nothing of its own may be a good end as well as any other.
        wanted = expected or (success if success in lifecycle.shows else "")
        if wanted and task.watch.is_over and task.watch.state != wanted:
            finding = self._run.judge.finding(
                "lifecycle-task-failed",
                lifecycle.poll,
                f"{task.label}: the task ended {task.watch.state!r}",
                expected=wanted,
                actual=task.watch.state,
            )
            self._run.note(set(), [finding], self._draft(task))

    def _look(self, task: _FollowedTask) -> bool:
        """Look a task up once; return whether it was found."""
        draft = self._draft(task)
        self._run.say(f"{draft.operation}: {task.watch.id} is {task.watch.state or 'new'}")
        interaction = self._run.deliver(draft)
        judgement = self._run.judged(
            draft.operation, interaction, task.request, has_pictures=not task.is_brief
        )
        self._run.note(judgement.held, judgement.findings, draft)
        is_found = 200 <= interaction.status < 300 and isinstance(judgement.body, dict)
        if is_found:
            task.watch.see(judgement.body)
            task.watch.held |= self._path_claims(task)
        elif judgement.outcome is Outcome.REFUSED:
            task.watch.lose(interaction.status)
        self._note(task.watch, draft)
        return is_found

    def _path_claims(self, task: _FollowedTask) -> set[str]:
        """Return the claims about the look-up's address that a task found by it shows held."""
        poll = self._lifecycle.poll
        claims = {f"{poll}#{name}" for name in ("method", "path")}
        compiled = self._run.judge.operations[poll].path
        if compiled is not None:
            claims |= examined_claims(compiled, {self._lifecycle.parameter: task.watch.id})
        return claims

    def _look_with_another_key(self, task: _FollowedTask) -> None:
        if self._run.sender.target.keys.second is None:
            return
        draft = replace(self._draft(task), credentials=Credentials.SECOND)
        interaction = self._run.deliver(draft)
        judge, poll = self._run.judge, self._lifecycle.poll
        judgement = judge.judge(poll, interaction, task.request)
        found = judge_acceptance(judge, poll, ANOTHER_ACCOUNT, interaction, judgement)
        self._run.note(set(), found, draft)

    def _draft(self, task: _FollowedTask) -> Draft:
        return look_up(self._run.contract, self._lifecycle, task.watch.id)

    def _note(self, watch: TaskWatch, draft: Draft) -> None:
        """Keep what is new of a task."""
        self._run.note(watch.held, watch.fresh(), draft)
