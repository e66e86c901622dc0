"""What a contract says of itself."""

import pytest
from tests.examining import VENDORS, load

from truecopy.model import Lifecycle, Operation

TASKS = Lifecycle(
    create="make",
    poll="look",
    parameter="id",
    id="/id",
    state="/state",
    created="/created",
    updated="/updated",
    initial="waiting",
    terminal=("done", "failed"),
    transitions={"waiting": ("working", "failed"), "working": ("done", "failed"), "odd": ("odd",)},
    shows={},
)


def test_success_is_the_lowest_status_below_300() -> None:
    """A redirect or an error is none."""
    operation = Operation(
        id="make", method="POST", path="/", responses={404: None, 202: None, 201: None}
    )

    assert operation.success == 201
    with pytest.raises(ValueError, match="empty"):
        _ = Operation(id="make", method="POST", path="/", responses={404: None}).success


def test_states_with_a_way_out_come_first() -> None:
    """Every state is told once, the terminal ones last."""
    assert TASKS.states == ("waiting", "working", "odd", "done", "failed")


@pytest.mark.parametrize(
    ("state", "reachable"),
    [
        ("waiting", {"waiting", "working", "done", "failed"}),
        ("working", {"working", "done", "failed"}),
        ("done", {"done"}),
        ("odd", {"odd"}),
        ("unknown", {"unknown"}),
    ],
)
def test_looks_may_miss_states(state: str, reachable: set[str]) -> None:
    """After a state every later one may be seen, itself too, and none from before."""
    assert TASKS.reachable(state) == reachable


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_state_is_reached(vendor: str) -> None:
    """No contract has a state that a task never gets to."""
    lifecycle = load(vendor).lifecycle

    if lifecycle is not None:
        assert lifecycle.reachable(lifecycle.initial) == set(lifecycle.states)
