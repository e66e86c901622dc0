"""Requests that were accepted before: the same bytes are good again, and ask for the same."""

from truecopy.mock.context import AcceptedRequest

# What a test suite sends again and again: its distinct small bodies, a few megabytes at most.
_MOST_REQUESTS = 1_000
_LONGEST_BYTES = 4_096
# Numbers of bodies that came once: as many as are at hand without a wait for memory.
_MOST_SEEN = 1_000


class RequestCache:
    """Small bodies that one operation accepted.

    A body is kept when it comes a second time. Most bodies that come once never come again; of them only
    a number is kept.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._requests: dict[bytes, AcceptedRequest] = {}
        self._seen: set[int] = set()
        self.find = self._requests.get

    def offer(self, data: bytes, accepted: AcceptedRequest) -> None:
        """Keep an accepted body if it is small and comes a second time; the oldest makes room."""
        if len(data) > _LONGEST_BYTES:
            return
        number = hash(data)
        if number not in self._seen:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen.add(number)
            return
        if len(self._requests) >= _MOST_REQUESTS:
            del self._requests[next(iter(self._requests))]
        self._requests[data] = accepted
