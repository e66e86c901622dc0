"""The proxy's journal: what passed, and what was found in it."""

from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from truecopy.model import Finding, Severity
from truecopy.recording.proxying.exchange import AnsweredBy
from truecopy.serving.admin_surface import (
    JOURNAL_ENTRIES,
    admin_routes,
    health_page,
    journal_page,
    journal_time,
    unknown_page,
)
from truecopy.serving.web import BaseRoute, Request, Response, Route

# A journal line is read by people.
_LONGEST_PATH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One exchange that is over, without keys and bodies.

    Attributes:
        at: When the request came, in unix seconds.
        path: As it was sent, without the query.
        operation: Id; empty where the contract has none for it.
        status: 0 where the client got no answer.
        held: Ids of the claims that it shows held.
        note: Why it was not judged or not recorded; empty where it was.
    """

    at: float
    method: str
    path: str
    operation: str = ""
    status: int
    answered_by: AnsweredBy
    elapsed_s: float
    findings: tuple[Finding, ...] = ()
    held: frozenset[str] = frozenset()
    note: str = ""
    is_recorded: bool = False

    def row(self) -> dict[str, Any]:
        """Return it as data for the admin API."""
        return {
            "at": journal_time(self.at),
            "method": self.method,
            "path": self.path[:_LONGEST_PATH],
            "operation": self.operation or None,
            "status": self.status,
            "answered_by": self.answered_by,
            "elapsed_s": round(self.elapsed_s, 3),
            "findings": [each.row() for each in self.findings],
            "held": sorted(self.held),
            "note": self.note or None,
            "recorded": self.is_recorded,
        }


class ProxyJournal:
    """The latest exchanges, and how many there were of each kind.

    Attributes:
        exchanges: All that passed.
        severities: How often something of each severity was found.
    """

    def __init__(self) -> None:
        """Begin an empty journal."""
        self.exchanges = 0
        self.severities: Counter[Severity] = Counter()
        self._latest: deque[Passed] = deque(maxlen=JOURNAL_ENTRIES)

    def add(self, passed: Passed) -> None:
        """Add an exchange that is over."""
        self.exchanges += 1
        self.severities.update(each.severity for each in passed.findings)
        self._latest.append(passed)

    def latest(self) -> list[Passed]:
        """Return the latest exchanges, the newest first."""
        return list(self._latest)[::-1]


def proxy_routes(journal: ProxyJournal, settled: Callable[[], Awaitable[None]]) -> list[BaseRoute]:
    """Return the proxy's own endpoints, which only this machine may use.

    Args:
        settled: Waits until everything that has passed is in the journal.
    """

    async def requests(request: Request) -> Response:
        await settled()
        return journal_page(request, journal.latest())

    table = [("GET", "/health", health_page), ("GET", "/requests", requests)]
    return [*admin_routes("proxy", table), Route("/{rest:path}", unknown_page("proxy"))]
