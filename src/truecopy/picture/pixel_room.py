"""How many pixels are worked on at once, so that large pictures do not take all memory together."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class PixelRoom:
    """Lets work begin whose pixels fit beside those that are worked on; the rest waits for its turn."""

    def __init__(self, most_pixels: int) -> None:
        """Begin with nothing under work.

        Args:
            most_pixels: Together. More than that at once has to be one picture, and is worked on alone.
        """
        self._most = self._left = most_pixels
        self._changed = Condition()

    @contextmanager
    def holding(self, pixels: int) -> Iterator[None]:
        """Wait for room, and hold it; a thread that holds some must not ask for more."""
        taken = min(pixels, self._most)
        with self._changed:
            self._changed.wait_for(lambda: self._left >= taken)
            self._left -= taken
        try:
            yield
        finally:
            with self._changed:
                self._left += taken
                self._changed.notify_all()
