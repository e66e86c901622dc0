"""The planned part of a check: for each operation a good request, refusals, and packed good requests."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from truecopy.check.check_run import CheckRun, Sent
from truecopy.check.task_follower import TaskFollower
from truecopy.errors import TargetError
from truecopy.judge import OperationPlan, require_target
from truecopy.judge.acceptance import claims_of
from truecopy.model import NO_BODY, Outcome, Phase, Probe, Variation


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
        for plan in self.plans:
            run.collector.expect(each for each in plan.probes() if self._is_wanted(each))
            run.collector.cannot(dict(plan.unprobed))

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
            again = None if self._is_no_answer(sent) else self._another_way(plan)
            if again is None:
                for probe in (*plan.refused, *plan.packed):
                    self._run.collector.skip(probe, "the good request was not accepted")
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
            judgement = run.judged(operation.id, interaction, NO_BODY)
            findings = [each for each in judgement.findings if each.rule != "answer-server-failed"]
            run.note(judgement.held, findings, draft)

    def _first(self, probe: Probe) -> Sent:
        """Send the first good request of an operation; the very first tells whether there is a target.

        Raises:
            TargetError: There is none.
            CredentialsError: The key is refused.
        """
        sent = self._run.send(probe)
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
            run.collector.expect(each for each in again.probes() if self._is_wanted(each))
            return again
        return None

    def _send_all(self, probes: Sequence[Probe]) -> None:
        for probe in probes:
            if self._is_wanted(probe):
                sent = self._run.send(probe)
                self._run.keep(probe, sent)
                if sent.is_accepted and self._follower:
                    self._follower.leave(probe, sent)

    def _good(self, probe: Probe) -> Sent:
        sent = self._run.send(probe)
        self._keep(probe, sent)
        return sent

    def _keep(self, probe: Probe, sent: Sent) -> None:
        """Keep what a good request showed, and take the task that it made."""
        self._run.keep(probe, sent)
        if sent.is_accepted and self._follower:
            self._follower.take(probe, sent)

    def _send_packed(self, plan: OperationPlan, probe: Probe) -> None:
        """Send a good request with many variations; where it is not accepted, find the ones that are not."""
        sent = self._run.send(probe)
        is_plain = len(probe.variations) == 1
        if sent.is_accepted or is_plain or self._is_no_answer(sent):
            self._keep(probe, sent)
            return
        self._run.collector.forget(probe)
        if not self._take_apart(plan, probe, probe.variations):
            together = self._together(probe, sent)
            self._run.keep(probe, together)

    def _take_apart(
        self, plan: OperationPlan, probe: Probe, variations: Sequence[Variation]
    ) -> bool:
        """Send halves of the variations until single ones are found that are not accepted."""
        found = False
        middle = len(variations) // 2
        for half in (variations[:middle], variations[middle:]):
            part = self._run.planner.single(plan, probe, half)
            sent = self._run.send(part)
            if sent.is_accepted or len(half) == 1:
                self._keep(part, sent)
                found = found or not sent.is_accepted
            elif self._take_apart(plan, probe, half):
                found = True
            else:
                self._run.keep(part, self._together(part, sent))
                found = True
        return found

    def _together(self, probe: Probe, sent: Sent) -> Sent:
        """Return a refusal of values that are accepted one by one as what it is."""
        reason = "it is accepted alone, and refused together with others"
        finding = self._run.judge.finding(
            "request-combination-refused",
            probe.draft.operation,
            f"{probe.label}: accepted one by one, refused together with {sent.interaction.status}",
            expected="accepted",
            actual=f"refused with {sent.interaction.status}",
        )
        sent.outcome.findings[:] = [finding]
        sent.outcome.broken.clear()
        sent.outcome.undetermined.update(
            dict.fromkeys((claim for each in probe.variations for claim in each.claims), reason)
        )
        return sent

    @staticmethod
    def _is_no_answer(sent: Sent) -> bool:
        """Whether an outcome says nothing of the request: no answer, or too many requests."""
        return sent.judgement.outcome is None and sent.interaction.status < 500

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
