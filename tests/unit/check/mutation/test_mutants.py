"""Vendors that take other requests, or have other operations."""

from collections import Counter
from typing import Any

import pytest
from tests.examining import VENDORS, load
from tests.unit.check.mutation.kinds import kinds, mutants, of_kind

from truecopy.check.mutation.mutants import (
    Mutant,
    is_about_requests,
    operation_mutants,
    request_mutants,
)


def test_no_kind_of_mutant_is_unlisted() -> None:
    """Every mutant that is made is of a kind that these tests know."""
    made = {kind for vendor in VENDORS for kind, _ in mutants(vendor)}

    assert made == set(kinds())


@pytest.mark.parametrize("vendor", VENDORS)
def test_mutants_of_a_claim_differ(vendor: str) -> None:
    """No mutant of a claim is made twice."""
    counts = Counter((each.claim, each.label) for _, each in mutants(vendor))

    assert [each for each, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("kind", kinds("request", "operation"))
def test_there_are_mutants_of_every_kind(kind: str) -> None:
    """Each kind of claim is changed somewhere, and the change is another vendor than the contract's."""
    assert of_kind(kind)


def request_of(mutant: Mutant, operation: str) -> Any:
    """Return the schema of requests that a mutant keeps."""
    return mutant.contract.operations[operation].request


def labels(vendor: str, claim: str) -> dict[str, Mutant]:
    """Return the mutants of a claim by what is wrong with them."""
    contract = load(vendor)
    return {each.label: each for each in request_mutants(contract, contract.claims[claim])}


def test_a_bound_is_shifted_both_ways_and_dropped() -> None:
    """A vendor takes one more, one less, or any number."""
    found = labels("mulerouter", "create-generation.request.n#maximum")

    bounds = {
        label: request_of(each, "create-generation")["properties"]["n"].get("maximum")
        for label, each in found.items()
    }
    assert bounds == {"dropped": None, "-1": 5, "+1": 7}


def test_a_choice_is_taken_away_and_added() -> None:
    """A vendor takes a choice less at either end, one more, or any."""
    found = labels("powertokens", "edit-image-json.request.model#enum")

    choices = [
        request_of(each, "edit-image-json")["properties"]["model"].get("enum")
        for each in found.values()
    ]
    known = load("powertokens").claims["edit-image-json.request.model#enum"].value
    assert choices == [None, known[:-1], known[1:], [*known, f"{known[0]}x"]]


def test_what_other_rules_refuse_too_is_not_changed() -> None:
    """Nobody could see a pattern dropped beside the rule of a size."""
    assert labels("mulerouter", "create-generation.request.size#pattern") == {}


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("create-generation#method", "another method"),
        ("create-generation#path", "another path"),
        ("create-generation#auth", "any key"),
        ("create-generation.202#status", "another status"),
        ("create-generation.202#media-type", "text/html"),
    ],
)
def test_an_operation_is_elsewhere_or_otherwise(claim: str, label: str) -> None:
    """For each claim about an operation there is one vendor that does not keep it."""
    contract = load("mulerouter")

    (mutant,) = operation_mutants(contract, contract.claims[claim])

    assert (mutant.claim, mutant.label) == (claim, label)


def test_claims_are_about_requests_or_about_answers() -> None:
    """Bodies and parameters of paths are of requests; what answers have is not."""
    contract = load("mulerouter")
    by_id = contract.claims

    assert is_about_requests(by_id["create-generation.request.n#maximum"])
    assert not is_about_requests(by_id["create-generation#method"])
    assert not any(
        is_about_requests(each) for each in by_id.values() if "/202.json" in each.pointer
    )
