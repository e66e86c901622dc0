"""One set of claims against another."""

import pytest
from tests.unit.drift.claims import make_claim, make_side

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.drift import ClaimSide, compare_claims, compare_contracts
from truecopy.model import ChangeKind, Severity

WORKSPACE = find_workspace(built_in_root())
N = "make.request.n#maximum"


def test_a_limit_that_moves_is_one_change() -> None:
    """It has both values, and where each stands."""
    old = ClaimSide(claims={N: make_claim(N, 6, line=3)})
    new = ClaimSide(
        claims={N: make_claim(N, 4, line=9)}, sentence=lambda claim: f"at most {claim.value}"
    )

    (change,) = compare_claims(old, new)

    assert change.row() == {
        "claim": N,
        "kind": "changed",
        "rule": "request-maximum-lowered",
        "severity": "error",
        "old": 6,
        "new": 4,
        "old_source": "page:3",
        "new_source": "page:9",
        "old_sentence": None,
        "new_sentence": "at most 4",
        "decision": None,
        "breaks": None,
        "calls": None,
    }


@pytest.mark.parametrize("vendor", WORKSPACE.vendors())
def test_a_contract_does_not_differ_from_itself(vendor: str) -> None:
    """Read twice, it says the same."""
    assert compare_contracts(WORKSPACE.load(vendor), WORKSPACE.load(vendor)) == []


def test_where_a_claim_stands_does_not_count() -> None:
    """Neither another line nor another decision is a change."""
    old = ClaimSide(claims={N: make_claim(N, 6, line=3)})
    new = ClaimSide(claims={N: make_claim(N, 6, line=9, decision="why")})

    assert compare_claims(old, new) == []


def test_what_is_new_comes_after_what_was_there() -> None:
    """The order is that of the old side, then of the new."""
    old = make_side({"make.request.a#maximum": 1, "make.request.b#maximum": 1})
    new = make_side({"make.request.c#maximum": 1, "make.request.b#maximum": 2})

    found = compare_claims(old, new)

    assert [(each.kind, each.claim) for each in found] == [
        (ChangeKind.REMOVED, "make.request.a#maximum"),
        (ChangeKind.CHANGED, "make.request.b#maximum"),
        (ChangeKind.ADDED, "make.request.c#maximum"),
    ]
    assert [each.severity for each in found] == [Severity.INFO, Severity.INFO, Severity.ERROR]
