"""Threads for work that takes its time."""

import asyncio
import threading

from truecopy.mock.clock import Clock
from truecopy.mock.services import SharedServices
from truecopy.mock.store import MemoryStore
from truecopy.mock.workers import Workers
from truecopy.picture import Painting


def test_work_is_done_off_the_event_loop() -> None:
    """It has a thread of its purpose, and its result comes back."""

    async def name() -> str:
        workers = Workers("judge")
        found = await workers.run(lambda: threading.current_thread().name)
        workers.close()
        return found

    assert asyncio.run(name()).startswith("judge")


def test_pictures_do_not_wait_for_what_is_judged() -> None:
    """With every thread that judges busy, a picture is rendered all the same."""

    async def render() -> bytes:
        services = SharedServices(store=MemoryStore(), clock=Clock())
        go_on = threading.Event()
        busy = [asyncio.create_task(services.judges.run(go_on.wait)) for _ in range(10)]
        painting = Painting(
            width=8, height=8, seed=1, index=0, caption="", watermark=False, likeness=None
        )
        picture = await asyncio.wait_for(services.renderer.png(painting), 10)
        go_on.set()
        await asyncio.gather(*busy)
        return picture

    assert asyncio.run(render()).startswith(b"\x89PNG")
