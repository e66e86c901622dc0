"""What becomes of an assumption that an endpoint does not share."""

import pytest
from tests.examining import load

from truecopy.cli.options.assumptions import AssumptionOptions


@pytest.mark.parametrize(("chosen", "is_demanding"), [("observe", False), ("demand", True)])
def test_assumptions_are_observed_unless_they_are_demanded(
    chosen: str, *, is_demanding: bool
) -> None:
    """The contract that an endpoint is held to says it."""
    held_to = AssumptionOptions(assumptions=chosen).held_to(load("powertokens"))

    assert held_to.is_demanding is is_demanding
    assert held_to.claims == load("powertokens").claims
