"""Findings that say where in the contract stands what is broken."""

from collections.abc import Iterable, Iterator
from typing import Any

from truecopy.contract import Problem
from truecopy.judge.keyword_rules import OTHER_KEYWORD, RULE_OF_KEYWORD
from truecopy.model import (
    BREAKS_POLLING,
    LIMIT_RULES,
    RULES,
    Claim,
    Contract,
    Finding,
    Ground,
    Operation,
    Severity,
    severity_of,
)

# More of one answer would hide what is wrong with the others.
MOST_FINDINGS = 20
_LONGEST_VALUE = 200  # about three lines of a terminal


def contract_finding(  # noqa: PLR0913 - a finding has so many parts
    contract: Contract,
    rule: str,
    operation: str,
    message: str,
    claim: str = "",
    *,
    ground: Ground | None = None,
    severity: Severity | None = None,
    **more: Any,
) -> Finding:
    """Return a finding with what the contract knows of its claim, as grave as its ground allows.

    Args:
        ground: Of what is broken; None for that of the claim.
        severity: Where it is demanded; None for that of the rule.
        more: Further attributes of the finding.
    """
    known = contract.claims.get(claim)
    if ground is None and known is not None:
        ground = known.ground_of_refusals if rule in LIMIT_RULES else known.ground
    actual = _severity(contract, rule, known, ground, severity)
    is_milder = actual is not (severity or RULES[rule].severity)
    if is_milder and known and ground in (known.ground, *known.parts.values()):
        message = f"{message}; {_why_observed(known, ground)}"
    return RULES[rule].finding(
        f"{operation}{more.get('pointer', '')}",
        message,
        severity=actual,
        ground=ground,
        claim=claim if known else "",
        sources=known.source if known else "",
        vendor=contract.vendor,
        operation=operation,
        breaks=_broken(contract, rule, operation),
        **more,
    )


def _severity(
    contract: Contract,
    rule: str,
    claim: Claim | None,
    ground: Ground | None,
    gravest: Severity | None,
) -> Severity:
    """Return how grave it is that a claim is broken, where that claim is on its ground."""
    decision = contract.decisions.get(claim.decision or "") if claim else None
    return severity_of(
        rule,
        ground,
        is_limit=bool(decision and decision.limit),
        is_demanded=contract.is_demanding,
        gravest=gravest,
    )


def _broken(contract: Contract, rule: str, operation: str) -> str:
    """Return which clients a finding breaks: what a look-up answers is read by those that poll."""
    lifecycle = contract.lifecycle
    is_look_up = lifecycle is not None and lifecycle.poll == operation
    return BREAKS_POLLING if is_look_up else RULES[rule].breaks


def _why_observed(claim: Claim, ground: Ground | None) -> str:
    """Return why a broken claim is told and not demanded, and what can be revised."""
    if ground is Ground.ASSUMPTION:
        return f"assumed here, the endpoint does otherwise: decision {claim.decision}"
    if ground is Ground.EXAMPLE:
        return "known from an example only"
    return f"no sentence limits it: decision {claim.decision} reads it so"


def problem_findings(
    contract: Contract, operation: Operation, status: int, problems: Iterable[Problem]
) -> Iterator[Finding]:
    """Yield the findings for what is wrong with the body of an answer; one for all elements of an array."""
    for problem in _one_an_array(problems):
        claim = problem.claim
        where = problem.pointer or "the body"
        yield contract_finding(
            contract,
            RULE_OF_KEYWORD.get(problem.keyword, OTHER_KEYWORD),
            operation.id,
            f"in the answer {status}, {where} {problem.message}",
            claim.id if claim else "",
            pointer=problem.pointer,
            # What a promise comes to for this request stands in the message.
            expected=_expected(claim),
            actual=problem.message,
        )


def _expected(claim: Claim | None) -> str:
    """Return what a claim expects; empty where that is a promise."""
    if claim is None or isinstance(claim.value, dict):
        return ""
    return "there" if claim.keyword == "required" else _short(claim.value)


def _one_an_array(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, of those that elements of one array share the first only."""
    kept: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        names = ["*" if name.isdigit() else name for name in problem.pointer.split("/")]
        claim = problem.claim.id if problem.claim else problem.message
        kept.setdefault((problem.keyword, claim, *names), problem)
    return list(kept.values())[:MOST_FINDINGS]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."
