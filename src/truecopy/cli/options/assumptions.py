"""What becomes of an assumption of a contract that an endpoint does not share."""

from dataclasses import dataclass, replace

import click

from truecopy.cli.options.group import option
from truecopy.cli.targets import ChosenTarget
from truecopy.model import Contract

_OBSERVE, _DEMAND = "observe", "demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionOptions:
    """Whether all that a contract says is demanded, or only what its documents carry."""

    assumptions: str = option(
        "--assumptions",
        type=click.Choice([_OBSERVE, _DEMAND]),
        default=_OBSERVE,
        help="What no sentence says: observed, and info where it is otherwise; or demanded like what is stated.",
    )

    def held_to(self, contract: Contract) -> Contract:
        """Return a contract as an endpoint is held to it."""
        return replace(contract, is_demanding=self.assumptions == _DEMAND)

    def hold(self, chosen: ChosenTarget) -> ChosenTarget:
        """Return a target with its contract as it is held to it."""
        return replace(chosen, contract=self.held_to(chosen.contract))
