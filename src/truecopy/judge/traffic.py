"""Traffic judged as it comes: requests, answers, promises, and tasks over all their look-ups.

The source does not matter: a proxy hands in interactions as they pass, a cassette as they were recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truecopy.contract import CompiledOperation, Problem, compile_operations
from truecopy.contract.matching import Match, Matcher
from truecopy.contract.promises import Fetch
from truecopy.judge.answers import AnswerJudge, Judgement, no_fetch
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.outcome import body_of, outcome_of, words_of
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.request_fields import accepted_claims
from truecopy.judge.requests import RequestJudge
from truecopy.judge.task_watch import TaskWatch
from truecopy.model import Contract, Finding, Interaction, Outcome, Payload

_NOT_ABOUT_THE_REQUEST = frozenset({401, 403})
_MOST_TASKS = 10_000


@dataclass(slots=True, kw_only=True)
class Observation:
    """What one interaction says.

    Attributes:
        operation: Id; empty where the contract has no operation for the request.
        held: Ids of claims that it shows held.
    """

    operation: str = ""
    held: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Task:
    watch: TaskWatch
    request: Payload
    key: str
    findings: int = 0
    is_looked_at: bool = False


class TrafficJudge:
    """Judges the interactions with one vendor in the order in which they happened."""

    def __init__(
        self,
        contract: Contract,
        compiled: Mapping[str, CompiledOperation] | None = None,
        *,
        base_urls: tuple[str, ...] = (),
        knows_keys: bool = False,
    ) -> None:
        """Begin with no task known.

        Args:
            base_urls: Where the vendor is reached, beside its own address.
            knows_keys: Whether a request that shows no key had none; many leave it out of what they keep.
        """
        operations = compiled or compile_operations(contract)
        self.contract = contract
        self._knows_keys = knows_keys
        self.answers = AnswerJudge(contract, operations)
        self._matcher = Matcher(contract, base_urls)
        self._requests = {
            name: RequestJudge(each, RequestFactory(contract, each, None).count_at)
            for name, each in operations.items()
        }
        self._tasks: dict[str, _Task] = {}

    def match(self, interaction: Interaction) -> Match | None:
        """Return what a request is for, None where the contract has nothing for it."""
        return self._matcher.of(interaction)

    def payload(self, interaction: Interaction) -> Payload | None:
        """Return the decoded body of a request; None where it is for no operation, or cannot be decoded."""
        match = self.match(interaction)
        if match is None:
            return None
        content_type = interaction.request_header("content-type")
        return self._requests[match.operation].problems(content_type, interaction.request_body)[0]

    def see(self, interaction: Interaction, fetch: Fetch = no_fetch) -> Observation:
        """Judge the next interaction.

        Args:
            fetch: Returns the bytes of a picture, None where nobody looked; raises OSError.
        """
        match = self.match(interaction)
        if match is None:
            return Observation()
        content_type = interaction.request_header("content-type")
        judge = self._requests[match.operation]
        request, problems = judge.problems(content_type, interaction.request_body)
        seen = Observation(operation=match.operation)
        judgement = self._judged(match, interaction, request, problems, fetch)
        seen.held |= judgement.held
        seen.findings += judgement.findings
        if judgement.outcome is Outcome.ACCEPTED:
            self._accepted(match, request, problems, seen)
            self._let_in(match, interaction, seen)
        elif judgement.outcome is Outcome.REFUSED:
            expected = judge.expected(request, problems)
            self._refused(match, interaction, problems, expected, seen)
        if judgement.outcome is Outcome.ACCEPTED and not problems:
            key = interaction.request_header("authorization")
            self._follow(match, judgement, request or Payload(instance=None), key, seen)
        seen.held &= self.contract.claims.keys()
        seen.held -= {each.claim for each in seen.findings}
        return seen

    @property
    def open_tasks(self) -> tuple[str, ...]:
        """Ids of the tasks that were made, and looked at, and not seen to end."""
        return tuple(
            name
            for name, task in self._tasks.items()
            if name and task.is_looked_at and not task.watch.is_over
        )

    def task_request(self, match: Match) -> Payload | None:
        """Return the request that made the task which a look-up is for; None where it was not seen."""
        task = self._tasks.get(self._task_id(match))
        return task.request if task else None

    def _task_id(self, match: Match) -> str:
        lifecycle = self.contract.lifecycle
        if lifecycle is None or match.operation != lifecycle.poll:
            return ""
        return match.parameters.get(lifecycle.parameter, "")

    def _judged(
        self,
        match: Match,
        interaction: Interaction,
        request: Payload | None,
        problems: list[Problem],
        fetch: Fetch,
    ) -> Judgement:
        operation = self.contract.operations[match.operation]
        is_accepted = outcome_of(interaction) is Outcome.ACCEPTED
        is_forbidden = bool(problems) or not match.is_exact
        if is_accepted and is_forbidden and not self.answers.is_disguised(operation, interaction):
            # Nothing is promised to a request that should have been refused.
            return Judgement(outcome=Outcome.ACCEPTED, body=body_of(interaction))
        promised = self.task_request(match) or request or Payload(instance=None)
        wanted = frozenset({401}) if self._lacks_key(match, interaction) else frozenset[int]()
        return self.answers.judge(match.operation, interaction, promised, fetch, wanted)

    def _accepted(
        self, match: Match, request: Payload | None, problems: list[Problem], seen: Observation
    ) -> None:
        """Note what the acceptance of a request says."""
        if not match.is_exact:
            message = "a media type that is not documented is accepted"
            claim = f"{match.operation}#media-type"
            seen.findings.append(
                self.answers.finding("request-media-type-accepted", match.operation, message, claim)
            )
        for problem in problems[:1]:
            rule = "request-invalid-accepted" if problem.claim else "request-unreadable-accepted"
            seen.findings.append(
                self.answers.finding(
                    rule,
                    match.operation,
                    f"a request is accepted that the contract refuses: {problem}",
                    problem.claim.id if problem.claim else "",
                    pointer=problem.pointer,
                    expected="refused",
                    actual="accepted",
                )
            )
        if match.is_exact and not problems:
            compiled = self.answers.operations[match.operation]
            instance = request.instance if request else None
            seen.held |= set(accepted_claims(compiled, instance))
            if compiled.path is not None:
                seen.held |= examined_claims(compiled.path, match.parameters)

    def _refused(
        self,
        match: Match,
        interaction: Interaction,
        problems: list[Problem],
        expected: Outcome | None,
        seen: Observation,
    ) -> None:
        """Note what the refusal of a request says."""
        status = interaction.status
        is_good = match.is_exact and not problems
        if status in _NOT_ABOUT_THE_REQUEST or (is_good and self._lacks_key(match, interaction)):
            self._refused_for_key(match, interaction, seen)
        elif self._is_made(match, interaction):
            self._lost(match, status, seen)
        elif not match.is_exact:
            seen.held.add(f"{match.operation}#media-type")
        elif problems:
            # With several problems nobody can tell which one the refusal is for.
            claims = {each.claim.id for each in problems if each.claim}
            seen.held |= claims if len(problems) == 1 else set()
            self._refused_with(match, status, 400, f"a bad request ({problems[0]})", seen)
        elif expected is Outcome.ACCEPTED and self._is_about(match):
            words = words_of(interaction)
            seen.findings.append(
                self.answers.finding(
                    "request-valid-refused",
                    match.operation,
                    f"a request that the contract allows is refused with {status}: {words}",
                    expected="accepted",
                    actual=f"refused with {status}",
                )
            )

    def _lacks_key(self, match: Match, interaction: Interaction) -> bool:
        """Whether a request had no key, and should have had one."""
        has_key = bool(interaction.request_header("authorization"))
        return (
            self._knows_keys and not has_key and f"{match.operation}#auth" in self.contract.claims
        )

    def _let_in(self, match: Match, interaction: Interaction, seen: Observation) -> None:
        """Note a request that is accepted although it has no key."""
        if self._lacks_key(match, interaction):
            message = f"a request without a key is accepted with {interaction.status}"
            claim = f"{match.operation}#auth"
            seen.findings.append(
                self.answers.finding("request-auth-ignored", match.operation, message, claim)
            )

    def _refused_for_key(self, match: Match, interaction: Interaction, seen: Observation) -> None:
        has_key = bool(interaction.request_header("authorization"))
        if interaction.status == 401 and not has_key:
            seen.held.add(f"{match.operation}#auth")
        elif self._lacks_key(match, interaction):
            self._refused_with(match, interaction.status, 401, "a request without a key", seen)

    def _refused_with(
        self, match: Match, status: int, wanted: int, what: str, seen: Observation
    ) -> None:
        """Note a refusal that has another status than the documented one."""
        claim = f"{match.operation}.{wanted}#status"
        is_told = any(each.rule == "answer-status-undocumented" for each in seen.findings)
        if status == wanted or claim not in self.contract.claims or is_told:
            return
        is_documented = status in self.contract.operations[match.operation].responses
        seen.findings.append(
            self.answers.finding(
                "answer-status-differs" if is_documented else "answer-status-undocumented",
                match.operation,
                f"{what} is refused with {status}, documented is {wanted}",
                claim,
                expected=str(wanted),
                actual=str(status),
            )
        )

    def _is_made(self, match: Match, interaction: Interaction) -> bool:
        """Whether a look is at a task that was made with the same key, and that goes on."""
        known = self._tasks.get(self._task_id(match))
        key = interaction.request_header("authorization")
        return known is not None and known.key == key and not known.watch.is_over

    def _lost(self, match: Match, status: int, seen: Observation) -> None:
        known = self._tasks[self._task_id(match)]
        known.watch.lose(status)
        self._take(known, seen)

    def _is_about(self, match: Match) -> bool:
        """Whether a refusal speaks of the request, and not of a task that is not there."""
        return self.contract.operations[match.operation].path_parameters is None

    def _follow(
        self,
        match: Match,
        judgement: Judgement,
        request: Payload,
        key: str,
        seen: Observation,
    ) -> None:
        """Judge what an answer shows of a task by what was seen of it before."""
        lifecycle = self.contract.lifecycle
        if lifecycle is None or not isinstance(judgement.body, dict):
            return
        if match.operation == lifecycle.create:
            made = TaskWatch(self.answers, lifecycle, judgement.body)
            task = _Task(watch=made, request=request, key=key)
            if len(self._tasks) < _MOST_TASKS:
                self._tasks[made.id] = task
            self._take(task, seen)
        known = self._tasks.get(self._task_id(match))
        if known is not None:
            known.watch.see(judgement.body)
            known.is_looked_at = True
            self._take(known, seen)

    @staticmethod
    def _take(task: _Task, seen: Observation) -> None:
        seen.held |= task.watch.held
        seen.findings += task.watch.findings[task.findings :]
        task.findings = len(task.watch.findings)
