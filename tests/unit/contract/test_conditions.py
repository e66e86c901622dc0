"""What each state shows, as conditions."""

from typing import Any

import pytest

from truecopy.contract import CompiledSchema
from truecopy.contract.conditions import promise_conditions, state_conditions

LIFECYCLE: dict[str, Any] = {
    "state": "/ticket/state",
    "shows": {"printed": ["/sheets", "/ticket/weight"], "spoiled": ["/ticket/fault"]},
}


@pytest.mark.parametrize(
    ("answer", "is_valid"),
    [
        ({"ticket": {"state": "waiting"}}, True),
        ({"ticket": {"state": "printed", "weight": 1}, "sheets": []}, True),
        ({"ticket": {"state": "printed", "weight": 1}}, False),
        ({"ticket": {"state": "printed"}, "sheets": []}, False),
        ({"ticket": {"state": "waiting"}, "sheets": []}, False),
        ({"ticket": {"state": "waiting", "weight": 1}}, False),
        ({"ticket": {"state": "spoiled", "fault": {}}}, True),
        ({"ticket": {"state": "spoiled"}}, False),
        ({"ticket": {"state": "printed", "weight": 1, "fault": {}}, "sheets": []}, False),
    ],
)
def test_state_shows_its_parts_and_no_other_does(answer: Any, *, is_valid: bool) -> None:
    """What a state shows is required in that state and refused in every other."""
    schema = CompiledSchema({"allOf": state_conditions(LIFECYCLE)})

    assert bool(schema.is_valid(answer)) is is_valid
    assert bool(schema.problems(answer)) is not is_valid


def test_states_that_show_nothing_make_no_condition() -> None:
    """Without anything to show there is nothing to demand."""
    assert state_conditions({"state": "/state", "shows": {}}) == []


PROMISES: list[dict[str, Any]] = [
    {"kind": "shown-in", "at": "/sheets", "state": "/ticket/state", "states": ["printed", "sold"]},
    {"kind": "shown-in", "at": "/rows/*/url", "state": "/ticket/state", "states": ["printed"]},
    {"kind": "lifetime", "at": "/sheets/*", "seconds": 60},
]


@pytest.mark.parametrize(
    ("answer", "is_valid"),
    [
        ({"ticket": {"state": "waiting"}}, True),
        ({"ticket": {"state": "waiting"}, "sheets": []}, True),
        ({"ticket": {"state": "waiting"}, "sheets": None}, True),
        ({"ticket": {"state": "waiting"}, "sheets": [1]}, False),
        ({"ticket": {"state": "sold"}, "sheets": [1]}, True),
        ({"ticket": {"state": "printed"}, "sheets": None}, False),
        ({"ticket": {"state": "printed"}}, False),
        ({"sheets": [1]}, True),
    ],
)
def test_a_promised_field_is_there_in_its_states(answer: Any, *, is_valid: bool) -> None:
    """Required in its states, unfilled in every other; without a state nothing is said."""
    schema = CompiledSchema({"allOf": [*promise_conditions(PROMISES)]})

    assert bool(schema.is_valid(answer)) is is_valid
