"""One interaction against the contract: what its answer shows held, and what it breaks.

The same judgement serves whatever the interaction came from: a mock, a live target, a proxy, a cassette.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem, compile_operations
from truecopy.contract.bodies import JSON_TYPE, decode_json, media_type_of
from truecopy.contract.pictures import judge_pictures, picture_sites
from truecopy.contract.pointers import each
from truecopy.contract.promise_breaches import (
    Fetch,
    PromiseContext,
    examined_pictures,
    examined_promises,
    picture_problems,
    promise_problems,
)
from truecopy.contract.promises import Promise, is_aspect_promised, is_examinable
from truecopy.contract.unknown_fields import unknown_fields
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.keyword_rules import OTHER_KEYWORD, RULE_OF_KEYWORD
from truecopy.judge.outcome import body_of, outcome_of, reason_of
from truecopy.model import (
    RULES,
    Contract,
    Finding,
    Interaction,
    Operation,
    Outcome,
    Payload,
    Severity,
)

_MOST_FINDINGS = 20


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
    """Judges answers by one contract."""

    def __init__(
        self, contract: Contract, compiled: Mapping[str, CompiledOperation] | None = None
    ) -> None:
        """Prepare the schemas; what states show is judged by the lifecycle, not by their conditions."""
        self.contract = contract
        self.operations = compiled or compile_operations(contract)
        landed = {claim.pointer: claim for claim in contract.claims.values()}
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
        known = self.contract.claims.get(claim)
        pointer = more.get("pointer", "")
        return RULES[rule].finding(
            f"{operation}{pointer}",
            message,
            claim=claim if known else "",
            sources=known.source if known else "",
            vendor=self.contract.vendor,
            operation=operation,
            **more,
        )

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
        if interaction.status == 0:
            return judgement
        if self._is_disguised(operation, interaction):
            judgement.outcome = Outcome.REFUSED
            compiled = self._responses.get((operation_id, 400))
            self._body(operation, interaction, compiled, judgement)
            return judgement
        judgement.findings += self._status(operation, interaction, min(wanted, default=400))
        if interaction.status in operation.responses:
            named = f"{interaction.status}#status"
            judgement.held |= {f"{operation_id}.{named}", f"vendor.{named}"}
        self._media_type(operation, interaction, judgement)
        compiled = self._responses.get((operation_id, interaction.status))
        self._body(operation, interaction, compiled, judgement)
        if compiled is not None and judgement.body is not None:
            self._content(operation, interaction, compiled, judgement)
            if interaction.status == operation.success:
                context = self.context(operation_id, interaction, judgement.body, request, fetch)
                self._promises(operation, compiled, context, judgement)
        judgement.held -= {each.claim for each in judgement.findings}
        judgement.held &= self.contract.claims.keys()
        return judgement

    def outcome(self, operation_id: str, interaction: Interaction) -> Outcome | None:
        """Return what a target did with a request; a refusal may wear the status of success."""
        is_disguised = self._is_disguised(self.contract.operations[operation_id], interaction)
        return Outcome.REFUSED if is_disguised else outcome_of(interaction)

    def wrongly_accepted(
        self, operation_id: str, interaction: Interaction, expected: Outcome | None
    ) -> Judgement | None:
        """Return the judgement where a request is accepted that should have been refused, None for any other.

        Nothing is promised to such a request, so nothing of the answer is judged.
        """
        if expected is not Outcome.REFUSED:
            return None
        if self.outcome(operation_id, interaction) is not Outcome.ACCEPTED:
            return None
        return Judgement(outcome=Outcome.ACCEPTED, body=body_of(interaction))

    def _is_disguised(self, operation: Operation, interaction: Interaction) -> bool:
        """Whether an answer under the status of success has the body of an error, and no good one."""
        success = self._responses.get((operation.id, interaction.status))
        error = self._responses.get((operation.id, 400))
        if interaction.status != operation.success or success is None or error is None:
            return False
        body = body_of(interaction)
        is_error = bool(error.schema.get("required")) and not error.problems(body)
        return is_error and bool(success.problems(body))

    def context(
        self,
        operation_id: str,
        interaction: Interaction,
        answer: Any,
        request: Payload,
        fetch: Fetch,
    ) -> PromiseContext:
        """Return an interaction as the promises see it."""
        return PromiseContext(
            request=request.instance,
            answer=answer,
            sent_at=interaction.sent_at,
            fetch=fetch,
            inputs=self._inputs(operation_id, request, answer),
        )

    def addresses(self, operation_id: str, body: Any) -> list[str]:
        """Return the addresses of pictures in the answer of success."""
        operation = self.contract.operations[operation_id]
        sites = picture_sites(operation.responses[operation.success] or {})
        return [
            value
            for site in sites
            for _, value in each(body, site.pattern)
            if isinstance(value, str) and value.startswith(("http://", "https://"))
        ]

    def wants_size(self, operation_id: str, request: Payload, answer: Any) -> bool:
        """Whether the request is promised anything of the size of its pictures."""
        inputs = self._inputs(operation_id, request, answer)
        return any(
            is_examinable(each, request.instance, inputs) for each in self._promised(operation_id)
        )

    def _promised(self, operation_id: str) -> Sequence[Promise]:
        """Return what the answer of success promises."""
        operation = self.contract.operations[operation_id]
        promises: Sequence[Promise] = (operation.responses[operation.success] or {}).get(
            "x-promises", ()
        )
        return promises

    def _inputs(
        self, operation_id: str, request: Payload, answer: Any
    ) -> tuple[tuple[int, int] | None, ...]:
        """Return the size of each picture of a request, where a promise compares one with the answer's.

        To know a size, a picture is decoded: megabytes for each answer that is looked at.
        """
        lifecycle = self.contract.lifecycle
        name = lifecycle.create if lifecycle and lifecycle.poll == operation_id else operation_id
        compiled = self.operations[name].request
        if compiled is None or request.instance is None:
            return ()
        if not any(
            is_aspect_promised(each, request.instance, answer)
            for each in self._promised(operation_id)
        ):
            return ()
        sites = picture_sites(compiled.schema)
        pictures, _ = judge_pictures(compiled, sites, request.instance, request.files)
        facts = [each.facts for each in pictures]
        return tuple((each.width, each.height) if each else None for each in facts)

    def _status(
        self, operation: Operation, interaction: Interaction, wanted: int
    ) -> Iterator[Finding]:
        status = interaction.status
        documented = " or ".join(str(each) for each in sorted(operation.responses))
        if status >= 500:
            claim = f"{operation.id}.{status}#status"
            yield self.finding(
                "answer-server-failed",
                operation.id,
                f"the server failed with {status}",
                claim if claim not in self.contract.claims else "",
                expected="an answer",
                actual=str(status),
            )
        elif 200 <= status < 300 and status not in operation.responses:
            yield self.finding(
                "answer-status-undocumented",
                operation.id,
                f"the status of success is {status}, documented is {operation.success}",
                f"{operation.id}.{operation.success}#status",
                expected=str(operation.success),
                actual=str(status),
                severity=Severity.ERROR,
            )
        elif 400 <= status < 500 and status not in operation.responses and status not in (404, 405):
            yield self.finding(
                "answer-status-undocumented",
                operation.id,
                f"the status {status} is not documented; documented are {documented}",
                f"{operation.id}.{wanted}#status",
                expected=documented,
                actual=str(status),
            )

    def _media_type(
        self, operation: Operation, interaction: Interaction, judgement: Judgement
    ) -> None:
        """Judge the media type of answers that have a documented one, or a body that a schema describes."""
        status = interaction.status
        claim = f"{operation.id}.{status}#media-type"
        known = self.contract.claims.get(claim)
        is_described = (operation.id, status) in self._responses
        if known is None and not is_described:
            return
        wanted = str(known.value) if known else JSON_TYPE
        found = media_type_of(interaction.header("content-type"))
        if found == wanted:
            judgement.held.add(claim)
            return
        judgement.findings.append(
            self.finding(
                "answer-media-type-differs",
                operation.id,
                f"the answer {status} has the media type {found or 'none'!r}, expected was {wanted}",
                claim,
                expected=wanted,
                actual=found or "none",
            )
        )

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
                    f"the body of the answer {interaction.status} {decoded.message[:160]}",
                    claim.id if claim else "",
                    expected="JSON",
                    actual=repr(interaction.body[:60]),
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
        problems = compiled.problems(body)
        judgement.findings += [
            self._problem(operation, status, each) for each in _one_an_array(problems)
        ]
        judgement.held |= examined_claims(compiled, body)
        shown = {pointer for names in self._shown(operation) for pointer in names}
        for pointer in islice(unknown_fields(compiled.schema, body), _MOST_FINDINGS):
            if pointer not in shown:
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

    def _shown(self, operation: Operation) -> list[tuple[str, ...]]:
        lifecycle = self.contract.lifecycle
        is_poll = lifecycle is not None and lifecycle.poll == operation.id
        return list(lifecycle.shows.values()) if lifecycle and is_poll else []

    def _promises(
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
        judgement.findings += [
            self._problem(operation, operation.success, each) for each in _one_an_array(problems)
        ]
        for examined in (examined_pictures, examined_promises):
            judgement.held |= {claim.id for claim in examined(compiled, context)}

    def _problem(self, operation: Operation, status: int, problem: Problem) -> Finding:
        rule = RULE_OF_KEYWORD.get(problem.keyword, OTHER_KEYWORD)
        claim = problem.claim
        where = problem.pointer or "the body"
        return self.finding(
            rule,
            operation.id,
            f"in the answer {status}, {where} {problem.message}",
            claim.id if claim else "",
            pointer=problem.pointer,
            # What a promise comes to for this request stands in the message.
            expected="" if claim is None or isinstance(claim.value, dict) else _short(claim.value),
            actual=problem.message,
        )


def _one_an_array(problems: list[Problem]) -> list[Problem]:
    """Return problems, of those that elements of one array share the first only."""
    kept: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        names = ["*" if name.isdigit() else name for name in problem.pointer.split("/")]
        claim = problem.claim.id if problem.claim else problem.message
        kept.setdefault((problem.keyword, claim, *names), problem)
    return list(kept.values())[:_MOST_FINDINGS]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:197]}..."
