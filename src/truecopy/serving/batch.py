"""Requests that came in one turn of the event loop: run one after the other, and answered behind the last of them.

Reading, judging and writing by turns costs half as much again as each of them for all: what one of them needs is
no longer at hand when it comes round, and a client that is woken by its answer takes the processor from the
requests behind it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakKeyDictionary

# A millisecond or two of work, which the first of them waits for the last.
_MOST_TOGETHER = 32


class WrittenAnswer(NamedTuple):
    """An answer that is ready to be sent.

    Attributes:
        is_last: The connection ends behind it.
        on_sent: Called behind it.
    """

    transport: asyncio.Transport
    data: bytes
    is_last: bool
    on_sent: Callable[[], None]

    def send(self) -> None:
        """Write it, unless the connection is closed by now."""
        if not self.transport.is_closing():
            self.transport.write(self.data)
            if self.is_last:
                self.transport.close()
        self.on_sent()


class RequestBatch:
    """The requests that wait to be run by one event loop, and their answers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: deque[Callable[[], None]] = deque()
        self._answers: deque[WrittenAnswer] = deque()
        self._is_running = False

    def add(self, run: Callable[[], None]) -> None:
        """Have a request run behind what is being read now.

        Args:
            run: Runs it as far as it goes without waiting; never raises.
        """
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._run)
        self._waiting.append(run)

    def send(self, answer: WrittenAnswer) -> None:
        """Send an answer: behind the others where its request is run with them, else at once."""
        if self._is_running:
            self._answers.append(answer)
        else:
            answer.send()

    def _run(self) -> None:
        waiting = self._waiting
        self._is_running = True
        try:
            for _ in range(min(len(waiting), _MOST_TOGETHER)):
                waiting.popleft()()
        finally:
            self._is_running = False
            if waiting:
                asyncio.get_running_loop().call_soon(self._run)
            self._send()

    def _send(self) -> None:
        answers = self._answers
        try:
            while answers:
                answers.popleft().send()
        finally:
            if answers:
                asyncio.get_running_loop().call_soon(self._send)


_BATCHES: WeakKeyDictionary[asyncio.AbstractEventLoop, RequestBatch] = WeakKeyDictionary()


def batch_of(loop: asyncio.AbstractEventLoop) -> RequestBatch:
    """Return the one batch of an event loop."""
    batch = _BATCHES.get(loop)
    if batch is None:
        batch = _BATCHES[loop] = RequestBatch()
    return batch
