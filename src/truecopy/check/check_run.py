"""One check under way: what was sent, what was found, and what is known so far."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from truecopy.check.check_result import CheckResult
from truecopy.check.downloads import Downloads
from truecopy.check.kept_findings import KeptFindings
from truecopy.check.key_watch import KeyWatch
from truecopy.check.options import CheckOptions
from truecopy.check.picture_looks import PictureLooks
from truecopy.contract import compile_operations
from truecopy.judge import (
    AnswerJudge,
    Judgement,
    Planner,
    ProbeOutcome,
    VerdictCollector,
    body_of,
    judge_outcome,
    outcome_of,
    reason_of,
)
from truecopy.model import (
    Contract,
    Draft,
    ExitReason,
    Finding,
    Interaction,
    Outcome,
    Payload,
    Probe,
    Standing,
    Verdict,
    is_observed,
)
from truecopy.wire import RequestSender

_LONGEST_URL = 200  # of an address in a message; signed ones are longer

Progress = Callable[[str], None]

_WHY_NOT_SENT = {
    "budget": "the budget did not reach",
    ExitReason.DEADLINE: "the time for the run was over before it was sent",
    ExitReason.UNREACHABLE: "the target cannot be reached",
    ExitReason.CREDENTIALS: "not sent: the target takes no request with this key",
    ExitReason.FAILED: "the run failed before it was sent",
    ExitReason.INTERRUPTED: "interrupted before it was sent",
    ExitReason.FINDINGS: "enough findings before it was sent",
}


class EnoughError(Exception):
    """As many findings as were asked for. Ends the run, and is no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A probe that was sent, with what came of it."""

    interaction: Interaction
    judgement: Judgement
    outcome: ProbeOutcome

    @property
    def is_accepted(self) -> bool:
        """Whether the target accepted the request."""
        return self.judgement.outcome is Outcome.ACCEPTED

    @property
    def is_no_answer(self) -> bool:
        """Whether what came of it says nothing of the request: no answer, or too many requests."""
        return self.judgement.outcome is None and self.interaction.status < 500


class CheckRun:
    """Sends probes, judges them, and keeps the results.

    Attributes:
        contract: What is verified.
        sender: Sends the requests.
        options: How the check is run.
        judge, planner, collector: The judgement.
        pictures: Which pictures of answers are looked at.
        kept: What was found so far.
        tasks_left: Task id -> label of the request that made it, for tasks that were not seen to end.
    """

    def __init__(
        self,
        contract: Contract,
        sender: RequestSender,
        options: CheckOptions,
        progress: Progress = lambda _: None,
    ) -> None:
        """Prepare; nothing is sent yet."""
        compiled = compile_operations(contract)
        self.contract = contract
        self.sender = sender
        self.options = options
        self.judge = AnswerJudge(contract, compiled)
        self.planner = Planner(
            contract,
            compiled,
            image_url=options.sending.image_url,
            takes_any_id=options.sending.takes_any_id,
        )
        self.collector = VerdictCollector(contract)
        self.downloads = Downloads(sender)
        self.pictures = PictureLooks(contract, self.judge.promises)
        self.tasks_left: dict[str, str] = {}
        self.examined = 0
        self._unanswered = ""
        self._key_watch = KeyWatch()
        self._progress = progress
        self.kept = KeptFindings(sender.target)
        self._has_unknown_cost = False
        self._began = time.monotonic()

    def send(self, probe: Probe, *, has_pictures: bool = True) -> Sent:
        """Send a probe and judge it; the caller decides what is kept of it.

        Args:
            has_pictures: Look at the pictures of its answer, where something is promised of them.

        Raises:
            BudgetReachedError: It does not fit into the budget.
        """
        self.say(f"{probe.draft.operation}: {probe.label}")
        interaction = self.deliver(probe.draft)
        operation = probe.draft.operation
        judgement = self.judge.outcomes.unpromised(
            operation, interaction, probe.outcome, probe.leans
        ) or self.judged(
            operation,
            interaction,
            probe.draft.payload,
            probe.statuses,
            has_pictures=has_pictures,
        )
        outcome = judge_outcome(self.judge, probe, interaction, judgement)
        return Sent(interaction=interaction, judgement=judgement, outcome=outcome)

    def deliver(self, draft: Draft, *, is_patient: bool = True) -> Interaction:
        """Send a request, at the price that it has if it is accepted.

        Args:
            is_patient: Wait where the target says 429, and ask again where it fails.

        Raises:
            BudgetReachedError: It does not fit into the budget.
        """
        price = self.options.sending.price(self.contract.operations[draft.operation])
        cost_usd = (price or 0.0) * draft.pictures
        sender = self.sender
        send = sender.send if is_patient else sender.send_once
        interaction = send(draft, cost_usd)
        self._key_watch.see(draft, interaction)
        if draft.pictures and price is None and 200 <= interaction.status < 300:
            self._has_unknown_cost = True
        return interaction

    def require_key(self) -> None:
        """Refuse what was found where the key was taken at first, and is no more.

        Raises:
            CredentialsError: It is refused for what it was good for.
        """
        self._key_watch.require(self.deliver)

    def judged(
        self,
        operation: str,
        interaction: Interaction,
        request: Payload,
        wanted: frozenset[int] = frozenset(),
        *,
        has_pictures: bool = True,
    ) -> Judgement:
        """Judge an interaction, after a look at pictures that it promises something of."""
        if has_pictures and outcome_of(interaction) is Outcome.ACCEPTED:
            addresses = self.pictures.due(operation, request, body_of(interaction))
            if addresses:
                self.downloads.look(addresses)
        if self.downloads.obstacle:
            self.collector.cannot(
                dict.fromkeys(self.judge.picture_claims(operation), self.downloads.obstacle)
            )
        judgement = self.judge.judge(operation, interaction, request, self.downloads.fetch, wanted)
        judgement.findings += [
            self.judge.finding(
                "answer-picture-format-differs",
                operation,
                f"{url[:_LONGEST_URL]} says that it is {said}, and its bytes are {found}",
                expected=said,
                actual=found,
            )
            for url, (said, found) in self.downloads.mislabelled.items()
        ]
        self.downloads.forget()
        return judgement

    def keep(self, probe: Probe, sent: Sent) -> None:
        """Keep what a probe showed.

        Raises:
            EnoughError: There are as many findings as were asked for.
        """
        self.count(sent.interaction)
        findings = [*sent.judgement.findings, *sent.outcome.findings]
        if sent.interaction.status >= 500:
            findings = [self._blamed(each, probe) for each in findings]
        self.collector.add(probe, sent.outcome)
        if sent.is_accepted and probe.outcome is Outcome.ACCEPTED:
            self.collector.accept(probe)
            if self.sender.target.url == self.contract.base_url:
                self.collector.see({"vendor#base-url"}, ())
        self.note(sent.judgement.held, findings, probe.draft)

    def count(self, interaction: Interaction) -> None:
        """Count an answer that says something of the target: not one that only says "later"."""
        if outcome_of(interaction) is not None or interaction.status >= 500:
            self.examined += 1
        else:
            self._unanswered = reason_of(interaction)

    def note(self, held: set[str], findings: list[Finding], draft: Draft) -> None:
        """Keep what an answer showed, and how to ask for it again.

        Raises:
            EnoughError: There are as many findings as were asked for.
        """
        self.collector.see(held, findings)
        self.kept.add(findings, draft)
        most = self.options.max_failures
        if most is not None and len(self.kept.grave) >= most:
            raise EnoughError

    def note_observed(self, findings: list[Finding], draft: Draft) -> None:
        """Keep what is told and not demanded: it breaks nothing, so nothing is searched for a smaller form of it."""
        self.note(set(), [each for each in findings if is_observed(each)], draft)

    def say(self, text: str) -> None:
        """Tell whoever watches what is done now."""
        self._progress(text)

    def result(self, reason: ExitReason | None = None, message: str = "") -> CheckResult:
        """Return what is known so far.

        Args:
            reason: Why the run ended before its time; None where it did not.
        """
        if not reason and not self.examined:
            reason, message = (
                ExitReason.NOTHING_EXAMINED,
                self._unanswered or "nothing was examined",
            )
        verdicts = self._verdicts(reason)
        return CheckResult(
            contract=self.contract,
            target=self.sender.target.url,
            exit_reason=reason or (ExitReason.FINDINGS if self.kept.grave else ExitReason.AGREES),
            message=message,
            requests=self.sender.budget.requests,
            cost_usd=None if self._has_unknown_cost else self.sender.budget.cost_usd,
            elapsed_s=time.monotonic() - self._began,
            seed=self.options.seed,
            findings=self.kept.in_order(),
            verdicts=verdicts,
            tasks_left=tuple(self.tasks_left),
            unanswered=self._unanswered,
        )

    def _verdicts(self, reason: ExitReason | None) -> tuple[Verdict, ...]:
        """Return the verdicts; where nobody answered as the vendor, nothing is known of any claim."""
        why = _WHY_NOT_SENT.get(reason, "") if reason else ""
        if why:
            self.collector.end(why)
        verdicts = self.collector.verdicts()
        if reason not in (ExitReason.UNREACHABLE, ExitReason.CREDENTIALS):
            return tuple(verdicts)
        self.kept.clear()
        return tuple(
            Verdict(claim=each.claim, standing=Standing.UNDETERMINED, reason=why)
            for each in verdicts
        )

    def _blamed(self, finding: Finding, probe: Probe) -> Finding:
        """Name the claim at which a server failed: the changed field, or the status that was due."""
        if finding.rule != "answer-server-failed" or finding.claim:
            return finding
        operation = probe.draft.operation
        claim = f"{operation}.{min(probe.statuses, default=400)}#status"
        if probe.outcome is Outcome.ACCEPTED:
            claim = next((claim for each in probe.variations for claim in each.claims), "")
        more = {"expected": finding.expected, "actual": finding.actual}
        message = f"{probe.label}: {finding.message}"
        return self.judge.finding(finding.rule, operation, message, claim, **more)
