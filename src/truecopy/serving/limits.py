"""How much of a server one client may take up: heads, waiting, and connections."""

import logging
import time
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment] # the module, where there is one

# What the program itself keeps open, many times over.
_OWN_FILES = 64
# One line a second about each kind of trouble: whoever makes much of it fills no disk.
_SILENCE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """What is asked of clients.

    Attributes:
        head_bytes: Of request line and headers; many times what any client sends, as other servers have it.
        head_s: From the first byte of a head, or from the connection, until the head is whole.
        body_bytes_s: How fast a body comes at least, measured over `body_s`. A line of 1990 does more.
        body_s: How long a body may stand still.
        unread_s: How long a client may leave all of its answer unread.
        requests: Sent ahead of their answers on one connection.
        connections: At one time; None for what the system lets the program open, 1,000 at most.
    """

    head_bytes: int = 65_536
    head_s: float = 10.0
    body_bytes_s: float = 500.0
    body_s: float = 20.0
    unread_s: float = 30.0
    requests: int = 100
    connections: int | None = None

    @property
    def most_connections(self) -> int:
        """How many connections there may be."""
        return self.connections or _affordable()


def _affordable() -> int:
    """Return how many connections leave files enough for everything else."""
    most = 1_000
    if resource is None:
        return most
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if files == resource.RLIM_INFINITY else max(8, min(most, files - _OWN_FILES))


class TroubleLog:
    """Says on standard error what clients are refused for, seldom enough to be read."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._logger = logging.getLogger("uvicorn.error")
        self._said: dict[str, tuple[float, int]] = {}

    def tell(self, kind: str, text: str) -> None:
        """Log a line, unless one of its kind has been logged within a second; it tells of those left out.

        Args:
            kind: One of few.
        """
        now = time.monotonic()
        at, left_out = self._said.get(kind, (-_SILENCE_S, 0))
        if now - at < _SILENCE_S:
            self._said[kind] = at, left_out + 1
            return
        self._said[kind] = now, 0
        more = f" ({left_out} more like it before)" if left_out else ""
        self._logger.warning("%s%s", text, more)
