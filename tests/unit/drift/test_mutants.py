"""The self-test's contracts that are wrong at one claim: the differ tells each as what it is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from truecopy.check.mutation.mutants import (
    Mutant,
    is_about_requests,
    operation_mutants,
    request_mutants,
)
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.drift import ClaimSide, compare_claims
from truecopy.model import ABSENT, Claim, Contract
from truecopy.model.pointers import node

WORKSPACE = find_workspace(built_in_root())
# What the self-test calls a mutant -> how its rule ends.
ENDS = {
    "dropped": ("dropped", "optional", "refused", "removed"),
    "one more": ("grown",),
    "accepts fewer bytes": ("narrowed",),
    "accepts more bytes": ("widened",),
    "another mark": ("changed",),
    "another method": ("operation-method-changed",),
    "another path": ("operation-path-changed",),
    "no alias": ("operation-alias-removed",),
    "another media type": ("operation-media-type-changed",),
}
SHIFTS = {
    ("maximum", "-1"): "lowered",
    ("maximum", "+1"): "raised",
    ("minimum", "-1"): "lowered",
    ("minimum", "+1"): "raised",
    ("maxLength", "-1"): "lowered",
    ("maxLength", "+1"): "raised",
    ("minLength", "+1"): "raised",
    ("minLength", "-1"): "lowered",
    ("maxItems", "-1"): "lowered",
    ("maxItems", "+1"): "raised",
}


def mutants(contract: Contract) -> Iterator[tuple[Claim, Mutant]]:
    """Yield every contract of the self-test that says something else."""
    for claim in contract.claims.values():
        makers = (
            (request_mutants, operation_mutants)
            if is_about_requests(claim)
            else (operation_mutants,)
        )
        for make in makers:
            for mutant in make(contract, claim):
                if mutant.contract is not contract:
                    yield claim, mutant


def value_in(contract: Contract, claim: Claim) -> Any:
    """Return what a contract says at a claim of another one; `ABSENT` for nothing."""
    operation = contract.operations[claim.owner]
    path, _, pointer = claim.pointer.partition("#")
    if path == "openapi.json":
        aliases = list(operation.aliases) or ABSENT
        known = {"method": operation.method, "path": operation.path, "alias": aliases}
        return known.get(claim.keyword, operation.media_type)
    schema = operation.request if path.endswith("request.json") else operation.path_parameters
    try:
        found = node(schema, pointer)
    except LookupError:
        return ABSENT
    is_other = claim.keyword == "required" and not claim.subject.endswith(f".{found}")
    return ABSENT if is_other else True if claim.keyword == "required" else found


def ends_of(claim: Claim, label: str) -> tuple[str, ...]:
    """Return how the rule of a mutant may end."""
    if (claim.keyword, label) in SHIFTS:
        return (SHIFTS[claim.keyword, label],)
    if label.startswith("without"):
        return ("shrunk", "narrowed")
    if label in ENDS:
        return ENDS[label]
    bound, step = label.split()
    return ("narrowed",) if (bound == "maximum") is step.startswith("-") else ("widened",)


@pytest.mark.parametrize("vendor", WORKSPACE.vendors())
def test_a_mutant_is_told_as_what_it_is(vendor: str) -> None:
    """One change, at the claim that was changed, with its value, under the rule that says how; graver if it refuses more."""
    contract = WORKSPACE.load(vendor)
    old = ClaimSide(claims=contract.claims)
    seen = 0

    for claim, mutant in mutants(contract):
        value = value_in(mutant.contract, claim)
        claims = {**contract.claims, claim.id: replace(claim, value=value)}
        if value is ABSENT:
            del claims[claim.id]
        (change,) = compare_claims(old, ClaimSide(claims=claims))

        seen += 1
        assert change.claim == claim.id
        assert change.new == (None if value is ABSENT else value)
        assert change.rule.endswith(ends_of(claim, mutant.label)), mutant.label
        refuses_more = change.rule.endswith(("lowered", "raised", "shrunk", "narrowed", "changed"))
        is_wider = change.rule in (
            "request-maximum-raised",
            "request-max-length-raised",
            "request-max-items-raised",
            "request-minimum-lowered",
            "request-min-length-lowered",
        )
        if refuses_more and not is_wider:
            assert change.severity == "error"
    assert seen > len(contract.claims) / 4
