"""The check in breadth: generated requests, judged by the contract like all others.

Schemathesis makes the bodies, valid and invalid; pictures and sizes come from our own strategies. Whether a
request must be accepted or refused is read from its bytes, so that a generator's mistake is no finding.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import schemathesis
from hypothesis import Phase, given, seed
from hypothesis import strategies as st
from schemathesis import GenerationMode

from truecopy.check.check_run import CheckRun, EnoughError
from truecopy.check.generators import (
    BrokenContractError,
    hypothesis_home,
    quiet_generators,
    quiet_settings,
)
from truecopy.check.strategies import (
    case_strategy,
    draft_of,
    limit_edits,
    picture_edits,
    size_edits,
)
from truecopy.contract import Problem
from truecopy.contract.encode import apply_edits
from truecopy.contract.promises import promised_count
from truecopy.errors import BudgetReachedError
from truecopy.judge import Expectation, Judgement, judge_acceptance, outcome_of
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.requests import RequestJudge
from truecopy.model import (
    NO_BODY,
    Draft,
    Edit,
    Finding,
    Interaction,
    Operation,
    Outcome,
    Payload,
    Severity,
)
from truecopy.model.pointers import join
from truecopy.wire.target import wire_format

# Enough to make a body of some fields small; at the mock they take less than a minute.
_MOST_SHRINKS = 500
_MOST_PICTURES = 100  # a generated number may have twenty digits, and no vendor takes so many


class Fuzzer:
    """Sends generated requests of one operation, and keeps the smallest that breaks each rule."""

    def __init__(self, check_run: CheckRun, operation: Operation) -> None:
        """Prepare the operation."""
        self.check_run = check_run
        compiled = check_run.judge.operations[operation.id]
        image_url = check_run.options.sending.image_url
        self.factory = RequestFactory(check_run.contract, compiled, image_url)
        self.requests = RequestJudge(compiled, self.factory.count_at, self.factory.grounds)
        self._operation = operation
        self._smallest: dict[str, tuple[int, Finding, Draft]] = {}
        self._ended: Exception | None = None
        self._sent_after_first = 0

    def run(self) -> None:
        """Send valid, invalid, and pictorial requests.

        Raises:
            BudgetReachedError: The budget does not reach.
            EnoughError: There are as many findings as were asked for.
        """
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            cases = case_strategy(self.factory, self.requests.cautious, mode)
            self.search(cases, self._try_case, f"{mode.value} requests")
        base = self.factory.good_requests()[0]
        changes = {
            "limits": limit_edits(self.factory, base),
            "pictures": picture_edits(self.factory),
            "sizes": size_edits(self.factory),
        }
        for label, edits in changes.items():
            if not edits.is_empty:
                self.search(edits, lambda each: self._try_edits(base, each), label)

    def search(
        self, strategy: st.SearchStrategy[Any], attempt: Callable[[Any], None], label: str
    ) -> None:
        """Try examples of a strategy until one breaks the contract, then smaller ones.

        Raises:
            BudgetReachedError: The budget does not reach.
            EnoughError: There are as many findings as were asked for.
        """
        check_run = self.check_run
        check_run.say(f"{self._operation.id}: generated {label}")
        shrink = (Phase.shrink,) if check_run.sender.target.is_loopback else ()
        self._sent_after_first = 0

        @seed(check_run.options.seed)
        @quiet_settings(check_run.options.max_examples, Phase.generate, *shrink)
        @given(each=strategy)
        def attempted(each: Any) -> None:
            if self._ended is None and self._sent_after_first < _MOST_SHRINKS:
                attempt(each)

        with quiet_generators():
            attempted()
        self._report()

    def _try_case(self, case: "schemathesis.Case[Any]") -> None:
        draft = draft_of(case, self._operation)
        interaction = self.deliver(draft)
        if interaction is None or interaction.status == 0:
            return
        self.judge(draft, interaction)

    def _try_edits(self, base: Payload, edits: Any) -> None:
        good = self.check_run.planner.draft(self._operation, base)
        draft = replace(good, body=apply_edits(base, edits), pictures=0)
        interaction = self.deliver(draft)
        if interaction is not None:
            self.judge(draft, interaction)

    def deliver(self, draft: Draft) -> Interaction | None:
        """Send a request at its price; None when the run has to end."""
        payload, _ = self._read(draft)
        promise = self.factory.count_promise
        if payload is not None and promise and isinstance(payload.instance, dict):
            count = promised_count(promise, payload.instance)
            draft = replace(draft, pictures=max(0, min(count, _MOST_PICTURES)))
        try:
            return self.check_run.deliver(draft)
        except BudgetReachedError as error:
            self._ended = error
            return None

    def judge(self, draft: Draft, interaction: Interaction) -> None:
        """Judge what came of a request.

        Raises:
            BrokenContractError: It breaks a rule that nothing has shown broken yet.
        """
        self.check_run.count(interaction)
        payload, problems = self._read(draft)
        findings = self._findings(draft, interaction, payload, problems)
        self.check_run.note_observed(findings, draft)
        known = self.check_run.kept.by_fingerprint
        fresh = [
            each
            for each in findings
            if each.fingerprint not in known and each.severity is not Severity.INFO
        ]
        size = len(interaction.request_body)
        for each in fresh:
            smallest = self._smallest.get(each.fingerprint)
            if smallest is None or size < smallest[0]:
                self._smallest[each.fingerprint] = (size, each, draft)
        if self._smallest:
            self._sent_after_first += 1
        if fresh:
            raise BrokenContractError(fresh[0].message)

    def _findings(
        self,
        draft: Draft,
        interaction: Interaction,
        payload: Payload | None,
        problems: list[Problem],
    ) -> list[Finding]:
        judge, operation = self.check_run.judge, self._operation.id
        expected = self.requests.expected(payload, problems)
        judgement = judge.outcomes.unpromised(
            operation, interaction, expected.outcome, expected.leans
        ) or self._answered(interaction, payload, expected)
        if judgement is None:
            return []
        is_open = judgement.outcome is Outcome.ACCEPTED and expected.outcome is None
        return [
            *([] if is_open else judgement.findings),
            *judge_acceptance(judge, operation, expected, interaction, judgement),
        ]

    def _answered(
        self, interaction: Interaction, payload: Payload | None, expected: Expectation
    ) -> Judgement | None:
        """Judge the answer itself, None where the budget ends; pictures are owed to surely good requests only."""
        request = payload or NO_BODY
        is_good = expected.outcome is Outcome.ACCEPTED
        judged = self.check_run.judged if is_good else self.check_run.judge.judge
        try:
            return judged(self._operation.id, interaction, request)
        except BudgetReachedError as error:
            self._ended = error
            return None

    def _read(self, draft: Draft) -> tuple[Payload | None, list[Problem]]:
        headers, body = wire_format(draft)
        return self.requests.problems(headers.get("content-type", ""), body or b"")

    def _located(self, finding: Finding, draft: Draft) -> list[Finding]:
        """Return the refusal of a good request as that of the field it is refused for, if one alone is."""
        payload, _ = self._read(draft)
        if finding.rule != "request-valid-refused" or payload is None or self._ended is not None:
            return [finding]
        base = self.factory.good_requests()[0]
        located = []
        for pointer, value in _differences(base.instance, payload.instance):
            edit = Edit(pointer=pointer, value=value, data=payload.files.get(pointer))
            tried = replace(draft, content_type=None, body=apply_edits(base, (edit,)))
            interaction = self.deliver(tried)
            if interaction is not None and outcome_of(interaction) is Outcome.REFUSED:
                where = f"{finding.operation}{pointer}"
                told = f"{finding.message} (for {pointer})"
                located.append(replace(finding, pointer=pointer, where=where, message=told))
        if not located:
            return [finding]
        known = {(each.rule, each.pointer) for each in self.check_run.kept.grave}
        return [each for each in located if (each.rule, each.pointer) not in known]

    def _report(self) -> None:
        """Hand over what was found, each in its smallest form, and end where the run has to end."""
        found, self._smallest = self._smallest, {}
        for _, finding, draft in found.values():
            self.check_run.note(set(), self._located(finding, draft), draft)
        if isinstance(self._ended, BudgetReachedError | EnoughError):
            raise self._ended


def _differences(base: Any, other: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield pointer and value of everything that one body has otherwise than another."""
    if isinstance(base, dict) and isinstance(other, dict):
        for name, value in other.items():
            yield from _differences(base.get(name), value, at + join((name,)))
    elif base != other and at:
        yield at, other


def run_fuzz(check_run: CheckRun) -> None:
    """Send generated requests of every operation that takes a body.

    Raises:
        BudgetReachedError: The budget does not reach.
        EnoughError: There are as many findings as were asked for.
    """
    with hypothesis_home():
        for operation in check_run.contract.operations.values():
            if operation.request is not None:
                Fuzzer(check_run, operation).run()
