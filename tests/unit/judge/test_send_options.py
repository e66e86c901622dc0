"""How planned requests are sent."""

from dataclasses import replace

import pytest
from tests.examining import VENDORS, load
from tests.unit.judge.operations import make_operation

from truecopy.judge import SendOptions, poll_interval_s, task_timeout_s


@pytest.mark.parametrize(
    ("documented", "known", "price"),
    [(0.02, {}, 0.02), (0.02, {"make": 0.5}, 0.5), (None, {}, None), (None, {"other": 0.5}, None)],
)
def test_the_user_knows_prices_better(
    documented: float | None, known: dict[str, float], price: float | None
) -> None:
    """What is documented counts where the user says nothing; what nobody knows is no zero."""
    operation = make_operation({}, price_usd=documented)

    assert SendOptions(prices=known).price(operation) == price


@pytest.mark.parametrize("vendor", VENDORS)
def test_tasks_of_a_mock_are_looked_at_often(vendor: str) -> None:
    """On this machine looks cost nothing; elsewhere what is advised counts, or five minutes."""
    contract = load(vendor)

    assert poll_interval_s(contract, is_loopback=True) == 0.5
    assert task_timeout_s(contract, is_loopback=True) == 30.0
    assert poll_interval_s(contract, is_loopback=False) > 0.5
    assert task_timeout_s(contract, is_loopback=False) >= 60


def test_the_longest_of_what_is_advised_counts() -> None:
    """Where the documents advise a range, nobody looks more often than its end."""
    contract = load("mulerouter")
    advised = contract.claims["get-generation#advice/interval"].value["seconds"]

    assert poll_interval_s(contract, is_loopback=False) == max(advised)


def test_nobody_looks_more_often_than_a_vendor_allows() -> None:
    """A pace that is not to be passed counts above what is advised, and above our own where nothing is."""
    contract = load("mulerouter")
    advised = contract.claims["get-generation#advice/interval"]
    name = "get-generation#advice/least-interval"
    least = replace(advised, id=name, value={"seconds": [9, 9]})

    held = replace(contract, claims={**contract.claims, name: least})

    assert poll_interval_s(held, is_loopback=False) == 9
    assert poll_interval_s(held, is_loopback=True) == 0.5
