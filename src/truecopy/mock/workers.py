"""Threads for work that takes its time: few of them, and a bounded queue."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

# More at once would wait longer than clients do.
_QUEUE = 64

T = TypeVar("T")


class Workers:
    """A few threads of one purpose, so that work of another does not wait behind it."""

    def __init__(self, purpose: str) -> None:
        """Start with no threads; they come with the first work.

        Args:
            purpose: Names the threads.
        """
        self._threads = ThreadPoolExecutor(
            max_workers=max(2, min(4, os.cpu_count() or 2)), thread_name_prefix=purpose
        )
        self._places = asyncio.Semaphore(_QUEUE)

    async def run(self, work: Callable[[], T]) -> T:
        """Run work off the event loop, in turn with everything else of its purpose."""
        async with self._places:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
