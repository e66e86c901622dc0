"""The pages by which a server of this program is looked at: mock, replay and proxy have the same surface."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from truecopy.serving.guard import Guard
from truecopy.serving.web import Endpoint

ROOT = "/_truecopy"
# What fits on a screen many times over, and into 20 MB.
JOURNAL_ENTRIES = 1_000
_SHOWN_ENTRIES = "100"


class BadRequestError(Exception):
    """A request to the admin API that cannot be followed; the message says why."""


class Journaled(Protocol):
    """One request of a server's journal, with its answer."""

    def row(self) -> dict[str, Any]:
        """Return it as data."""
        ...


def admin_routes(
    server: str,
    table: Iterable[tuple[str, str, Endpoint]],
    *,
    open_pages: Mapping[str, Endpoint] | None = None,
    guard: Guard | None = None,
) -> list[BaseRoute]:
    """Return the routes of an admin API; any other path below the root is unknown.

    Args:
        server: What it is the API of, for the answer to an unknown path.
        table: Method, path below the root, endpoint; each is guarded.
        open_pages: Path below the root -> endpoint that anybody may GET.
        guard: None lets in clients of this machine only.
    """
    guarded = (guard or Guard()).guarded
    table = list(table)
    return [
        *(Route(ROOT + path, page, methods=["GET"]) for path, page in (open_pages or {}).items()),
        *(
            Route(ROOT + path, guarded(_told(endpoint)), methods=[method])
            for method, path, endpoint in table
        ),
        Route(f"{ROOT}/{{rest:path}}", unknown_page(server, _listed(table, open_pages or {}))),
    ]


async def health_page(_: Request) -> Response:
    """Say that the server is alive."""
    return JSONResponse({"status": "ok"})


def _listed(table: Iterable[tuple[str, str, Endpoint]], open_pages: Iterable[str]) -> str:
    """Return what there is, each path once with its methods."""
    methods = {path: "GET" for path in open_pages if path.strip("/")}
    for method, path, _ in table:
        methods[path] = f"{methods[path]} and {method}" if path in methods else method
    return ", ".join(f"{each} {path.strip('/')}" for path, each in sorted(methods.items()))


def unknown_page(server: str, listed: str = "") -> Endpoint:
    """Return an endpoint that says that a server has no such page.

    Args:
        listed: What there is in its place.
    """

    async def unknown(request: Request) -> Response:
        path = _plain(request.scope["path"][:200])
        there = f"; below {ROOT}/ there are: {listed}" if listed else ""
        return JSONResponse({"error": f"the {server} has no {request.method} {path}{there}"}, 404)

    return unknown


def require_single(request: Request, listed: Collection[str] = ()) -> None:
    """Refuse a query in which a parameter stands several times: whoever wrote it means all of them.

    Args:
        listed: Names of parameters that may.

    Raises:
        BadRequestError: One does.
    """
    seen = set[str]()
    for name, _ in request.query_params.multi_items():
        if name in seen and name not in listed:
            raise BadRequestError(f"{name[:80]}: stands several times, once was expected")
        seen.add(name)


def journal_page(
    request: Request, entries: Iterable[Journaled], filters: Collection[str] = ()
) -> Response:
    """Return the entries of a journal that a request asks for, as far as `limit` goes.

    Args:
        entries: The newest first.
        filters: Names of attributes by which entries can be chosen.

    Raises:
        BadRequestError: The limit is no number, or a filter is unknown.
    """
    require_single(request)
    limit = whole_number(request.query_params.get("limit", _SHOWN_ENTRIES), "limit")
    wanted = {key: value for key, value in request.query_params.items() if key != "limit"}
    unknown = wanted.keys() - set(filters)
    if unknown:
        raise BadRequestError(f"unknown filter {', '.join(sorted(unknown))[:80]}")
    rows: list[dict[str, Any]] = []
    for entry in entries:
        if len(rows) >= limit:
            break
        if all(str(getattr(entry, key)) == value for key, value in wanted.items()):
            rows.append(entry.row())
    return JSONResponse({"requests": rows})


def journal_time(seconds: float) -> str:
    """Return unix seconds as a journal shows them."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def whole_number(text: str, name: str) -> int:
    """Return the number that a parameter has.

    Raises:
        BadRequestError: It has none of up to six digits.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadRequestError(f"{name}: a whole number was expected, found {text[:20]!r}")
    return int(text)


def _plain(text: str) -> str:
    """Return a text of which every character can be sent: halves of surrogate pairs are written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _told(endpoint: Endpoint) -> Endpoint:
    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadRequestError as error:
            return JSONResponse({"error": _plain(str(error))}, 400)

    return told
