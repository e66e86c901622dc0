"""The admin API's pages for scenarios: which there are, which are set, and setting them."""

from collections.abc import Mapping
from typing import Any

from truecopy.mock.admin_bodies import (
    account_member,
    read_members,
    read_query,
    shown,
    text_member,
    vendor_of,
)
from truecopy.mock.scenario_settings import ScenarioSetting
from truecopy.mock.services import SharedServices
from truecopy.mock.vendor import VendorMock
from truecopy.serving.admin_surface import BadRequestError
from truecopy.serving.web import JSONResponse, Request, Response

_MEMBERS = ("scenario", "account", "operation", "times")
# More requests than any test makes; a larger number is a mistake.
_MOST_TIMES = 1_000_000


class ScenarioPages:
    """The endpoints."""

    def __init__(self, services: SharedServices, vendors: Mapping[str, VendorMock]) -> None:
        """Wire the endpoints to the state."""
        self._services = services
        self._vendors = vendors

    async def show(self, request: Request) -> Response:
        """Tell each vendor's scenarios, what is set, and what applies where nothing is set."""
        read_query(request, ())
        names = {name: list(mock.settings.scenarios) for name, mock in self._vendors.items()}
        rows = [
            {
                "scenario": setting.scenario,
                "account": account,
                "operation": setting.operation,
                "times": setting.times,
                "used": setting.used,
            }
            for account, setting in await self._services.store.scenarios()
        ]
        default = self._services.default_scenario
        return JSONResponse({"scenarios": names, "set": rows, "default": default})

    async def put(self, request: Request) -> Response:
        """Set a scenario for an account or for all, or take it back.

        Raises:
            BadRequestError: It would have no effect, or is not of the documented form.
        """
        content = await read_members(request, _MEMBERS)
        account = account_member(content, self._vendors)
        name, operation = text_member(content, "scenario"), text_member(content, "operation")
        times = _times(content)
        if "scenario" not in content:
            raise BadRequestError("scenario is missing; null takes one back")
        mocks = self._vendors
        if account is not None:
            mocks = {vendor_of(account): self._vendors[vendor_of(account)]}
        _require_effect(mocks, name, operation)
        store = self._services.store
        if name is None:
            if times is not None:
                raise BadRequestError("times: says nothing where a scenario is taken back")
            await store.take_back_scenario(operation, account)
        else:
            setting = ScenarioSetting(scenario=name, operation=operation, times=times)
            await store.set_scenario(setting, account)
        return JSONResponse(
            {"scenario": name, "account": account, "operation": operation, "times": times}
        )


def _times(content: Mapping[str, Any]) -> int | None:
    times = content.get("times")
    if times is None or (type(times) is int and 1 <= times <= _MOST_TIMES):
        return times
    raise BadRequestError(
        f"times: a whole number from 1 to {_MOST_TIMES} was expected, found {shown(times)}"
    )


def _require_effect(
    mocks: Mapping[str, VendorMock], name: str | None, operation: str | None
) -> None:
    """Refuse a scenario and an operation that no vendor among `mocks` has together."""
    known = {each for mock in mocks.values() for each in mock.settings.scenarios}
    if name is not None and name not in known:
        raise BadRequestError(
            f"there is no scenario {shown(name)}; there are: {', '.join(sorted(known))}"
        )
    operations = {each for mock in mocks.values() for each in mock.contract.operations}
    if operation is not None and operation not in operations:
        raise BadRequestError(
            f"there is no operation {shown(operation)}; there are: {', '.join(sorted(operations))}"
        )
    if name is None or operation is None:
        return
    if not any(
        name in mock.settings.scenarios and operation in mock.contract.operations
        for mock in mocks.values()
    ):
        raise BadRequestError(
            f"no vendor has both the scenario {name} and the operation {operation}"
        )
