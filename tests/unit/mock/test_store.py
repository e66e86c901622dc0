"""The mock's state: what it remembers is bounded."""

import asyncio

from truecopy.mock.image_spec import ImageSettings, ImageSpec
from truecopy.mock.journal import JournalEntry
from truecopy.mock.scenario_settings import ScenarioSetting
from truecopy.mock.store import MemoryStore
from truecopy.mock.tasks import Task

SPEC = ImageSpec(ImageSettings(2, 64, 64), seed=1, source=b"12345678")


def make_task(number: int) -> Task:
    """Return a task with an id of its own."""
    return Task(id=str(number), vendor="v", account="v:a", steps=(("a", 1.0),), spec=SPEC)


async def used(store: MemoryStore, account: str) -> str | None:
    """Return the name of the scenario that a request of an account gets."""
    setting = await store.use_scenario(account, None, {"slow", "failing"})
    return setting.scenario if setting else None


def test_the_oldest_goes_first() -> None:
    """Journal, tasks and accounts keep the latest and forget the oldest."""

    async def fill() -> MemoryStore:
        store = MemoryStore()
        for number in range(10_005):
            await store.add_task(make_task(number))
            await store.record(
                JournalEntry(at=1.0, vendor="v", method="GET", path="/", request_id=str(number))
            )
            await store.count(f"v:{number}", "x")
        return store

    async def look() -> tuple[int, int, bool, bool, int]:
        store = await fill()
        entries, tasks = await store.entries(), await store.tasks()
        gone, kept = await store.find_task("4"), await store.find_task("5")
        return (
            len(entries),
            len(tasks),
            gone is None,
            kept is not None,
            await store.count("v:0", "x"),
        )

    assert asyncio.run(look()) == (1000, 10_000, True, True, 1)


def test_a_scenario_of_an_account_is_stronger_than_one_for_all() -> None:
    """Each can be taken back on its own."""

    async def look() -> list[str | None]:
        store = MemoryStore()
        await store.set_scenario(ScenarioSetting(scenario="slow"), None)
        await store.set_scenario(ScenarioSetting(scenario="failing"), "v:a")
        seen = [await used(store, "v:a"), await used(store, "v:b")]
        await store.take_back_scenario(None, "v:a")
        seen.append(await used(store, "v:a"))
        await store.take_back_scenario(None, None)
        return [*seen, await used(store, "v:a")]

    assert asyncio.run(look()) == ["failing", "slow", "slow", None]


def test_charges_are_added_up() -> None:
    """Unknown prices are never zero: a known one beside them is all that is known."""

    async def look() -> dict[str, tuple[int, int, float | None]]:
        store = MemoryStore()
        await store.charge("v:a", "make", 2, 0.25)
        await store.charge("v:a", "make", 1, 0.25)
        await store.charge("v:a", "edit", 1, None)
        charges = (await store.charges())["v:a"]
        return {name: (each.calls, each.pictures, each.usd) for name, each in charges.items()}

    assert asyncio.run(look()) == {"make": (2, 3, 0.75), "edit": (1, 1, None)}


def test_a_reset_forgets_everything_but_the_secret() -> None:
    """Addresses of pictures that were given stay good."""

    async def look() -> tuple[object, ...]:
        store = MemoryStore()
        secret = store.secret
        await store.add_task(make_task(1))
        await store.charge("v:a", "make", 1, 1.0)
        await store.set_scenario(ScenarioSetting(scenario="slow"), None)
        await store.count("v:a", "x")
        await store.reset()
        return (
            store.secret == secret,
            await store.tasks(),
            await store.charges(),
            await used(store, "v:a"),
            await store.count("v:a", "x"),
        )

    assert asyncio.run(look()) == (True, [], {}, None, 1)


def test_a_reset_of_one_account_leaves_the_others() -> None:
    """Tasks, journal, charges and scenarios of the account are gone, everything else stays."""

    async def look() -> tuple[object, ...]:
        store = MemoryStore()
        for account in ("v:a", "v:b"):
            entry = JournalEntry(at=1.0, vendor="v", method="GET", path="/", request_id=account)
            entry.account = account
            await store.record(entry)
            await store.charge(account, "make", 1, 1.0)
            await store.set_scenario(ScenarioSetting(scenario="slow"), account)
        await store.add_task(make_task(1))
        await store.reset("v:a")
        return (
            await store.tasks(),
            [entry.account for entry in await store.entries()],
            list(await store.charges()),
            [account for account, _ in await store.scenarios()],
        )

    assert asyncio.run(look()) == ([], ["v:b"], ["v:b"], ["v:b"])


def test_a_scenario_that_is_set_again_begins_anew() -> None:
    """What was counted of it before no longer counts: for its account, and for all when it is set for all."""

    async def look() -> list[int]:
        store = MemoryStore()
        found = []
        for account in ("v:a", None):
            await store.count("v:a", "scenario slow")
            await store.set_scenario(ScenarioSetting(scenario="slow"), account)
            found.append(await store.count("v:a", "scenario slow"))
        return found

    assert asyncio.run(look()) == [1, 1]
