"""The mock's state: what it remembers is bounded."""

import asyncio

from truecopy.mock.image_spec import ImageSpec
from truecopy.mock.journal import JournalEntry
from truecopy.mock.store import MemoryStore
from truecopy.mock.tasks import Task

SPEC = ImageSpec(
    width=64, height=64, count=2, seed=1, watermark=False, caption="", source=b"12345678"
)


def make_task(number: int) -> Task:
    """Return a task with an id of its own."""
    return Task(id=str(number), vendor="v", account="v:a", steps=(("a", 1.0),), spec=SPEC)


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
        await store.set_scenario("slow", None)
        await store.set_scenario("failing", "v:a")
        seen = [await store.scenario_of("v:a"), await store.scenario_of("v:b")]
        await store.set_scenario(None, "v:a")
        seen.append(await store.scenario_of("v:a"))
        await store.set_scenario(None, None)
        return [*seen, await store.scenario_of("v:a")]

    assert asyncio.run(look()) == ["failing", "slow", "slow", None]


def test_charges_are_added_up() -> None:
    """Unknown prices are never zero: a known one beside them is all that is known."""

    async def look() -> dict[str, tuple[int, int, float | None]]:
        store = MemoryStore()
        await store.charge("v:a", "make", 2, 0.5)
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
        await store.set_scenario("slow", None)
        await store.count("v:a", "x")
        await store.reset()
        return (
            store.secret == secret,
            await store.tasks(),
            await store.charges(),
            await store.scenario_of("v:a"),
            await store.count("v:a", "x"),
        )

    assert asyncio.run(look()) == (True, [], {}, None, 1)
