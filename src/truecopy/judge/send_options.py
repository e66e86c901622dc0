"""How planned requests are sent: at what price, with which picture, and how often tasks are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truecopy.model import Contract, Operation

# Stands for a picture where nothing fetches it: at mocks.
EXAMPLE_PICTURE = "https://example.com/picture.png"
# A mock's tasks take seconds, and looks at them cost nothing.
NEAR_INTERVAL_S, NEAR_TIMEOUT_S = 0.5, 30.0
# What a vendor advises that gives any advice: two to three seconds, and five minutes.
_INTERVAL_S, _TIMEOUT_S = 2.5, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """How planned requests are sent.

    Attributes:
        prices: Operation -> US dollars a picture, where the user knows better than the contract.
        image_url: A picture that the target can fetch; None without one.
        poll_interval_s: Between two looks at a task.
        task_timeout_s: How long a task may take.
        takes_any_id: Whether the target finds something under any id, as a mock does where no lifecycle says which
            there are.
    """

    prices: Mapping[str, float] = field(default_factory=dict)
    image_url: str | None = EXAMPLE_PICTURE
    poll_interval_s: float = NEAR_INTERVAL_S
    task_timeout_s: float = NEAR_TIMEOUT_S
    takes_any_id: bool = False

    def price(self, operation: Operation) -> float | None:
        """Return what one picture of an operation costs in US dollars; None where nobody knows."""
        return self.prices.get(operation.id, operation.price_usd)


def poll_interval_s(contract: Contract, *, is_loopback: bool) -> float:
    """Return how long to wait between two looks: as documented, or briefly on this machine."""
    if is_loopback:
        return NEAR_INTERVAL_S
    return max(
        _advised(contract, "interval", _INTERVAL_S), _advised(contract, "least-interval", 0.0)
    )


def task_timeout_s(contract: Contract, *, is_loopback: bool) -> float:
    """Return how long a task may take: as documented, or 30 seconds on this machine."""
    return NEAR_TIMEOUT_S if is_loopback else _advised(contract, "give-up", _TIMEOUT_S)


def _advised(contract: Contract, name: str, default_s: float) -> float:
    """Return the longest of the seconds that the documents advise."""
    if contract.lifecycle is None:
        return default_s
    claim = contract.claims.get(f"{contract.lifecycle.poll}#advice/{name}")
    return float(max(claim.value["seconds"])) if claim else default_s
