"""The admin API's pages for the journal: chosen entries, how many there are, and what was for no operation."""

import difflib
import json
import math
from collections.abc import Mapping
from typing import Any

from truecopy.mock.admin_bodies import account_member, read_members, shown, text_member
from truecopy.mock.journal import JournalEntry
from truecopy.mock.journal_query import EXACT, JournalQuery, nearest
from truecopy.mock.services import SharedServices
from truecopy.mock.vendor import VendorMock
from truecopy.serving.admin_surface import BadRequestError, require_single, whole_number
from truecopy.serving.web import JSONResponse, Request, Response

_SHOWN_ENTRIES = "100"
_FILTERS = (*EXACT, "header", "body", "note", "ms", "after", "limit")
_MEMBERS = ("vendor", "operation", "account", "method", "path", "status", "body")
_MORE_MEMBERS = ("cause", "scenario", "query", "request_id")
# Why a request is of no operation.
_UNMATCHED = frozenset({"vendor", "route", "method", "slash"})
# A reader compares with one or two.
_MOST_NEAREST = 3
# As much of a path as tells it from others.
_COMPARED = 300


class JournalPages:
    """The endpoints. Entries are looked through off the event loop: bodies are read and redacted when they are shown."""

    def __init__(self, services: SharedServices, vendors: Mapping[str, VendorMock]) -> None:
        """Wire the endpoints to the state."""
        self._services = services
        self._vendors = vendors

    async def show(self, request: Request) -> Response:
        """Show the entries that the query's filters choose, the newest first.

        Raises:
            BadRequestError: A filter is unknown, or its value is of another kind.
        """
        query, limit = self._query_of(request), _limit_of(request)
        entries, told = _newer(request, await self._services.store.entries())

        def rows() -> list[dict[str, Any]]:
            met = (entry for entry in entries if query.is_met(entry))
            return [entry.row() for entry, _ in zip(met, range(limit), strict=False)]

        return JSONResponse({"requests": await self._services.judges.run(rows), **told})

    async def count(self, request: Request) -> Response:
        """Count the entries that the members of a body choose; show those that come nearest, with what differs.

        Raises:
            BadRequestError: A member is unknown or of another kind.
        """
        content = await read_members(request, (*_MEMBERS, *_MORE_MEMBERS))
        query = self._wanted(content)
        entries = await self._services.store.entries()

        def counted() -> dict[str, Any]:
            others = [entry for entry in entries if not query.is_met(entry)]
            near = nearest(query, others, _MOST_NEAREST)
            return {"count": len(entries) - len(others), "nearest": near}

        return JSONResponse(await self._services.judges.run(counted))

    async def unmatched(self, request: Request) -> Response:
        """Show what was for no operation, each with the operation that comes nearest.

        Raises:
            BadRequestError: A filter is unknown, or its value is of another kind.
        """
        query, limit = self._query_of(request), _limit_of(request)
        entries, told = _newer(request, await self._services.store.entries())

        def rows() -> list[dict[str, Any]]:
            met = (entry for entry in entries if entry.cause in _UNMATCHED and query.is_met(entry))
            return [
                {**entry.row(), "nearest": self._nearest(entry)}
                for entry, _ in zip(met, range(limit), strict=False)
            ]

        return JSONResponse({"requests": await self._services.judges.run(rows), **told})

    def _wanted(self, content: Mapping[str, Any]) -> JournalQuery:
        account_member(content, self._vendors)
        exact = {
            name: text
            for name in (*_MEMBERS, *_MORE_MEMBERS)
            if name not in ("status", "body")
            for text in [text_member(content, name)]
            if text is not None
        }
        status = content.get("status")
        if status is not None:
            if type(status) is not int:
                raise BadRequestError(f"status: a whole number was expected, found {shown(status)}")
            exact["status"] = str(status)
        self._require_known(exact)
        if "body" in content:
            return JournalQuery(exact=exact, body=content["body"])
        return JournalQuery(exact=exact)

    def _query_of(self, request: Request) -> JournalQuery:
        """Return what the filters of a request's query choose.

        Raises:
            BadRequestError: One is unknown, or its value is of another kind.
        """
        query = _filtered(request)
        whole_number(query.exact.get("status", "0"), "status")
        self._require_known(query.exact)
        return query

    def _require_known(self, exact: Mapping[str, str]) -> None:
        """Refuse what no request can have had: somebody counts on a name that is misspelt.

        Raises:
            BadRequestError: A vendor or an operation is unknown; an empty text stands for none.
        """
        operations = {name for mock in self._vendors.values() for name in mock.contract.operations}
        for name, known in (("vendor", self._vendors.keys()), ("operation", operations)):
            wanted = exact.get(name)
            if wanted and wanted not in known:
                raise BadRequestError(
                    f"there is no {name} {shown(wanted)}; there are: {', '.join(sorted(known))}"
                )

    def _nearest(self, entry: JournalEntry) -> dict[str, Any] | None:
        """Return the operation whose address is most like that of an entry, one of the same method first."""
        known = {
            f"{operation.path}": (name, operation)
            for name, mock in self._vendors.items()
            if entry.vendor in ("", name)
            for operation in sorted(
                mock.contract.operations.values(), key=lambda each: each.method == entry.method
            )
        }
        near = difflib.get_close_matches(entry.path[:_COMPARED], known, n=1, cutoff=0.3)
        if not near:
            return None
        name, operation = known[near[0]]
        return {
            "vendor": name,
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "media_type": operation.media_type,
        }


def _newer(
    request: Request, entries: list[JournalEntry]
) -> tuple[list[JournalEntry], dict[str, bool]]:
    """Return the entries after the one that a request names, and whether they go on from it.

    Whoever names one that is gone begins anew: all are returned.
    """
    after = request.query_params.get("after")
    if after is None:
        return entries, {}
    numbers = [number for number, each in enumerate(entries) if each.request_id == after]
    return (entries[: numbers[0]] if numbers else entries), {"continues": bool(numbers)}


def _limit_of(request: Request) -> int:
    return whole_number(request.query_params.get("limit", _SHOWN_ENTRIES), "limit")


def _filtered(request: Request) -> JournalQuery:
    given = request.query_params
    unknown = sorted(given.keys() - set(_FILTERS))
    if unknown:
        raise BadRequestError(
            f"unknown filter {shown(unknown[0])}; there are: {', '.join(_FILTERS)}"
        )
    require_single(request, listed=("header",))
    headers = dict(map(_header, given.getlist("header")))
    query = JournalQuery(
        exact={name: given[name] for name in EXACT if name in given},
        headers=headers,
        note=given.get("note"),
        least_ms=_milliseconds(given.get("ms", "0")),
    )
    if "body" not in given:
        return query
    try:
        body = json.loads(given["body"])
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"body: JSON was expected: {error}") from error
    return JournalQuery(
        exact=query.exact, headers=headers, note=query.note, least_ms=query.least_ms, body=body
    )


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise BadRequestError(f"header: name:value was expected, found {shown(text)}")
    return name.strip().lower(), value.strip()


def _milliseconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 <= found < math.inf:
        raise BadRequestError(f"ms: a number was expected, found {shown(text)}")
    return found
