"""One interaction against the contract: what its answer shows held, and what it breaks.

The same judgement serves whatever the interaction came from: a mock, a live target, a proxy, a cassette.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem, compile_operations
from truecopy.contract.bodies import decode_json
from truecopy.contract.formats import is_absolute_url
from truecopy.contract.promise_breaches import (
    Fetch,
    PromiseContext,
    claims_of_pictures,
    examined_pictures,
    examined_promises,
    picture_problems,
    promise_problems,
)
from truecopy.contract.unknown_fields import unknown_fields
from truecopy.judge.answer_head import media_type_findings, status_findings
from truecopy.judge.answer_promises import AnswerPromises
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.contract_findings import MOST_FINDINGS, contract_finding, problem_findings
from truecopy.judge.outcome import LONGEST_WORDS, body_of, outcome_of, reason_of
from truecopy.judge.renames import in_its_place, renamed
from truecopy.model import (
    Contract,
    Finding,
    Ground,
    Interaction,
    Leaning,
    Operation,
    Outcome,
    Payload,
)
from truecopy.model.pointers import first

_LONGEST_ERROR = 1000  # what vendors say of an error is shorter, the smallest picture is not
_SHOWN_BYTES = 60  # enough to tell a page from an object that is broken


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What one interaction says of the contract.

    Attributes:
        outcome: What the target did; None where that cannot be told: 429, a failure of the server, of
            the connection, or a status that says nothing of this request.
        reason: Why the outcome cannot be told.
        held: Ids of claims that it shows held, unless a finding says otherwise.
        body: Decoded JSON of the answer; None where there is none.
    """

    outcome: Outcome | None
    reason: str = ""
    held: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    body: Any = None


def no_fetch(_: str) -> None:
    """Look at no picture that stands behind an address."""


class AnswerJudge:
    """Judges answers by one contract.

    Attributes:
        promises: What answers of success are promised beyond their schemas.
    """

    def __init__(
        self, contract: Contract, compiled: Mapping[str, CompiledOperation] | None = None
    ) -> None:
        """Prepare the schemas; what states show is judged by the lifecycle, not by their conditions."""
        self.contract = contract
        self.operations = compiled or compile_operations(contract)
        self.promises = AnswerPromises(contract, self.operations)
        landed = contract.landed()
        self._responses = {
            (name, status): CompiledSchema(
                {key: value for key, value in schema.items() if key != "allOf"},
                f"schemas/{name}/{status}.json",
                landed,
            )
            for name, operation in contract.operations.items()
            for status, schema in operation.responses.items()
            if schema is not None
        }

    def finding(
        self, rule: str, operation: str, message: str, claim: str = "", **more: Any
    ) -> Finding:
        """Return a finding with what the contract knows of its claim.

        Args:
            more: Further attributes of the finding.
        """
        return contract_finding(self.contract, rule, operation, message, claim, **more)

    def judge(
        self,
        operation_id: str,
        interaction: Interaction,
        request: Payload,
        fetch: Fetch = no_fetch,
        wanted: frozenset[int] = frozenset(),
    ) -> Judgement:
        """Return what an interaction says of the contract.

        Args:
            request: Decoded body that the promises refer to; for a look-up, of the request that made the
                task.
            fetch: Returns the bytes of a picture, None where nobody looked; raises OSError.
            wanted: Statuses that a refusal should have.
        """
        operation = self.contract.operations[operation_id]
        judgement = Judgement(outcome=outcome_of(interaction), reason=reason_of(interaction))
        if self._is_disguised(operation, interaction):
            return Judgement(outcome=Outcome.REFUSED, body=body_of(interaction))
        compiled = self._responses.get((operation_id, interaction.status))
        judgement.findings += [
            *status_findings(self.contract, operation, interaction, wanted),
            *media_type_findings(
                self.contract, operation, interaction, is_described=compiled is not None
            ),
        ]
        judgement.held |= _named_by_status(operation, interaction.status)
        self._body(operation, interaction, compiled, judgement)
        if compiled is not None and judgement.body is not None:
            self._content(operation, interaction, compiled, judgement)
            if interaction.status == operation.success:
                context = self.promises.context(
                    operation, interaction, judgement.body, request, fetch
                )
                self._promised(operation, compiled, context, judgement)
        judgement.held -= {each.claim for each in judgement.findings}
        judgement.held &= self.contract.claims.keys()
        return judgement

    def picture_claims(self, operation_id: str) -> list[str]:
        """Return the ids of the claims that only a look at the pictures of an answer shows held."""
        success = self.contract.operations[operation_id].success
        compiled = self._responses.get((operation_id, success))
        return [claim.id for claim in claims_of_pictures(compiled)] if compiled else []

    def outcome(
        self, operation_id: str, interaction: Interaction, expected: Outcome | None = None
    ) -> Outcome | None:
        """Return what a target did with a request; a refusal may wear the status of success.

        Args:
            expected: What should become of it. The answer to a bad request that has nothing of what a good
                one must have is a refusal, whatever errors look like: not every vendor documents them.
        """
        operation = self.contract.operations[operation_id]
        found = outcome_of(interaction)
        is_bare = (
            expected is Outcome.REFUSED
            and found is Outcome.ACCEPTED
            and self._is_bare(operation, interaction)
        )
        return Outcome.REFUSED if is_bare or self._is_disguised(operation, interaction) else found

    def unpromised(
        self,
        operation_id: str,
        interaction: Interaction,
        expected: Outcome | None,
        leans: Leaning | None = None,
    ) -> Judgement | None:
        """Return the judgement where nothing is promised to a request that has the status of success, else None.

        That is so of one that should be refused; and of one whose goodness is assumed, where its answer
        has nothing of a good one, pictures neither.

        Args:
            leans: What a good request rests on.
        """
        if outcome_of(interaction) is not Outcome.ACCEPTED:
            return None
        body = body_of(interaction)
        if expected is Outcome.REFUSED:
            outcome = self.outcome(operation_id, interaction, expected)
            return Judgement(outcome=outcome, body=body)
        is_assumed = leans is not None and leans.ground is Ground.ASSUMPTION
        operation = self.contract.operations[operation_id]
        if is_assumed and self._is_bare(operation, interaction) and not _may_have_pictures(body):
            return Judgement(outcome=Outcome.REFUSED, body=body)
        return None

    def _is_bare(self, operation: Operation, interaction: Interaction) -> bool:
        """Whether an answer says something, and nothing of what a good one must have.

        What another method is answered with is another thing.
        """
        if interaction.method != operation.method:
            return False
        success = self._responses.get((operation.id, operation.success))
        required = success.schema.get("required", ()) if success else ()
        body = body_of(interaction)
        is_empty = not (interaction.body and body != {})
        return (
            bool(required)
            and not is_empty
            and not (isinstance(body, dict) and any(name in body for name in required))
        )

    def _is_disguised(self, operation: Operation, interaction: Interaction) -> bool:
        """Whether an answer under the status of success has the body of an error, and no good one."""
        success = self._responses.get((operation.id, interaction.status))
        error = self._responses.get((operation.id, 400))
        if interaction.status != operation.success or success is None or error is None:
            return False
        body = body_of(interaction)
        is_error = bool(error.schema.get("required")) and not error.problems(body)
        return is_error and bool(success.problems(body))

    def _body(
        self,
        operation: Operation,
        interaction: Interaction,
        compiled: CompiledSchema | None,
        judgement: Judgement,
    ) -> None:
        decoded = decode_json(interaction.body)
        if isinstance(decoded, Payload):
            judgement.body = decoded.instance
            if judgement.body is None and compiled is not None:
                judgement.body = {}
        elif compiled is not None:
            claim = compiled.claim_at("/type")
            judgement.findings.append(
                self.finding(
                    "answer-body-unreadable",
                    operation.id,
                    f"the body of the answer {interaction.status} {decoded.message[:LONGEST_WORDS]}",
                    claim.id if claim else "",
                    expected="JSON",
                    actual=repr(interaction.body[:_SHOWN_BYTES]),
                )
            )

    def _content(
        self,
        operation: Operation,
        interaction: Interaction,
        compiled: CompiledSchema,
        judgement: Judgement,
    ) -> None:
        body, status = judgement.body, interaction.status
        problems = list(compiled.problems(body))
        missing = [each.pointer for each in problems if each.keyword == "required"]
        names = self.renamed(operation.id, body, [*missing, *self._not_shown(operation, body)])
        problems = [_with_name(each, names) for each in problems]
        judgement.findings += problem_findings(self.contract, operation, status, problems)
        judgement.held |= examined_claims(compiled, body)
        shown = {pointer for each in self._shown(operation).values() for pointer in each}
        told = {_starred(each) for each in names.values()}
        for pointer in islice(unknown_fields(compiled.schema, body), MOST_FINDINGS):
            if pointer not in shown and _starred(pointer) not in told:
                judgement.findings.append(
                    self.finding(
                        "answer-field-undocumented",
                        operation.id,
                        f"the answer {status} has {pointer}, which the contract does not have",
                        pointer=pointer,
                        expected="absent",
                        actual="there",
                    )
                )

    def renamed(self, operation_id: str, body: Any, missing: Iterable[str]) -> dict[str, str]:
        """Return those of some missing fields of a success that stand under another name, with that name."""
        operation = self.contract.operations[operation_id]
        compiled = self._responses.get((operation_id, operation.success))
        if compiled is None:
            return {}
        unknown = list(islice(unknown_fields(compiled.schema, body), MOST_FINDINGS))
        return renamed(compiled.schema, body, missing, unknown) if unknown else {}

    def _shown(self, operation: Operation) -> Mapping[str, tuple[str, ...]]:
        lifecycle = self.contract.lifecycle
        is_poll = lifecycle is not None and lifecycle.poll == operation.id
        return lifecycle.shows if lifecycle and is_poll else {}

    def _not_shown(self, operation: Operation, body: Any) -> list[str]:
        """Return what the state that a look-up shows has to show, and does not."""
        lifecycle = self.contract.lifecycle
        if lifecycle is None or not self._shown(operation):
            return []
        state = first(body, lifecycle.state)
        due = lifecycle.shows.get(state, ()) if isinstance(state, str) else ()
        return [each for each in due if first(body, each) is None]

    def _promised(
        self,
        operation: Operation,
        compiled: CompiledSchema,
        context: PromiseContext,
        judgement: Judgement,
    ) -> None:
        if not isinstance(context.answer, dict):
            return
        problems = [
            *picture_problems(compiled, context),
            *promise_problems(compiled, context),
        ]
        judgement.findings += problem_findings(
            self.contract, operation, operation.success, problems
        )
        for examined in (examined_pictures, examined_promises):
            judgement.held |= {claim.id for claim in examined(compiled, context)}


def _may_have_pictures(body: Any) -> bool:
    """Whether a body has a text that is an address, or long enough for a picture."""
    left = [body]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and (len(value) > _LONGEST_ERROR or is_absolute_url(value)):
            return True
    return False


def _with_name(problem: Problem, names: Mapping[str, str]) -> Problem:
    """Return a problem with the name under which what is missing stands now."""
    name = names.get(problem.pointer) if problem.keyword == "required" else None
    return replace(problem, message=f"{problem.message}{in_its_place(name)}") if name else problem


def _starred(pointer: str) -> str:
    """Return a pointer that is the same for all elements of an array."""
    return "/".join("*" if each.isdigit() else each for each in pointer.split("/"))


def _named_by_status(operation: Operation, status: int) -> set[str]:
    """Return the claims that a status and the media type beside it hold, unless a finding says otherwise."""
    held = {f"{operation.id}.{status}#media-type"}
    if status in operation.responses:
        held |= {f"{operation.id}.{status}#status", f"vendor.{status}#status"}
    return held
