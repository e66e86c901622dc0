"""Copies of bodies that pass, within bounds: of one that is too long nothing is kept."""

from io import BytesIO

from truecopy.recording.content_encoding import MOST_BYTES
from truecopy.serving.room import Room

_MB = 1_000_000


class Copy:
    """A copy of a body as it passes; of one that is too long nothing is kept.

    Attributes:
        size_bytes: Of the body so far.
        loss: Why there is no copy; empty where there is one.
    """

    def __init__(self, room: Room, what: str) -> None:
        """Begin with nothing.

        Args:
            what: The body's name in `loss`.
        """
        self.size_bytes = 0
        self.loss = ""
        self._room = room
        self._what = what
        self._file = BytesIO()

    def add(self, piece: bytes) -> None:
        """Add a piece."""
        self.size_bytes += len(piece)
        if self.loss:
            return
        if self.size_bytes > MOST_BYTES:
            self._lose(len(piece), f"{self._what} has more than {MOST_BYTES // _MB} MB")
        elif not self._room.take(len(piece)):
            self._lose(len(piece), f"too much is under way at once to keep {self._what}")
        else:
            self._file.write(piece)

    def content(self) -> bytes:
        """Return the body; the bytes are shared, not copied again."""
        return self._file.getvalue()

    def drop(self) -> None:
        """Keep nothing any more."""
        if not self.loss:
            self._lose(0, f"{self._what} is not kept any more")

    def _lose(self, untaken_bytes: int, why: str) -> None:
        # In this order: whoever found no loss after taking the content has all of it.
        self.loss = why
        self._file = BytesIO()
        self._room.give(self.size_bytes - untaken_bytes)
