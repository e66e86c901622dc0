"""What each state shows, as conditions."""

from typing import Any

import pytest

from truecopy.contract import CompiledSchema
from truecopy.contract.conditions import state_conditions

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
