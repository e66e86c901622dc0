"""Scenarios that were set over the admin API: for which operation, and for how many requests."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class ScenarioSetting:
    """A scenario that was set for an account, or for all.

    Attributes:
        operation: The only one that it is for; None for every operation.
        times: How many requests get it; None for all, as far as the scenario itself goes.
        used: How many got it so far.
    """

    scenario: str
    operation: str | None = None
    times: int | None = None
    used: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether as many requests got it as should."""
        return self.times is not None and self.used >= self.times


class ScenarioSettings:
    """What was set in one place: one scenario for each operation, and one for the others."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_operation: dict[str | None, ScenarioSetting] = {}

    def put(self, setting: ScenarioSetting) -> None:
        """Set a scenario; the one set for the same operation goes, for every operation all of them."""
        self.take_back(setting.operation)
        self._by_operation[setting.operation] = setting

    def take_back(self, operation: str | None) -> None:
        """Take back what was set for an operation; everything with None."""
        if operation is None:
            self._by_operation.clear()
        else:
            self._by_operation.pop(operation, None)

    def find(self, operation: str | None, known: Collection[str]) -> ScenarioSetting | None:
        """Return what applies to a request, None for nothing.

        Args:
            operation: None where the request is of none.
            known: The scenarios of the vendor; what is set for all vendors may be unknown to some.
        """
        if not self._by_operation:
            return None
        for key in dict.fromkeys((operation, None)):
            setting = self._by_operation.get(key)
            if setting is not None and not setting.is_spent and setting.scenario in known:
                return setting
        return None

    def all(self) -> Iterable[ScenarioSetting]:
        """Return everything that is set."""
        return self._by_operation.values()
