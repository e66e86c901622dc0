"""The mock's clock: real time, scaled, and moved forward on demand."""

import time
from collections.abc import Callable


class Clock:
    """Tells the time in unix seconds.

    Attributes:
        offset_s: How far the clock was moved forward.
    """

    def __init__(self, *, scale: float = 1.0, source: Callable[[], float] = time.time) -> None:
        """Start the clock at the real time.

        Args:
            scale: Seconds of the clock for each real second.
            source: The real time in unix seconds.
        """
        self._source = source
        self._started = source()
        self.scale = scale
        self.offset_s = 0.0

    def now(self) -> float:
        """Return the time in unix seconds."""
        real = self._source()
        return self._started + (real - self._started) * self.scale + self.offset_s

    def advance(self, seconds: float) -> None:
        """Move the clock forward; a negative number of seconds is refused.

        Raises:
            ValueError: `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError(f"the clock goes forward only, not {seconds} seconds")
        self.offset_s += seconds

    def reset(self) -> None:
        """Set the clock back to the real time, at its scale."""
        self.offset_s = 0.0
