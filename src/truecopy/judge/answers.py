"""One interaction against the contract: what its answer shows held, and what it breaks.

The same judgement serves whatever the interaction came from: a mock, a live target, a proxy, a cassette.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem, compile_operations
from truecopy.contract.bodies import decode_json
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
from truecopy.judge.answer_outcomes import AnswerOutcomes
from truecopy.judge.answer_promises import AnswerPromises
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.contract_findings import MOST_FINDINGS, contract_finding, problem_findings
from truecopy.judge.judgement import Judgement
from truecopy.judge.outcome import LONGEST_WORDS, body_of, outcome_of, reason_of
from truecopy.judge.renames import in_its_place, renamed
from truecopy.model import (
    Contract,
    Finding,
    Interaction,
    Operation,
    Outcome,
    Payload,
)
from truecopy.model.pointers import first

_SHOWN_BYTES = 60  # enough to tell a page from an object that is broken


def no_fetch(_: str) -> None:
    """Look at no picture that stands behind an address."""


class AnswerJudge:
    """Judges answers by one contract.

    Attributes:
        promises: What answers of success are promised beyond their schemas.
        outcomes: What answers say of the requests before them.
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
        self.outcomes = AnswerOutcomes(contract, self._responses)

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
        if self.outcomes.is_disguised(operation, interaction):
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
