"""The admin API under `/_truecopy/`: look at the mock's state, and change it."""

from collections.abc import Mapping
from typing import Any

from truecopy.contract.formats import instant
from truecopy.mock.admin_bodies import account_member, read_members, read_query, shown
from truecopy.mock.admin_journal import JournalPages
from truecopy.mock.admin_openapi import openapi_page
from truecopy.mock.admin_scenarios import ScenarioPages
from truecopy.mock.admin_vendors import PlayedVendors
from truecopy.mock.clock import FURTHEST_S
from truecopy.mock.page import MockPage
from truecopy.mock.services import SharedServices, Surroundings
from truecopy.mock.tasks import Task
from truecopy.mock.vendor import VendorMock
from truecopy.serving.admin_surface import BadRequestError, admin_routes, health_page, whole_number
from truecopy.serving.guard import Guard
from truecopy.serving.web import BaseRoute, Endpoint, JSONResponse, Request, Response

# As many as the store keeps.
_MOST_TASKS = "10000"
# How long a page shows them that nobody has asked for.
_DAY_S = 86400.0


class Admin:
    """The endpoints, over the state that the vendors share."""

    def __init__(
        self,
        services: SharedServices,
        vendors: Mapping[str, VendorMock],
        page: MockPage,
        surroundings: Surroundings,
    ) -> None:
        """Wire the endpoints to the state."""
        self._services = services
        self._vendors = vendors
        self._page = page
        self._public_url = surroundings.public_url
        self._guard = Guard(surroundings.admin_token, "; start with --admin-token to open it")

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the API."""
        scenarios = ScenarioPages(self._services, self._vendors)
        journal = JournalPages(self._services, self._vendors)
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/vendors", PlayedVendors(self._vendors, self._public_url).show),
            ("GET", "/account", self._account),
            ("GET", "/requests", journal.show),
            ("GET", "/requests/unmatched", journal.unmatched),
            ("POST", "/requests/count", journal.count),
            ("GET", "/tasks", self._tasks),
            ("GET", "/charges", self._charges),
            ("GET", "/clock", self._clock),
            ("POST", "/clock", self._move_clock),
            ("GET", "/scenarios", scenarios.show),
            ("PUT", "/scenarios", scenarios.put),
            ("POST", "/reset", self._reset),
        ]
        # Whoever waits for the server to be ready may be on another machine. The page shows nothing by itself.
        open_pages = {
            "/health": health_page,
            "/ready": self._ready,
            "/openapi.json": openapi_page,
            "": self._page.show,
            "/": self._page.show,
        }
        return admin_routes("admin API", table, open_pages=open_pages, guard=self._guard)

    async def _ready(self, _: Request) -> Response:
        fingerprints = {name: mock.contract.fingerprint for name, mock in self._vendors.items()}
        return JSONResponse({"status": "ready", "contracts": fingerprints})

    async def _account(self, request: Request) -> Response:
        """Tell which accounts the key in Authorization has, one with each vendor; of those that refuse it a good key, too."""
        wanted = read_query(request, ("vendor",)).get("vendor")
        if wanted is not None and wanted not in self._vendors:
            known = ", ".join(self._vendors)
            raise BadRequestError(f"there is no vendor {shown(wanted)}; there are: {known}")
        header = request.headers.get("authorization", "")
        accounts, problems, good = dict[str, str](), dict[str, str](), dict[str, str]()
        for name, mock in self._vendors.items():
            if wanted in (None, name):
                found = mock.account_of(header)
                if not found.account:
                    raise BadRequestError(found.problem or "there is no key")
                accounts[name] = found.account
                if found.problem:
                    problems[name] = found.problem
                    # Another for each account, so that whoever makes up several keys has several.
                    good[name] = mock.made_up_key(f"sk-{found.account.rpartition(':')[2]}")
        only = next(iter(accounts.values())) if len(accounts) == 1 else None
        told = {"account": only, "accounts": accounts, "problems": problems, "good_keys": good}
        return JSONResponse(told)

    async def _tasks(self, request: Request) -> Response:
        chosen = read_query(request, ("id", "vendor", "account", "state", "limit"))
        limit = whole_number(chosen.pop("limit", _MOST_TASKS), "limit")
        rows: list[dict[str, Any]] = []
        for task in await self._services.store.tasks():
            state, since = task.state_at(self._services.clock.now(task.account))
            rows.append(
                {
                    "id": task.id,
                    "vendor": task.vendor,
                    "account": task.account,
                    "state": state,
                    "since": instant(since),
                    "steps": [{"state": name, "at": instant(at)} for name, at in task.steps],
                    "pictures": task.spec.count if task.spec else 0,
                    "urls": self._pictures_of(task, state, since),
                }
            )
        return JSONResponse({"tasks": _chosen(rows, chosen)[:limit]})

    def _pictures_of(self, task: Task, state: str, since: float) -> list[str]:
        """Return where the pictures of a task are on this server; none before it has them."""
        if task.spec is None or not self._vendors[task.vendor].shows_pictures(state):
            return []
        return self._services.addresses("", task.spec, since + _DAY_S, task.account)

    async def _charges(self, request: Request) -> Response:
        rows = [
            {
                "account": account,
                "operation": operation,
                "calls": charge.calls,
                "pictures": charge.pictures,
                "usd": None if charge.usd is None else round(charge.usd, 6),
            }
            for account, operations in (await self._services.store.charges()).items()
            for operation, charge in operations.items()
        ]
        chosen = read_query(request, ("account", "operation"))
        return JSONResponse({"charges": _chosen(rows, chosen)})

    async def _clock(self, request: Request) -> Response:
        return self._time(account_member(read_query(request, ("account",)), self._vendors))

    async def _move_clock(self, request: Request) -> Response:
        content = await read_members(request, ("advance_s", "account"))
        account = account_member(content, self._vendors)
        seconds = content.get("advance_s")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise BadRequestError(
                f"advance_s: a number of seconds was expected, found {shown(seconds)}"
            )
        if not 0 <= seconds <= FURTHEST_S:
            raise BadRequestError(
                f"advance_s: {shown(seconds)} is not between 0 and {FURTHEST_S:.0f}"
            )
        try:
            self._services.clock.advance(seconds, account)
        except ValueError as error:
            raise BadRequestError(f"advance_s: {error}") from error
        return self._time(account)

    def _time(self, account: str | None) -> Response:
        """Return what time it is, for all or for an account."""
        clock = self._services.clock
        now, ahead = clock.now(account or ""), clock.ahead_s(account or "")
        row = {"now": instant(now), "unix_s": now, "offset_s": clock.offset_s + ahead}
        return JSONResponse({**row, "scale": clock.scale, "account": account})

    async def _reset(self, request: Request) -> Response:
        account = account_member(await read_members(request, ("account",)), self._vendors)
        await self._services.store.reset(account)
        self._services.clock.reset(account)
        return JSONResponse({"status": "reset", "account": account})


def _chosen(rows: list[dict[str, Any]], wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows that have all that is wanted."""
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]
