"""The admin API under `/_truecopy/`: look at the mock's state, and change it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from truecopy.mock.answer_plan import instant
from truecopy.mock.services import SharedServices
from truecopy.mock.vendor import VendorMock
from truecopy.serving.admin_surface import BadRequestError, admin_routes, health_page, journal_page
from truecopy.serving.guard import Endpoint, Guard
from truecopy.serving.web import BaseRoute, JSONResponse, Request, Response

_FILTERS = ("vendor", "operation", "account", "status", "cause", "scenario")
# Every documented body has some dozen bytes.
_LONGEST_BODY = 65_536
# Ten years at once: past every lifetime, and far from the end of what dates can say.
_FURTHEST_S = 10 * 365 * 86400.0


class Admin:
    """The endpoints, over the state that the vendors share."""

    def __init__(
        self,
        services: SharedServices,
        vendors: Mapping[str, VendorMock],
        *,
        token: str | None = None,
    ) -> None:
        """Wire the endpoints to the state.

        Args:
            token: Opens the API to clients that are not on this machine; None keeps it closed to them.
        """
        self._services = services
        self._vendors = vendors
        self._guard = Guard(token, "; start with --admin-token to open it")

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the API."""
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/requests", self._requests),
            ("GET", "/tasks", self._tasks),
            ("GET", "/charges", self._charges),
            ("GET", "/clock", self._clock),
            ("POST", "/clock", self._move_clock),
            ("GET", "/scenarios", self._scenarios),
            ("PUT", "/scenarios", self._set_scenario),
            ("POST", "/reset", self._reset),
        ]
        # Whoever waits for the server to be ready may be on another machine.
        open_pages = {"/health": health_page, "/ready": self._ready}
        return admin_routes("admin API", table, open_pages=open_pages, guard=self._guard)

    async def _ready(self, _: Request) -> Response:
        fingerprints = {name: mock.contract.fingerprint for name, mock in self._vendors.items()}
        return JSONResponse({"status": "ready", "contracts": fingerprints})

    async def _requests(self, request: Request) -> Response:
        return journal_page(request, await self._services.store.entries(), _FILTERS)

    async def _tasks(self, _: Request) -> Response:
        now = self._services.clock.now()
        rows = []
        for task in await self._services.store.tasks():
            state, since = task.state_at(now)
            rows.append(
                {
                    "id": task.id,
                    "vendor": task.vendor,
                    "account": task.account,
                    "state": state,
                    "since": instant(since),
                    "steps": [{"state": name, "at": instant(at)} for name, at in task.steps],
                    "pictures": task.spec.count if task.spec else 0,
                }
            )
        return JSONResponse({"tasks": rows})

    async def _charges(self, _: Request) -> Response:
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
        return JSONResponse({"charges": rows})

    async def _clock(self, _: Request) -> Response:
        clock = self._services.clock
        now = clock.now()
        return JSONResponse(
            {"now": instant(now), "unix_s": now, "offset_s": clock.offset_s, "scale": clock.scale}
        )

    async def _move_clock(self, request: Request) -> Response:
        seconds = (await _body(request, {"advance_s"})).get("advance_s")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise BadRequestError(f"advance_s: a number of seconds was expected, found {seconds!r}")
        if not 0 <= seconds <= _FURTHEST_S:
            raise BadRequestError(f"advance_s: {seconds} is not between 0 and {_FURTHEST_S:.0f}")
        self._services.clock.advance(seconds)
        return await self._clock(request)

    async def _scenarios(self, _: Request) -> Response:
        names = {name: list(mock.settings.scenarios) for name, mock in self._vendors.items()}
        return JSONResponse({"scenarios": names})

    async def _set_scenario(self, request: Request) -> Response:
        content = await _body(request, {"scenario", "account"})
        name, account = content.get("scenario"), content.get("account")
        known = {each for mock in self._vendors.values() for each in mock.settings.scenarios}
        if name is not None and name not in known:
            raise BadRequestError(
                f"there is no scenario {name!r}; there are: {', '.join(sorted(known))}"
            )
        if "scenario" not in content:
            raise BadRequestError("scenario is missing; null takes one back")
        vendors = "|".join(map(re.escape, self._vendors))
        if account is not None and not re.fullmatch(rf"({vendors}):[0-9a-f]{{16}}", str(account)):
            raise BadRequestError(
                f"account: an id as the journal shows it was expected, vendor:16 hex digits, found {account!r}"
            )
        await self._services.store.set_scenario(name, account)
        return JSONResponse({"scenario": name, "account": account})

    async def _reset(self, _: Request) -> Response:
        await self._services.store.reset()
        self._services.clock.reset()
        return JSONResponse({"status": "reset"})


async def _body(request: Request, allowed: set[str]) -> dict[str, Any]:
    """Return the JSON object that a request carries.

    Raises:
        BadRequestError: It is too long, not JSON, no object, or has an unknown field.
    """
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _LONGEST_BODY:
            raise BadRequestError(f"the body has more than {_LONGEST_BODY} bytes")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise BadRequestError("the body is not a JSON object")
    if content.keys() - allowed:
        raise BadRequestError(f"unknown field {', '.join(sorted(content.keys() - allowed))}")
    return content
