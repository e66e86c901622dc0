"""How much of all bodies under way a server keeps at once."""

# What a developer's machine can spare. The largest bodies that mocks take have a fifth of it.
_MOST_TOGETHER_BYTES = 256_000_000


class NoRoomError(Exception):
    """So much is under way that no more can be kept now. A refusal of the request, not a fault of the tool."""


class Room:
    """How much of all bodies under way is kept at once."""

    def __init__(self, most_bytes: int = _MOST_TOGETHER_BYTES) -> None:
        """Begin with nothing kept."""
        self.most_bytes = most_bytes
        self._left_bytes = most_bytes

    def take(self, size_bytes: int) -> bool:
        """Reserve room; return whether there is any."""
        if size_bytes > self._left_bytes:
            return False
        self._left_bytes -= size_bytes
        return True

    def give(self, size_bytes: int) -> None:
        """Give room back."""
        self._left_bytes += size_bytes
