"""Clashes in words."""

import pytest
from tests.upstreams import contract_of

from truecopy.contract.clash_findings import claims_finding


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "the contract cannot be kept by anybody: too much"),
        (1, "{0} cannot be kept by anybody: too much"),
        (2, "{0} and {1} cannot hold together: too much"),
    ],
)
def test_every_claim_is_named_with_its_place(count: int, words: str) -> None:
    """A single one cannot be kept; two or more cannot hold together."""
    contract = contract_of("mulerouter")
    claims = list(contract.claims.values())[:count]

    found = claims_finding(
        contract, ("make", "/n"), "too much", claims, alone="cannot be kept by anybody"
    )

    assert found.message == words.format(*(f"{each.id} ({each.source})" for each in claims))
    assert found.claim == (claims[0].id if claims else "")
    assert (found.rule, found.operation, found.pointer) == ("contract-claims-clash", "make", "/n")
