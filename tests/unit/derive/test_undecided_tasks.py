"""Operations that look like a task and its look-up."""

from typing import Any

import pytest
from tests.unit.judge.operations import make_contract, make_operation

from truecopy.derive.undecided_tasks import undecided_tasks

STATE = {"properties": {"status": {"type": "string"}}}
TASK = {"properties": {"task": STATE}}


@pytest.mark.parametrize(
    ("path", "made", "shown", "place"),
    [
        ("/kites/{kite_id}", STATE, STATE, "/status"),
        ("/kites/{kite_id}", TASK, TASK, "/task/status"),
        ("/kites/{kite_id}", STATE, TASK, None),
        ("/kites/{kite_id}", None, STATE, None),
        ("/tails/{tail_id}", STATE, STATE, None),
        ("/kites/newest", STATE, STATE, None),
    ],
)
def test_a_look_up_below_what_makes_it_is_told(
    path: str, made: Any, shown: Any, place: str | None
) -> None:
    """Both show a state at one place, and the one stands below the other's path."""
    contract = make_contract(
        make_operation({}, responses={202: made}),
        make_operation(None, id="show", method="GET", path=path, responses={200: shown}),
    )

    told = [each.message for each in undecided_tasks(contract)]

    assert len(told) == (place is not None)
    assert all(
        f"may look up a task that make makes, whose answer has {place}" in each for each in told
    )


def test_a_stated_lifecycle_is_enough() -> None:
    """Who has decided is not asked again."""
    contract = make_contract(
        make_operation({}, responses={202: STATE}),
        make_operation(None, id="show", method="GET", path="/kites/{id}", responses={200: STATE}),
        lifecycle=object(),
    )

    assert list(undecided_tasks(contract)) == []
