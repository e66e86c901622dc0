"""Requests that were accepted before: the same bytes are good again, and ask for the same."""

from truecopy.mock.context import AcceptedRequest

_MOST_ORDERS = 1_000
_MOST_SEEN = 10_000
_LONGEST_BYTES = 4_096

Name = tuple[str, bytes]


class RequestCache:
    """Small bodies that were accepted, by operation and bytes.

    A body is kept when it comes a second time. Most bodies that come once never come again; of them only
    a number is kept.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._accepteds: dict[Name, AcceptedRequest] = {}
        self._seen: set[int] = set()

    def find(self, operation: str, data: bytes) -> AcceptedRequest | None:
        """Return what a body asks for, None where it is not known."""
        return self._accepteds.get((operation, data))

    def offer(self, operation: str, data: bytes, accepted: AcceptedRequest) -> None:
        """Keep an accepted body if it is small and comes a second time; the oldest makes room."""
        if len(data) > _LONGEST_BYTES:
            return
        name = (operation, data)
        number = hash(name)
        if number not in self._seen:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen.add(number)
            return
        if len(self._accepteds) >= _MOST_ORDERS:
            del self._accepteds[next(iter(self._accepteds))]
        self._accepteds[name] = accepted
