"""How a check is run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truecopy.model import Contract, Operation, Phase

DEFAULT_PHASES = frozenset({Phase.EXAMPLES, Phase.CLAIMS, Phase.LIFECYCLE})
EXAMPLE_PICTURE = "https://example.com/picture.png"
# How much the phases that generate send: kinds of requests for each operation, runs and steps of the machine.
FUZZ_KINDS, LIFECYCLE_RUNS, LIFECYCLE_STEPS = 5, 10, 12
_LOOPBACK_INTERVAL_S, _LOOPBACK_TIMEOUT_S = 0.5, 30.0
_INTERVAL_S, _TIMEOUT_S = 2.5, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """How a check is run.

    Attributes:
        prices: Operation -> US dollars a picture, where the user knows better than the contract.
        image_url: A picture that the target can fetch; None without one.
        poll_interval_s: Between two looks at a task.
        task_timeout_s: How long a task may take.
        provoke: State or status -> headers by which the target lets a task end in it, or answers with it, as
            mocks do.
        only: Operations to check; None for all.
        max_failures: Stop after so many findings above info; None for never.
        seed, max_examples: Of the phases that generate.
    """

    phases: frozenset[Phase] = DEFAULT_PHASES
    prices: Mapping[str, float] = field(default_factory=dict)
    image_url: str | None = EXAMPLE_PICTURE
    poll_interval_s: float = _LOOPBACK_INTERVAL_S
    task_timeout_s: float = _LOOPBACK_TIMEOUT_S
    provoke: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: frozenset[str] | None = None
    max_failures: int | None = None
    seed: int = 0
    max_examples: int = 50

    def price(self, operation: Operation) -> float | None:
        """Return what one picture of an operation costs in US dollars; None where nobody knows."""
        return self.prices.get(operation.id, operation.price_usd)


def poll_interval_s(contract: Contract, *, is_loopback: bool) -> float:
    """Return how long to wait between two looks: as documented, or briefly on this machine."""
    return _LOOPBACK_INTERVAL_S if is_loopback else _advised(contract, "interval", _INTERVAL_S)


def task_timeout_s(contract: Contract, *, is_loopback: bool) -> float:
    """Return how long a task may take: as documented, or 30 seconds on this machine."""
    return _LOOPBACK_TIMEOUT_S if is_loopback else _advised(contract, "give-up", _TIMEOUT_S)


def _advised(contract: Contract, name: str, default_s: float) -> float:
    """Return the longest of the seconds that the documents advise."""
    if contract.lifecycle is None:
        return default_s
    claim = contract.claims.get(f"{contract.lifecycle.poll}#advice/{name}")
    return float(max(claim.value["seconds"])) if claim else default_s
