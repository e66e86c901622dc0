"""The mock's clock: real time, scaled, and moved forward on demand, for all accounts or for one."""

import time
from collections import OrderedDict
from collections.abc import Callable

# Past every lifetime, and what was moved by it is still within what addresses of pictures can say (the year 2106).
FURTHEST_S = 50 * 365 * 86400.0
# The beginning of 2100, at which a scaled clock stands still: later instants cannot be signed into addresses.
LATEST = 4_102_444_800.0
# As many accounts as the store keeps.
_MOST_ACCOUNTS = 10_000
# The digits at the end of an account's id, by which addresses of pictures name it.
CLOCK_NAME = slice(-16, None)


class Clock:
    """Tells the time in unix seconds.

    An account may be ahead of the others. It is known by the 16 digits at the end of its id.

    Attributes:
        offset_s: How far the clock was moved forward for all.
    """

    def __init__(self, *, scale: float = 1.0, source: Callable[[], float] = time.time) -> None:
        """Start the clock at the real time.

        Args:
            scale: Seconds of the clock for each real second.
            source: The real time in unix seconds.
        """
        self._source = source
        self._started = source()
        self._ahead: OrderedDict[str, float] = OrderedDict()
        self.scale = scale
        self.offset_s = 0.0

    def now(self, account: str = "") -> float:
        """Return the time in unix seconds, for all or for an account."""
        real = self._source()
        now = self._started + (real - self._started) * self.scale + self.offset_s
        if account and self._ahead:
            now += self._ahead.get(account[CLOCK_NAME], 0.0)
        return min(now, LATEST)

    def ahead_s(self, account: str) -> float:
        """Return how far an account is ahead of the others."""
        return self._ahead.get(account[CLOCK_NAME], 0.0)

    def advance(self, seconds: float, account: str | None = None) -> None:
        """Move the clock forward, for all or for an account.

        Raises:
            ValueError: `seconds` is negative, or all moves together go further than fifty years.
        """
        if seconds < 0:
            raise ValueError(f"the clock goes forward only, not {seconds} seconds")
        so_far = self.offset_s if account is None else self.ahead_s(account)
        if so_far + seconds > FURTHEST_S:
            raise ValueError(
                f"the clock goes {FURTHEST_S:.0f} seconds forward at most; it was moved by {so_far:.0f} already"
            )
        if account is None:
            self.offset_s += seconds
            return
        self._ahead[account[CLOCK_NAME]] = so_far + seconds
        if len(self._ahead) > _MOST_ACCOUNTS:
            self._ahead.popitem(last=False)

    def reset(self, account: str | None = None) -> None:
        """Set the clock back to the real time at its scale, for all or for an account."""
        if account is not None:
            self._ahead.pop(account[CLOCK_NAME], None)
            return
        self._ahead.clear()
        self.offset_s = 0.0
