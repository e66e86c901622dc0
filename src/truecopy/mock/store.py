"""The mock's state behind one small interface: tasks, journal, charges, scenarios set, heal counters."""

import os
from collections import OrderedDict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from truecopy.mock.journal import JournalEntry
from truecopy.mock.scenario_settings import ScenarioSetting, ScenarioSettings
from truecopy.mock.tasks import Task
from truecopy.serving.admin_surface import JOURNAL_ENTRIES

# More than a day of a busy test suite makes; 10 MB at most.
_MOST_TASKS = 10_000
_MOST_ACCOUNTS = 10_000
# A thousand entries with the largest bodies that are kept as they came.
_JOURNAL_BYTES = 16_000_000


@dataclass(slots=True)
class Charge:
    """What an account owes for one operation.

    Attributes:
        usd: None where the price is unknown; unknown is never zero.
    """

    calls: int = 0
    pictures: int = 0
    usd: float | None = None


@dataclass(slots=True)
class AccountState:
    """What the store keeps for one account."""

    scenarios: ScenarioSettings = field(default_factory=ScenarioSettings)
    counts: dict[str, int] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)


class Store(Protocol):
    """Where state is kept. Every method is safe to call from concurrent requests of one event loop."""

    secret: bytes
    #: Whether a scenario may be set; most requests need not ask for it.
    has_scenarios: bool

    async def add_task(self, task: Task) -> None:
        """Keep a task."""
        ...

    async def find_task(self, task_id: str) -> Task | None:
        """Return a task, None for an unknown id."""
        ...

    async def tasks(self) -> list[Task]:
        """Return all tasks, the newest first."""
        ...

    async def record(self, entry: JournalEntry) -> None:
        """Add to the journal."""
        ...

    async def entries(self) -> list[JournalEntry]:
        """Return the journal, the newest first."""
        ...

    async def use_scenario(
        self, account: str, operation: str | None, known: Collection[str]
    ) -> ScenarioSetting | None:
        """Return the scenario set for a request of an account, else the one set for all, else None.

        Counts the use. `known` are the scenarios that the vendor has.
        """
        ...

    async def set_scenario(self, setting: ScenarioSetting, account: str | None) -> None:
        """Set a scenario for an account, or for all with None; it begins anew."""
        ...

    async def take_back_scenario(self, operation: str | None, account: str | None) -> None:
        """Take back what was set for an operation, or for any with None, of an account, or of all with None."""
        ...

    async def scenarios(self) -> list[tuple[str | None, ScenarioSetting]]:
        """Return what is set: account, None for all, and the scenario."""
        ...

    async def count(self, account: str, name: str) -> int:
        """Count one more occurrence of `name` for an account and return how many there are."""
        ...

    async def charge(
        self, account: str, operation: str, pictures: int, price_usd: float | None
    ) -> None:
        """Add a call and its pictures to what an account owes, at a price for each picture; None is unknown."""
        ...

    async def charges(self) -> dict[str, dict[str, Charge]]:
        """Return account -> operation -> charge."""
        ...

    async def reset(self, account: str | None = None) -> None:
        """Forget everything of an account, or with None of all, but the signing secret."""
        ...


class MemoryStore:
    """Keeps state in this process; bounded, the oldest goes first."""

    def __init__(self) -> None:
        """Start empty, with a fresh signing secret."""
        self.secret = os.urandom(32)
        self._tasks: OrderedDict[str, Task] = OrderedDict()
        self._journal: deque[JournalEntry] = deque()
        self._journal_bytes = 0
        self._accounts: OrderedDict[str, AccountState] = OrderedDict()
        self._scenarios = ScenarioSettings()
        self.has_scenarios = False

    async def add_task(self, task: Task) -> None:
        """Keep a task; past 10,000 the oldest is forgotten."""
        self._tasks[task.id] = task
        if len(self._tasks) > _MOST_TASKS:
            self._tasks.popitem(last=False)

    async def find_task(self, task_id: str) -> Task | None:
        """Return a task, None for an unknown id."""
        return self._tasks.get(task_id)

    async def tasks(self) -> list[Task]:
        """Return all tasks, the newest first."""
        return list(reversed(self._tasks.values()))

    async def record(self, entry: JournalEntry) -> None:
        """Add to the journal; past 1,000 entries, or 16 MB of them, the oldest go."""
        journal = self._journal
        journal.append(entry)
        self._journal_bytes += entry.size_bytes
        while len(journal) > JOURNAL_ENTRIES or self._journal_bytes > _JOURNAL_BYTES:
            self._journal_bytes -= journal.popleft().size_bytes

    async def entries(self) -> list[JournalEntry]:
        """Return the journal, the newest first."""
        return list(reversed(self._journal))

    async def use_scenario(
        self, account: str, operation: str | None, known: Collection[str]
    ) -> ScenarioSetting | None:
        """Return the scenario set for a request of an account, else the one set for all, else None."""
        state = self._accounts.get(account)
        setting = state.scenarios.find(operation, known) if state else None
        if setting is None:
            setting = self._scenarios.find(operation, known)
        if setting is not None:
            setting.used += 1
        return setting

    async def set_scenario(self, setting: ScenarioSetting, account: str | None) -> None:
        """Set a scenario for an account, or for all with None; it begins anew."""
        self.has_scenarios = True
        if account is None:
            self._scenarios.put(setting)
            states: Iterable[AccountState] = self._accounts.values()
        else:
            states = [self._account(account)]
            states[0].scenarios.put(setting)
        for state in states:
            state.counts.pop(f"scenario {setting.scenario}", None)

    async def take_back_scenario(self, operation: str | None, account: str | None) -> None:
        """Take back what was set for an operation, or for any with None, of an account, or of all with None."""
        if account is None:
            self._scenarios.take_back(operation)
        elif account in self._accounts:
            self._accounts[account].scenarios.take_back(operation)

    async def scenarios(self) -> list[tuple[str | None, ScenarioSetting]]:
        """Return what is set: account, None for all, and the scenario."""
        found: list[tuple[str | None, ScenarioSetting]] = [
            (None, setting) for setting in self._scenarios.all()
        ]
        for account, state in self._accounts.items():
            found += [(account, setting) for setting in state.scenarios.all()]
        return found

    async def count(self, account: str, name: str) -> int:
        """Count one more occurrence of `name` for an account and return how many there are."""
        counts = self._account(account).counts
        counts[name] = counts.get(name, 0) + 1
        return counts[name]

    async def charge(
        self, account: str, operation: str, pictures: int, price_usd: float | None
    ) -> None:
        """Add a call and its pictures to what an account owes, at a price for each picture; None is unknown."""
        state = self._accounts.get(account) or self._account(account)
        charges = state.charges
        charge = charges.get(operation)
        if charge is None:
            charge = charges[operation] = Charge()
        charge.calls += 1
        charge.pictures += pictures
        if price_usd is not None:
            charge.usd = (charge.usd or 0.0) + price_usd * pictures

    async def charges(self) -> dict[str, dict[str, Charge]]:
        """Return account -> operation -> charge."""
        return {
            name: dict(state.charges) for name, state in self._accounts.items() if state.charges
        }

    async def reset(self, account: str | None = None) -> None:
        """Forget everything of an account, or of all, but the signing secret: addresses of pictures stay good."""
        if account is not None:
            for task in [task for task in self._tasks.values() if task.account == account]:
                del self._tasks[task.id]
            kept = [each for each in self._journal if each.account != account]
            self._journal = deque(kept)
            self._journal_bytes = sum(each.size_bytes for each in kept)
            self._accounts.pop(account, None)
            return
        self._tasks.clear()
        self._journal.clear()
        self._journal_bytes = 0
        self._accounts.clear()
        self._scenarios = ScenarioSettings()
        self.has_scenarios = False

    def _account(self, name: str) -> AccountState:
        state = self._accounts.get(name)
        if state is None:
            state = self._accounts[name] = AccountState()
            if len(self._accounts) > _MOST_ACCOUNTS:
                self._accounts.popitem(last=False)
        return state
