"""What the mock remembers is bounded; clock, store, renderer, keys."""

import asyncio
import re
from dataclasses import replace

import pytest

from truecopy.mock.accounts import Authenticator
from truecopy.mock.clock import Clock
from truecopy.mock.image_spec import ImageSpec
from truecopy.mock.journal import JournalEntry
from truecopy.mock.renderer import Renderer
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


def test_a_clock_is_scaled_and_goes_forward_only() -> None:
    """Real seconds count by the scale; moving back is refused."""
    real = [100.0]
    clock = Clock(scale=3, source=lambda: real[0])
    real[0] = 101.0
    clock.advance(10)

    assert clock.now() == pytest.approx(113)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-1)
    clock.reset()
    assert clock.now() == pytest.approx(103)


def test_a_renderer_renders_once_and_forgets_beyond_its_cache() -> None:
    """The same picture is the same bytes; the cache is bounded by bytes."""

    async def render() -> tuple[bool, bool]:
        renderer = Renderer(cache_bytes=5_000)
        first = await renderer.base64(SPEC)
        again = await renderer.base64(SPEC)
        for seed in range(20):
            painting = SPEC.painting(0, None)
            await renderer.png(replace(painting, seed=seed))
        size = renderer.cached_bytes
        renderer.close()
        return first == again, size <= 5_000

    assert asyncio.run(render()) == (True, True)


def test_a_gate_forgets_before_it_grows_without_bound() -> None:
    """Many keys are judged alike before and after the gate forgot them; none is kept."""
    gate = Authenticator("v", re.compile("^sk-"), b"s" * 32)
    before = gate.judge(b"Bearer sk-first")

    for number in range(10_100):
        gate.judge(f"Bearer sk-{number}".encode())

    assert gate.judge(b"Bearer sk-first") == before
    assert before.account.startswith("v:")
    assert gate.judge(b"Bearer other").problem
