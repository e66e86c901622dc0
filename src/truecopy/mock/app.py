"""The whole mock as one ASGI application."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from truecopy.contract import Workspace, find_workspace
from truecopy.errors import UsageError
from truecopy.mock.admin import Admin
from truecopy.mock.clock import Clock
from truecopy.mock.mockfile import read_mock_file
from truecopy.mock.page import MockPage
from truecopy.mock.picture_route import picture_route
from truecopy.mock.profiles import AS_DOCUMENTED, AS_OBSERVED, PROFILES
from truecopy.mock.services import SharedServices, Surroundings
from truecopy.mock.store import MemoryStore
from truecopy.mock.unaddressed import UnaddressedRequests
from truecopy.mock.vendor import VendorMock
from truecopy.model import Contract
from truecopy.serving import VendorApplication, VendorSite, VendorSites
from truecopy.serving.cross_origin import CrossOrigin
from truecopy.serving.request_log import RequestLog

# Of bodies in a proof: a documented file of 100 MB in base64.
_UNCAPPED_BYTES = 140_000_000
# What the mock itself adds to answers, and what clients look for in them.
_OWN_HEADERS = frozenset(
    {
        "location",
        "preference-applied",
        "retry-after",
        "x-truecopy",
        "x-truecopy-explain",
        "x-truecopy-notes",
    }
)


class MockApp(VendorApplication):
    """What `create_app` returns: an ASGI application that knows what it plays.

    Attributes:
        contracts: Vendor -> contract.
        seed: Of all pictures.
        environments: Vendor -> variable of its SDK -> text with `{url}` and `{key}` in it.
    """

    def __init__(
        self,
        mocks: Mapping[str, VendorMock],
        services: SharedServices,
        *,
        surroundings: Surroundings,
    ) -> None:
        """Put vendors, admin API and pictures together."""
        self.contracts = {name: mock.contract for name, mock in mocks.items()}
        self.seed = services.seed
        self.environments = {name: mock.settings.environment for name, mock in mocks.items()}
        self._mocks = mocks
        sites = [
            VendorSite(
                slug=name, host=urlsplit(mock.contract.base_url).hostname or "", handler=mock
            )
            for name, mock in mocks.items()
        ]

        @asynccontextmanager
        async def living() -> AsyncIterator[None]:
            yield
            services.renderer.close()
            services.judges.close()

        page = MockPage()
        admin = Admin(services, mocks, page, surroundings)
        vendor_sites = VendorSites(sites, public_url=surroundings.public_url)
        names = _OWN_HEADERS.union(*(mock.header_names() for mock in mocks.values()))
        super().__init__(
            vendor_sites,
            [*admin.routes(), picture_route(services)],
            living,
            nowhere=UnaddressedRequests(services, vendor_sites, mocks, page),
            cross_origin=CrossOrigin(names) if surroundings.cors else None,
            request_log=surroundings.request_log,
        )

    def provocations(self, vendor: str) -> dict[str, dict[str, str]]:
        """Return, for each state that a scenario ends tasks in, the headers that choose it."""
        return {
            scenario.task_state: {"prefer": f"scenario={name}"}
            for name, scenario in self._mocks[vendor].settings.scenarios.items()
            if scenario.task_state is not None and scenario.cause is None
        }

    def made_up_key(self, vendor: str, wish: str) -> str:
        """Return a key that a vendor takes, another for each wish; the wish itself where that will do."""
        return self._mocks[vendor].made_up_key(wish)

    def unfillable(self, vendor: str) -> Mapping[str, Mapping[str, str]]:
        """Return, for each operation, the places of its answer for which no value was found, each with why."""
        return self._mocks[vendor].unfillable

    def errors_on_demand(self, vendor: str) -> dict[str, dict[str, str]]:
        """Return, for each documented status of an error, the headers that bring it about."""
        statuses = {
            status
            for operation in self.contracts[vendor].operations.values()
            for status in operation.responses
            if status >= 400
        }
        return {str(status): {"prefer": f"code={status}"} for status in sorted(statuses)}


def create_app(  # noqa: PLR0913 - one keyword for each setting of `truecopy serve`
    vendors: Sequence[str] = (),
    *,
    workspace: Path | None = None,
    scenario: str | None = None,
    seed: int | None = None,
    time_scale: float = 1.0,
    profile: str = AS_DOCUMENTED,
    public_url: str | None = None,
    admin_token: str | None = None,
    cors: bool = True,
    request_log: RequestLog | None = None,
    time_source: Callable[[], float] = time,
) -> MockApp:
    """Return the mock of some vendors, or of all, as an ASGI application.

    Serve it, or call it in process: `httpx2.AsyncClient(transport=httpx2.ASGITransport(app=create_app()))`.

    Args:
        vendors: Slugs; empty for every vendor of the workspace. A single one also answers at the root.
        workspace: Folder with `contracts/` and `mocks/`; None resolves it as the command line does.
        scenario: Applies to every request that names no other.
        seed: Of all pictures; None picks one.
        time_scale: Seconds of the mock's clock for each real second.
        profile: `as-documented`, or `as-observed` for what vendors are known to do beyond their documents.
        public_url: Scheme and authority of the links in answers; None takes them from each request.
        admin_token: Opens the admin API to other machines.
        cors: Whether pages of other origins may ask the vendors, as far as browsers are concerned.
        request_log: Gets a line for each request; None for none.
        time_source: The real time in unix seconds.

    Raises:
        UsageError: A vendor, the scenario or the profile is unknown, the profile changes nothing, or there is
            no vendor at all.
        ContractLoadError: A contract cannot be used.
        WorkspaceError: A file written by hand cannot be used.
    """
    found = find_workspace(workspace)
    names = tuple(dict.fromkeys(vendors)) or found.vendors()
    if not names:
        raise UsageError(f"{found.root}: there is no vendor to play; `truecopy init` makes one")
    services = SharedServices(
        store=MemoryStore(),
        clock=Clock(scale=time_scale, source=time_source),
        seed=secrets.randbelow(1_000_000) if seed is None else seed,
        default_scenario=scenario,
    )
    mocks = {name: _play(found, name, services, profile) for name in names}
    _require_scenario(scenario, mocks)
    _require_profile(profile, mocks)
    surroundings = Surroundings(
        public_url=public_url, admin_token=admin_token, cors=cors, request_log=request_log
    )
    return MockApp(mocks, services, surroundings=surroundings)


def play_contract(
    contract: Contract,
    mock_file: Path | Sequence[Path],
    *,
    seed: int = 0,
    time_source: Callable[[], float] = time,
    time_scale: float = 1.0,
    is_capped: bool = True,
) -> MockApp:
    """Return the mock of a contract that is at hand, such as one that was changed to see who notices.

    Args:
        mock_file: How the vendor behaves where the contract is silent; need not exist. Several are laid over each
            other.
        seed: Of all pictures.
        time_source: The real time in unix seconds.
        time_scale: Seconds of the mock's clock for each real second.
        is_capped: Whether the caps of the mock file hold where the contract has no limit.

    Raises:
        WorkspaceError: The mock file cannot be used.
    """
    services = SharedServices(
        store=MemoryStore(),
        clock=Clock(scale=time_scale, source=time_source),
        seed=seed,
        default_scenario=None,
    )
    settings = read_mock_file(mock_file, contract)
    if not is_capped:
        settings = replace(
            settings,
            least_pictures=0,
            most_pictures=100,
            most_pixels=64_000_000,
            body_bytes=max(settings.body_bytes, _UNCAPPED_BYTES),
        )
    mock = VendorMock(contract, settings, services)
    return MockApp({contract.vendor: mock}, services, surroundings=Surroundings())


def _play(workspace: Workspace, vendor: str, services: SharedServices, profile: str) -> VendorMock:
    contract = workspace.load(vendor)
    settings = read_mock_file(workspace.mock_files(vendor), contract, profile)
    return VendorMock(contract, settings, services)


def _require_profile(profile: str, mocks: Mapping[str, VendorMock]) -> None:
    if profile not in PROFILES:
        raise UsageError(f"there is no profile {profile!r}; there are: {', '.join(PROFILES)}")
    if profile == AS_OBSERVED and all(
        mock.settings.profile == AS_DOCUMENTED for mock in mocks.values()
    ):
        raise UsageError(f"nothing is known of {', '.join(mocks)} that the documents do not say")


def _require_scenario(name: str | None, mocks: Mapping[str, VendorMock]) -> None:
    known = sorted({each for mock in mocks.values() for each in mock.settings.scenarios})
    if name is not None and name not in known:
        raise UsageError(f"there is no scenario {name!r}; there are: {', '.join(known)}")
