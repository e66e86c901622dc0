"""How long an answer may take as a whole, however it comes: piece by piece, or never to its end."""

import math
import time
from typing import Any

# A body that the other side does not take is given up between such pieces.
_WRITTEN_BYTES = 65_536


class TimeIsUpError(TimeoutError):
    """The time for an answer is over."""


class TimeLimit:
    """The time that is left for what is under way; an object that streams share.

    Attributes:
        run_until: In seconds of `time.monotonic`; no answer is waited for longer.
        has_received: Whether anything of the answer has come.
    """

    def __init__(self) -> None:
        """Begin without a limit."""
        self.run_until = math.inf
        self.has_received = False
        self._until = math.inf

    def begin(self, seconds: float) -> None:
        """Begin to count for a request."""
        self._until = min(time.monotonic() + seconds, self.run_until)
        self.has_received = False

    def left_s(self, timeout_s: float | None = None) -> float:
        """Return how long may be waited now.

        Args:
            timeout_s: For the piece that is waited for.

        Raises:
            TimeIsUpError: No time is left.
        """
        left_s = self._until - time.monotonic()
        if left_s <= 0:
            raise TimeIsUpError("its time is over")
        return left_s if timeout_s is None else min(left_s, timeout_s)


class LimitedBackend:
    """Opens connections on which nothing takes longer than a limit says."""

    def __init__(self, inner: Any, limit: TimeLimit) -> None:
        """Stand in front of a network backend of the HTTP library."""
        self._inner = inner
        self._limit = limit

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **more: Any
    ) -> "_LimitedStream":
        """Return an open connection."""
        timeout = self._limit.left_s(timeout)
        inner = self._inner.connect_tcp(host, port, timeout=timeout, **more)
        return _LimitedStream(inner, self._limit)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self._inner.sleep(self._limit.left_s(seconds))


class _LimitedStream:
    def __init__(self, inner: Any, limit: TimeLimit) -> None:
        self._inner = inner
        self._limit = limit
        self.close = inner.close
        self.get_extra_info = inner.get_extra_info

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, timeout=self._limit.left_s(timeout))
        self._limit.has_received = self._limit.has_received or bool(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITTEN_BYTES):
            piece = memoryview(buffer)[start : start + _WRITTEN_BYTES]
            self._inner.write(piece, timeout=self._limit.left_s(timeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_LimitedStream":
        timeout = self._limit.left_s(timeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, timeout=timeout)
        return _LimitedStream(inner, self._limit)
