"""The check on trial: which changes of a contract it notices, and that it says so when it does not."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from tests.examining import VENDORS, WORKSPACE, load, make_keys

from truecopy.check import CheckOptions
from truecopy.check.mutation.answer_mutants import answer_mutants, promise_mutants
from truecopy.check.mutation.lifecycle_mutants import lifecycle_mutants
from truecopy.check.mutation.mutants import (
    Mutant,
    is_about_requests,
    operation_mutants,
    request_mutants,
)
from truecopy.check.mutation.self_test import SelfTest, run_self_test
from truecopy.mock import MockApp, play_contract
from truecopy.model import Contract, Layer, Phase

_REQUEST_KEYWORDS = {
    "type",
    "required",
    "enum",
    "maxLength",
    "maximum",
    "minimum",
    "minItems",
    "maxItems",
    "minProperties",
    "format",
    "x-dimensions/separator",
    "x-dimensions/side",
    "x-dimensions/pixels",
    "x-dimensions/empty",
    "x-image/sources",
    "x-image/formats",
    "x-image/bytes",
    "x-image/side",
    "x-image/square",
    "x-image/transparency",
    "x-image/same_size_as",
}
_ANSWER_KEYWORDS = {
    "type",
    "required",
    "enum",
    "format",
    "minLength",
    "minItems",
    "x-image/sources",
}
_PROMISES = {"count", "dimensions", "aspect", "one-of", "present", "unix-time"}
_OPERATION = {"method", "path", "alias", "media-type", "auth", "key-prefix", "status"}
_LIFECYCLE = {
    "initial",
    "create",
    "poll",
    "id",
    "state",
    "created",
    "updated",
    "terminal",
    "transitions",
    "shows",
}


@cache
def mutants(vendor: str) -> tuple[tuple[str, Mutant], ...]:
    """Return every mutant of a vendor beside its kind: `request/maximum`, `promise/count`."""
    contract = load(vendor)
    found: list[tuple[str, Mutant]] = []
    for claim in contract.claims.values():
        if claim.layer is Layer.ASSERTION:
            is_request = is_about_requests(claim)
            make = request_mutants if is_request else answer_mutants
            kind = f"{'request' if is_request else 'answer'}/{claim.keyword}"
        elif claim.layer is Layer.PROMISE:
            make, kind = promise_mutants, f"promise/{claim.keyword.rpartition('/')[2]}"
        elif claim.layer is Layer.LIFECYCLE:
            make, kind = lifecycle_mutants, f"lifecycle/{claim.keyword}"
        elif claim.layer is Layer.OPERATION:
            make, kind = operation_mutants, f"operation/{claim.keyword}"
        else:
            continue
        found += [(kind, each) for each in make(contract, claim)]
    return tuple(found)


def kinds() -> list[str]:
    """Return every kind of mutant that there has to be."""
    return [
        *(f"request/{each}" for each in sorted(_REQUEST_KEYWORDS)),
        *(f"answer/{each}" for each in sorted(_ANSWER_KEYWORDS)),
        *(f"promise/{each}" for each in sorted(_PROMISES)),
        *(f"operation/{each}" for each in sorted(_OPERATION)),
        *(f"lifecycle/{each}" for each in sorted(_LIFECYCLE)),
    ]


def try_check(vendor: str, *operations: str, **options: Any) -> SelfTest:
    """Return what a self-test shows.

    Args:
        operations: Those whose claims are tried; none for all.
        options: Of the check that is on trial.
    """
    contract, mock_file = load(vendor), WORKSPACE.mock_file(vendor)

    def play(played: Contract, clock: Callable[[], float]) -> MockApp:
        return play_contract(played, mock_file, time_source=clock, is_capped=False)

    chosen = CheckOptions(
        **{
            "provoke": play_contract(contract, mock_file).provocations(vendor),
            "only": frozenset(operations) or None,
            **options,
        }
    )
    return run_self_test(contract, play, make_keys(vendor), chosen)


@pytest.mark.parametrize("kind", kinds())
def test_there_are_mutants_of_every_kind(kind: str) -> None:
    """Each kind of claim is changed somewhere, and the change is another vendor than the contract's."""
    found = [each for vendor in VENDORS for name, each in mutants(vendor) if name == kind]

    assert found
    for each in found:
        contract = load(next(v for v in VENDORS if each.contract.vendor == v))
        is_other = each.contract != contract
        assert is_other or each.request is not None or each.reply is not None
        assert each.label
        assert each.claim in contract.claims


def test_no_kind_of_mutant_is_unlisted() -> None:
    """Every mutant that is made is of a kind that these tests know."""
    made = {kind for vendor in VENDORS for kind, _ in mutants(vendor)}

    assert made == set(kinds())


@pytest.mark.parametrize("vendor", VENDORS)
def test_mutants_of_a_claim_differ(vendor: str) -> None:
    """No mutant of a claim is made twice."""
    counts = Counter((each.claim, each.label) for _, each in mutants(vendor))

    assert [each for each, count in counts.items() if count > 1] == []


@pytest.fixture(scope="module")
def result() -> SelfTest:
    """What the self-test of one operation shows."""
    return try_check("applerouter", "generate-image")


@pytest.mark.slow
def test_every_change_is_noticed(result: SelfTest) -> None:
    """The check notices each change of what it held."""
    assert [(each.claim, each.label) for each in result.survivors] == []
    assert len(result.killed) > 50
    assert {each.claim.split("#")[0].split(".")[0] for each in result.killed} == {"generate-image"}


@pytest.mark.slow
def test_claims_are_tried_not_examined_or_without_a_change(result: SelfTest) -> None:
    """Every claim that can be observed is tried, or is said not to be examined, or to have no change."""
    tried = {each.claim for each in (*result.killed, *result.survivors)}
    claims = {
        each.id
        for each in load("applerouter").claims.values()
        if each.layer not in (Layer.ANNOTATION, Layer.ADVICE)
    }
    assert claims <= tried | set(result.blind) | set(result.without)
    assert not tried & (set(result.blind) | set(result.without))
    assert all(result.blind.values())


@pytest.mark.slow
def test_a_check_that_does_not_look_lists_survivors() -> None:
    """A check that leaves tasks alone notices no other state of a task, and the self-test says so."""
    result = try_check("mulerouter", phases=frozenset({Phase.EXAMPLES}))

    assert "lifecycle#state" in {each.claim for each in result.survivors}
    assert all("skipped" in each or each for each in result.blind.values())


def test_a_judge_that_sleeps_lists_survivors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one rule of the judge is switched off, each change that only it would notice survives."""
    monkeypatch.setattr(
        "truecopy.check.check_run.CheckRun.grave", property(lambda _: []), raising=True
    )

    result = try_check("powertokens", "edit-image-json", phases=frozenset({Phase.EXAMPLES}))

    assert result.survivors
    assert len(result.survivors) > len(result.killed)


def test_progress_is_told() -> None:
    """Whoever watches hears of each mutant."""
    contract, mock_file = load("powertokens"), WORKSPACE.mock_file("powertokens")
    told: list[str] = []

    def play(played: Contract, clock: Callable[[], float]) -> MockApp:
        return play_contract(played, mock_file, time_source=clock, is_capped=False)

    options = CheckOptions(phases=frozenset({Phase.EXAMPLES}), only=frozenset({"edit-image-json"}))
    result = run_self_test(contract, play, make_keys("powertokens"), options, told.append)

    assert len(told) == len(result.killed) + len(result.survivors)
    assert all(each.startswith("edit-image-json: ") for each in told)
