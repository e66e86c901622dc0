"""The check on trial: which changes of a contract it notices, and that it says so when it does not."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.examining import WORKSPACE, load, make_keys

from truecopy.check import CheckOptions
from truecopy.check.mutation.self_test import SelfTest, run_self_test
from truecopy.mock import MockApp, play_contract
from truecopy.model import Contract, Layer, Phase


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
        "truecopy.check.kept_findings.KeptFindings.grave", property(lambda _: []), raising=True
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
