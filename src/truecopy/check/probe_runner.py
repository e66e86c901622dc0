"""The planned part of a check: for each operation a good request, refusals, and packed good requests."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from truecopy.check.check_run import CheckRun, Sent
from truecopy.check.isolation import MOST_REQUESTS, Isolation
from truecopy.check.task_follower import TaskFollower
from truecopy.errors import TargetError
from truecopy.judge import OperationPlan, require_target
from truecopy.judge.acceptance import claims_of
from truecopy.model import NO_BODY, Outcome, Phase, Probe

_MARGIN = 1  # a picture more than expected: the first address of an operation may come late


class ProbeRunner:
    """Runs the plans of all operations."""

    def __init__(self, run: CheckRun, follower: TaskFollower | None) -> None:
        """Make the plans.

        Args:
            follower: Takes the tasks that good requests make; None where the vendor has none.
        """
        self._run = run
        self._follower = follower
        self._accepted_any = False
        self._first_statuses: set[int] = set()
        plans = run.planner.plans(self._operations())
        self.plans = [narrowed(each, run.options.claims) for each in plans]
        self._left: dict[str, Probe] = {}  # those that are planned and were not sent yet
        self._isolation = Isolation(run, self._room, self._keep_part)
        for plan in self.plans:
            self._expect(plan)
            run.collector.cannot(dict(plan.unprobed))

    def _expect(self, plan: OperationPlan) -> None:
        """Note what is planned of an operation."""
        wanted = [each for each in plan.probes() if self._is_wanted(each)]
        self._run.collector.expect(wanted)
        self._left |= {each.id: each for each in wanted}

    def _send(self, probe: Probe) -> Sent:
        self._left.pop(probe.id, None)
        return self._run.send(probe)

    def _operations(self) -> Collection[str] | None:
        """Return the operations to check, None for all; for tasks alone those of the lifecycle."""
        options, lifecycle = self._run.options, self._run.contract.lifecycle
        if options.phases <= {Phase.LIFECYCLE, Phase.LIFECYCLE_FUZZ}:
            return {lifecycle.create, lifecycle.poll} if lifecycle else ()
        return options.only

    def run(self) -> None:
        """Send everything that is planned.

        Raises:
            TargetError: The target cannot be reached.
            CredentialsError: The first good request is refused for its key.
            BudgetReachedError: The budget does not reach.
            EnoughError: There are as many findings as were asked for.
        """
        for plan in self.plans:
            if plan.baseline is None:
                self._send_all(plan.refused)
                if plan.refused:
                    self._provoke(plan.refused[0])
                continue
            self._run_operation(plan, plan.baseline)
        if self._first_statuses and self._first_statuses <= {404, 405}:
            raise TargetError(
                f"{self._run.sender.target.url}: every good request is answered with "
                f"{min(self._first_statuses)}; is this the vendor's base address?"
            )

    def _run_operation(self, plan: OperationPlan, baseline: Probe) -> None:
        example = plan.example if plan.example and self._is_wanted(plan.example) else None
        if not self._is_wanted(baseline):
            # A good request all the same: it tells whether there is a target that takes the key.
            self._first(example or baseline)
            return
        sent = self._first(baseline)
        if not sent.is_accepted:
            again = None if sent.is_no_answer else self._another_way(plan)
            if again is None:
                for probe in (*plan.refused, *plan.packed):
                    self._run.collector.skip(probe, "the good request was not accepted")
                    self._left.pop(probe.id, None)
                return
            plan = again
        self._send_all(plan.refused)
        for probe in plan.packed:
            self._send_packed(plan, probe)
        if example:
            self._good(example)
        self._provoke(baseline)

    def _provoke(self, any_probe: Probe) -> None:
        """Ask for the errors that the target gives on demand, and judge what they look like."""
        run = self._run
        operation = run.contract.operations[any_probe.draft.operation]
        for wish, headers in run.options.provoke.items():
            if not wish.isdigit() or int(wish) not in operation.responses:
                continue
            draft = replace(any_probe.draft, headers=headers, pictures=0)
            interaction = run.deliver(draft, is_patient=False)
            wanted = frozenset({int(wish)})
            judgement = run.judged(operation.id, interaction, NO_BODY, wanted)
            findings = [each for each in judgement.findings if each.rule != "answer-server-failed"]
            run.note(judgement.held, findings, draft)

    def _first(self, probe: Probe) -> Sent:
        """Send the first good request of an operation; the very first tells whether there is a target.

        Raises:
            TargetError: There is none.
            CredentialsError: The key is refused.
        """
        sent = self._send(probe)
        interaction = sent.interaction
        self._first_statuses.add(interaction.status)
        if not self._accepted_any:
            require_target(interaction)
        self._accepted_any = self._accepted_any or sent.is_accepted
        self._keep(probe, sent)
        return sent

    def _another_way(self, plan: OperationPlan) -> OperationPlan | None:
        """Return the plan that starts from another good request, where only the plainest is refused."""
        run = self._run
        for way in range(1, run.planner.ways(plan.operation)):
            again = run.planner.plan(plan.operation, way=way)
            if again.baseline is None or not self._good(again.baseline).is_accepted:
                continue
            self._accepted_any = True
            for probe in plan.probes():
                run.collector.forget(probe)
                self._left.pop(probe.id, None)
            self._expect(again)
            self._left.pop(again.baseline.id, None)
            return again
        return None

    def _send_all(self, probes: Sequence[Probe]) -> None:
        for probe in probes:
            if self._is_wanted(probe):
                sent = self._send(probe)
                self._run.keep(probe, sent)
                if sent.is_accepted and self._follower:
                    self._follower.leave(probe, sent)

    def _good(self, probe: Probe) -> Sent:
        sent = self._send(probe)
        self._keep(probe, sent)
        return sent

    def _keep(self, probe: Probe, sent: Sent) -> None:
        """Keep what a good request showed, and take the task that it made."""
        self._run.keep(probe, sent)
        if sent.is_accepted and self._follower:
            self._follower.take(probe, sent)

    def _send_packed(self, plan: OperationPlan, probe: Probe) -> None:
        """Send a good request with many variations; where it is not accepted, find the ones that are not."""
        sent = self._send(probe)
        is_plain = len(probe.variations) == 1
        if sent.is_accepted or is_plain or sent.is_no_answer:
            self._keep(probe, sent)
            return
        self._isolation.isolate(plan, probe, sent)

    def _keep_part(self, probe: Probe, sent: Sent) -> None:
        """Keep what a part of a pack showed; its task is only seen to end."""
        self._run.keep(probe, sent)
        if sent.is_accepted and self._follower:
            self._follower.take(probe, sent, is_brief=True)

    def _room(self) -> int:
        """Return how many requests may be sent beside those that are planned."""
        waiting = self._follower.expected_requests if self._follower else 0
        planned = self._run.pictures.expected_requests(self._left.values())
        sender = self._run.sender
        ahead = planned + waiting + sender.expected_second_tries + _MARGIN
        return MOST_REQUESTS - sender.budget.requests - ahead

    def _is_wanted(self, probe: Probe) -> bool:
        phases = self._run.options.phases
        return probe.phase in phases and (
            probe.outcome is Outcome.REFUSED or probe.phase in (Phase.CLAIMS, Phase.EXAMPLES)
        )


def narrowed(plan: OperationPlan, claims: Collection[str] | None) -> OperationPlan:
    """Return a plan with its good request and, of the others, those that speak for or against some claims."""
    if claims is None:
        return plan
    refused, packed = (
        tuple(each for each in probes if not set(claims).isdisjoint(claims_of(each)))
        for probes in (plan.refused, plan.packed)
    )
    return replace(plan, refused=refused, packed=packed)
