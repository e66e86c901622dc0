"""The proxy's journal: what passed, and what was found in it."""

from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from truecopy.model import Finding, Severity
from truecopy.recording.proxying.exchange import AnsweredBy
from truecopy.serving.guard import Guard
from truecopy.serving.web import BaseRoute, JSONResponse, Request, Response, Route

ROOT = "/_truecopy"
_MOST_ROWS = 1_000
_LONGEST_PATH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One exchange that is over, without keys and bodies.

    Attributes:
        at: When the request came, in unix seconds.
        path: As it was sent, without the query.
        operation: Id; empty where the contract has none for it.
        status: 0 where the client got no answer.
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
    note: str = ""
    is_recorded: bool = False

    def row(self) -> dict[str, Any]:
        """Return it as data for the admin API."""
        return {
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds"),
            "method": self.method,
            "path": self.path[:_LONGEST_PATH],
            "operation": self.operation or None,
            "status": self.status,
            "answered_by": self.answered_by,
            "elapsed_s": round(self.elapsed_s, 3),
            "findings": [each.row() for each in self.findings],
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
        self._latest: deque[Passed] = deque(maxlen=_MOST_ROWS)

    def add(self, passed: Passed) -> None:
        """Add an exchange that is over."""
        self.exchanges += 1
        self.severities.update(each.severity for each in passed.findings)
        self._latest.append(passed)

    def latest(self, most: int = _MOST_ROWS) -> list[Passed]:
        """Return the latest exchanges, the newest first."""
        return list(self._latest)[::-1][:most]


def admin_routes(journal: ProxyJournal, settled: Callable[[], Awaitable[None]]) -> list[BaseRoute]:
    """Return the proxy's own endpoints, which only this machine may use.

    Args:
        settled: Waits until everything that has passed is in the journal.
    """

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def requests(request: Request) -> Response:
        limit = request.query_params.get("limit", "100")
        unknown = request.query_params.keys() - {"limit"}
        if unknown:
            return _problem(400, f"unknown filter {', '.join(sorted(unknown))[:80]}")
        if not (limit.isascii() and limit.isdigit() and len(limit) <= 6):
            return _problem(400, f"limit: a whole number was expected, found {limit[:20]!r}")
        await settled()
        return JSONResponse({"requests": [each.row() for each in journal.latest(int(limit))]})

    async def unknown(request: Request) -> Response:
        return _problem(404, f"the proxy has no {request.method} {request.url.path[:200]}")

    guard = Guard()
    return [
        Route(f"{ROOT}/health", guard.guarded(health), methods=["GET"]),
        Route(f"{ROOT}/requests", guard.guarded(requests), methods=["GET"]),
        Route("/{rest:path}", unknown),
    ]


def _problem(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)
