"""Something looked up again and again, with waits between, until its end or the end of its time."""

from collections.abc import Callable
from typing import TypeVar

from truecopy.wire.sender import RequestSender

Seen = TypeVar("Seen")

# On this machine much ends at once: the first wait is a tenth of a second, and each doubles the one before.
_FIRST_WAIT_S = 0.1
# What has taken long is looked at less often: so much of its time is waited, and it is over by as much at most
# before anybody sees it. Thirty looks then cover ten minutes.
_SHARE = 0.2


class Poller:
    """Looks one thing up; whoever looks for it several times does so with one poller, whose waits add up.

    Attributes:
        waited_s: All waits together.
        has_found: Whether any look has found it.
    """

    def __init__(
        self,
        sender: RequestSender,
        *,
        interval_s: float,
        timeout_s: float,
        most_misses: int | None = None,
    ) -> None:
        """Prepare; nothing is looked up yet.

        Args:
            sender: Lets time pass, and says whether its target is on this machine.
            interval_s: The wait between two looks, until a fifth of all waits is longer.
            timeout_s: How long all waits together may be; at least one look is made.
            most_misses: After so many looks in a row that do not find it no more are made; None for no limit.
        """
        self.waited_s = 0.0
        self.has_found = False
        self._sleep = sender.sleep
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._most_misses = most_misses
        self._misses = 0
        is_brief = sender.target.is_loopback
        self._next_wait_s = min(_FIRST_WAIT_S, interval_s) if is_brief else interval_s

    @property
    def is_missed(self) -> bool:
        """Whether it was not found too often in a row."""
        return self._most_misses is not None and self._misses >= self._most_misses

    def poll(
        self,
        look: Callable[[], Seen],
        is_over: Callable[[Seen], bool],
        is_found: Callable[[Seen], bool] = lambda _: True,
    ) -> Seen:
        """Look until nothing more is to be waited for, or its time is over; return what the last look showed.

        Args:
            is_over: Whether what was seen ends it.
            is_found: Whether a look has found it at all.
        """
        while True:
            seen = look()
            was_found = is_found(seen)
            self.has_found = self.has_found or was_found
            self._misses = 0 if was_found else self._misses + 1
            if is_over(seen) or self.is_missed or self.waited_s >= self._timeout_s:
                return seen
            self._sleep(self._next_wait_s)
            self.waited_s += self._next_wait_s
            longest_s = max(self._interval_s, self.waited_s * _SHARE)
            self._next_wait_s = min(self._next_wait_s * 2, longest_s)
