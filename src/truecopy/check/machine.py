"""Tasks as a state machine: whatever is done in whatever order, no answer is illegal."""

import contextlib
from dataclasses import replace
from uuid import UUID

from hypothesis import Phase, seed
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test

from truecopy.check.check_run import CheckRun
from truecopy.check.generators import (
    BrokenContractError,
    hypothesis_home,
    quiet_generators,
    quiet_settings,
)
from truecopy.check.options import LIFECYCLE_RUNS, LIFECYCLE_STEPS
from truecopy.errors import BudgetReachedError
from truecopy.judge import (
    ANOTHER_ACCOUNT,
    Expectation,
    Judgement,
    TaskWatch,
    judge_acceptance,
    look_up,
)
from truecopy.judge.request_factory import RequestFactory
from truecopy.model import (
    NO_BODY,
    Credentials,
    Draft,
    Finding,
    Interaction,
    Lifecycle,
    Outcome,
    Payload,
    Severity,
)

# In thirds of an interval: looks come before and at the time that is advised.
_LONGEST_WAIT = 3
_LOOKS = 6  # a third of an interval apart, so that a state is seen more than once
_UNKNOWN_ID = Expectation(
    outcome=Outcome.REFUSED,
    label="the id is none that was given out",
    rule="lifecycle-unknown-id-found",
)


class TaskDriver:
    """What the machine does with the target, and what it found.

    Attributes:
        ended: Why no more is sent; None while there is no reason.
    """

    def __init__(self, run: CheckRun, lifecycle: Lifecycle) -> None:
        """Prepare a good request."""
        compiled = run.judge.operations[lifecycle.create]
        factory = RequestFactory(run.contract, compiled, run.options.sending.image_url)
        self.run = run
        self.lifecycle = lifecycle
        self.ended: BudgetReachedError | None = None
        self.found: list[tuple[Finding, Draft]] = []
        self._payload = factory.good_requests()[0]
        self._draft = run.planner.draft(compiled.operation, self._payload)

    def create(self) -> TaskWatch | None:
        """Make a task, None where the target did not."""
        answer = self._send(self._draft, self._payload)
        if answer is None or not isinstance(answer[1].body, dict):
            return None
        watch = TaskWatch(self.run.judge, self.lifecycle, answer[1].body)
        self.run.tasks_left[watch.id or "(no id)"] = "lifecycle-fuzz"
        self._raise(watch.fresh(), self._draft)
        return watch

    def poll(self, watch: TaskWatch | None) -> None:
        """Look a task up, and judge what it shows by what it showed before."""
        if watch is None:
            return
        draft = self._look_up(watch.id)
        answer = self._send(draft, self._payload)
        if answer is None:
            return
        interaction, judgement = answer
        status = interaction.status
        if 200 <= status < 300 and isinstance(judgement.body, dict):
            watch.see(judgement.body)
            self.run.collector.see(watch.held, ())
        elif status in (404, 410):
            watch.lose(status)
        if watch.is_over:
            self.run.tasks_left.pop(watch.id, None)
        self._raise(watch.fresh(), draft)

    def poll_unknown(self, number: int) -> None:
        """Look up an id that nobody was given."""
        self._must_miss(self._look_up(str(UUID(int=number, version=4))), _UNKNOWN_ID)

    def poll_with_another_key(self, watch: TaskWatch | None) -> None:
        """Look a task up from another account."""
        if watch is not None and self.run.sender.target.keys.second is not None:
            draft = replace(self._look_up(watch.id), credentials=Credentials.SECOND)
            self._must_miss(draft, ANOTHER_ACCOUNT)

    def wait(self, intervals: int) -> None:
        """Let some time pass, unless the run has to end."""
        interval_s = self.run.options.sending.poll_interval_s
        try:
            self.run.sender.sleep(interval_s * intervals / _LONGEST_WAIT)
        except BudgetReachedError as error:
            self.ended = error

    def _must_miss(self, draft: Draft, expected: Expectation) -> None:
        answer = self._send(draft, NO_BODY, is_judged=False)
        if answer is not None:
            judge, poll = self.run.judge, self.lifecycle.poll
            self._raise(judge_acceptance(judge, poll, expected, *answer), draft)

    def _look_up(self, task_id: str) -> Draft:
        return look_up(self.run.contract, self.lifecycle, task_id)

    def _send(
        self, draft: Draft, request: Payload, *, is_judged: bool = True
    ) -> tuple[Interaction, Judgement] | None:
        if self.ended is not None:
            return None
        try:
            interaction = self.run.deliver(draft)
            self.run.count(interaction)
            judgement = self.run.judge.judge(draft.operation, interaction, request)
        except BudgetReachedError as error:
            self.ended = error
            return None
        if is_judged:
            self._raise(judgement.findings, draft)
        return interaction, judgement

    def _raise(self, findings: list[Finding], draft: Draft) -> None:
        self.run.note_observed(findings, draft)
        known = self.run.kept.by_fingerprint
        fresh = [
            each
            for each in findings
            if each.fingerprint not in known and each.severity is not Severity.INFO
        ]
        self.found += [(each, draft) for each in fresh]
        if fresh:
            raise BrokenContractError(fresh[0].message)


class TaskMachine(RuleBasedStateMachine):
    """Creates tasks, looks them up, waits."""

    driver: TaskDriver
    tasks = Bundle("tasks")

    @rule(target=tasks)
    def create(self) -> TaskWatch | None:
        """A new task is in its initial state."""
        return self.driver.create()

    @rule(task=tasks)
    def poll(self, task: TaskWatch | None) -> None:
        """What a task shows follows from what it showed before."""
        self.driver.poll(task)

    @rule(task=tasks)
    def follow(self, task: TaskWatch | None) -> None:
        """A task ends, and what it shows then stays."""
        for _ in range(_LOOKS if task else 0):
            self.driver.wait(1)
            self.driver.poll(task)

    @rule(task=tasks)
    def poll_with_another_key(self, task: TaskWatch | None) -> None:
        """Another account never sees a task."""
        self.driver.poll_with_another_key(task)

    @rule(number=st.integers(1, 2**100))  # of the 122 bits that such an id may choose
    def poll_unknown(self, number: int) -> None:
        """An id that nobody was given is unknown."""
        self.driver.poll_unknown(number)

    @rule(intervals=st.integers(1, _LONGEST_WAIT))
    def wait(self, intervals: int) -> None:
        """Time passes."""
        self.driver.wait(intervals)


def run_lifecycle_fuzz(run: CheckRun) -> None:
    """Run the state machine of a vendor's tasks; nothing where it has none.

    Raises:
        BudgetReachedError: The budget does not reach.
        EnoughError: There are as many findings as were asked for.
    """
    lifecycle = run.contract.lifecycle
    if lifecycle is None:
        return
    run.say(f"{lifecycle.create}: tasks in any order")
    driver = TaskDriver(run, lifecycle)
    machine = seed(run.options.seed)(type("Machine", (TaskMachine,), {"driver": driver}))
    runs = min(run.options.max_examples, LIFECYCLE_RUNS)
    limits = quiet_settings(runs, Phase.generate, stateful_step_count=LIFECYCLE_STEPS)
    with (
        hypothesis_home(),
        quiet_generators(),
        contextlib.redirect_stdout(None),
    ):
        run_state_machine_as_test(machine, settings=limits)
    for finding, draft in driver.found:
        run.note(set(), [finding], draft)
    if driver.ended is not None:
        raise driver.ended
