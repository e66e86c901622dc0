"""Traffic judged as it comes: requests, answers, promises, and tasks over all their look-ups.

The source does not matter: a proxy hands in interactions as they pass, a cassette as they were recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from truecopy.contract import CompiledOperation, Problem, compile_operations
from truecopy.contract.matching import Match, Matcher
from truecopy.contract.promise_breaches import Fetch
from truecopy.judge.acceptance import Expectation, judge_acceptance
from truecopy.judge.answers import AnswerJudge, no_fetch
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.judgement import Judgement
from truecopy.judge.known_tasks import KnownTask, KnownTasks
from truecopy.judge.outcome import KEY_REFUSED
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.request_fields import accepted_claims
from truecopy.judge.request_grounds import weakest
from truecopy.judge.requests import RequestJudge
from truecopy.model import NO_BODY, Contract, Finding, Interaction, Leaning, Outcome, Payload

_MOST_KEYS = 10_000  # more than users of a proxy have, and a megabyte


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """The request of an interaction as the contract reads it.

    Attributes:
        expected: What must become of it by its body.
    """

    match: Match
    interaction: Interaction
    payload: Payload
    problems: list[Problem]
    expected: Expectation

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with its media type and its body."""
        return self.match.is_exact and not self.problems

    @property
    def key(self) -> str:
        """Its Authorization header; empty without one."""
        return self.interaction.request_header("authorization")


class TrafficJudge:
    """Judges the interactions with one vendor in the order in which they happened.

    Attributes:
        answers: Judges each answer.
        tasks: What was seen of tasks so far.
    """

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
        factories = {
            name: RequestFactory(contract, each, None) for name, each in operations.items()
        }
        self._requests = {
            name: RequestJudge(each.compiled, each.count_at, each.grounds)
            for name, each in factories.items()
        }
        self.tasks = KnownTasks(self.answers)
        self._good_keys: set[str] = set()

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
        request = self._read(match, interaction)
        judgement = self._judged(request, fetch)
        seen = Observation(
            operation=match.operation,
            held=set(judgement.held),
            findings=list(judgement.findings),
        )
        if judgement.outcome is Outcome.ACCEPTED:
            self._accepted(request, judgement, seen)
        elif judgement.outcome is Outcome.REFUSED:
            self._refused(request, judgement, seen)
        seen.held &= self.contract.claims.keys()
        seen.held -= {each.claim for each in seen.findings}
        return seen

    def _read(self, match: Match, interaction: Interaction) -> _Request:
        judge = self._requests[match.operation]
        content_type = interaction.request_header("content-type")
        payload, problems = judge.problems(content_type, interaction.request_body)
        return _Request(
            match=match,
            interaction=interaction,
            payload=payload or NO_BODY,
            problems=problems,
            expected=judge.expected(payload, problems),
        )

    def _judged(self, request: _Request, fetch: Fetch) -> Judgement:
        match, interaction = request.match, request.interaction
        is_refused, lacks_key = not request.is_good, self._lacks_key(request)
        if lacks_key and not is_refused:
            # The answer to one that is accepted without a key is judged like any other.
            outcome = self.answers.outcomes.of(match.operation, interaction, Outcome.REFUSED)
            is_refused = outcome is Outcome.REFUSED
        expected = Outcome.REFUSED if is_refused else None
        promised = self.tasks.request(match) or request.payload
        wanted = frozenset({401}) if lacks_key else frozenset[int]()
        return self.answers.outcomes.unpromised(
            match.operation, interaction, expected, request.expected.leans
        ) or self.answers.judge(match.operation, interaction, promised, fetch, wanted)

    def _accepted(self, request: _Request, judgement: Judgement, seen: Observation) -> None:
        """Note what the acceptance of a request says."""
        match = request.match
        if not match.is_exact:
            self._expect(self._another_media_type(match), request, judgement, seen)
        self._expect(request.expected, request, judgement, seen)
        if self._lacks_key(request):
            self._expect(self._no_key(match), request, judgement, seen)
        if len(self._good_keys) < _MOST_KEYS:
            self._good_keys.add(request.key)
        if request.is_good:
            compiled = self.answers.operations[match.operation]
            seen.held |= set(accepted_claims(compiled, request.payload.instance))
            if compiled.path is not None:
                seen.held |= examined_claims(compiled.path, match.parameters)
        if not request.problems:
            for task in self.tasks.see(match, request.payload, request.key, judgement.body):
                self._take(task, seen)

    def _refused(self, request: _Request, judgement: Judgement, seen: Observation) -> None:
        """Note what the refusal of a request says."""
        match, status = request.match, request.interaction.status
        lacks_key = self._lacks_key(request)
        if status in KEY_REFUSED or (request.is_good and lacks_key):
            if status == 401 and not request.key:
                seen.held.add(f"{match.operation}#auth")
            elif lacks_key:
                self._expect(self._no_key(match), request, judgement, seen)
        elif lost := self.tasks.unended(match, request.key):
            lost.watch.lose(status)
            self._take(lost, seen)
        elif not match.is_exact:
            seen.held.add(f"{match.operation}#media-type")
        elif request.problems:
            # With several problems nobody can tell which one the refusal is for.
            claims = {each.claim.id for each in request.problems if each.claim}
            seen.held |= claims if len(request.problems) == 1 else set()
            self._expect(request.expected, request, judgement, seen)
        elif self._is_about(match):
            self._expect(self._with_key(request), request, judgement, seen)

    def _expect(
        self, expected: Expectation, request: _Request, judgement: Judgement, seen: Observation
    ) -> None:
        operation, interaction = request.match.operation, request.interaction
        seen.findings += judge_acceptance(self.answers, operation, expected, interaction, judgement)

    def _another_media_type(self, match: Match) -> Expectation:
        return Expectation(
            outcome=Outcome.REFUSED,
            label="the media type is none that is documented",
            rule="request-media-type-accepted",
            claim=f"{match.operation}#media-type",
        )

    def _no_key(self, match: Match) -> Expectation:
        status = f"{match.operation}.401#status"
        return Expectation(
            outcome=Outcome.REFUSED,
            label="there is no key",
            rule="request-auth-ignored",
            claim=f"{match.operation}#auth",
            statuses=frozenset({401} if status in self.contract.claims else ()),
            status_claim=status,
        )

    def _with_key(self, request: _Request) -> Expectation:
        """Return what becomes of a good request; that it is not refused for its key rests on the status of such refusals.

        A key that was taken before is good; of any other nobody knows.
        """
        expected = request.expected
        claim = self.contract.claims.get(f"{request.match.operation}.401#status")
        if request.key in self._good_keys or claim is None or expected.leans is None:
            return expected
        of_key = Leaning(ground=claim.ground, claim=claim.id)
        return replace(expected, leans=weakest([expected.leans, of_key]))

    def _lacks_key(self, request: _Request) -> bool:
        """Whether a request had no key, and should have had one."""
        is_wanted = f"{request.match.operation}#auth" in self.contract.claims
        return self._knows_keys and not request.key and is_wanted

    def _is_about(self, match: Match) -> bool:
        """Whether a refusal speaks of the request, and not of a task that is not there."""
        return self.contract.operations[match.operation].path_parameters is None

    @staticmethod
    def _take(task: KnownTask, seen: Observation) -> None:
        seen.held |= task.watch.held
        seen.findings += task.watch.fresh()
