"""Targets as the command line names them: an address, or the mock in process."""

from collections.abc import Mapping
from dataclasses import dataclass

from truecopy.cli.practice_keys import fitted
from truecopy.contract import Workspace
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError
from truecopy.model import Contract
from truecopy.wire import Keys, Target
from truecopy.wire.address_guard import is_loopback
from truecopy.wire.target import IN_PROCESS

MOCK = "mock"
# A task of two seconds is over in a fifth of one, and can still be met on its way.
_MOCK_SPEED = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTarget:
    """A target that is open.

    Attributes:
        provoke: State -> headers by which the target lets a task end in it.
    """

    target: Target
    provoke: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenTarget:
    """A target as the user names it, and the contract that it is held to."""

    address: str
    contract: Contract
    workspace: Workspace

    def open(self, keys: Keys, *, seed: int, timeout_s: float) -> OpenTarget:
        """Return the target, ready to be asked.

        Args:
            seed: Of the mock's pictures.
        """
        if self.address != MOCK:
            return OpenTarget(target=Target(self.address, keys, timeout_s=timeout_s), provoke={})
        from truecopy.mock import create_app

        vendor, root = self.contract.vendor, self.workspace.root
        app = create_app([vendor], workspace=root, seed=seed, time_scale=_MOCK_SPEED)
        target = Target(IN_PROCESS, fitted(keys, app, vendor), app=app)
        return OpenTarget(target=target, provoke=app.provocations(vendor))


def choose_target(address: str, vendor: str | None, workspace: Workspace) -> ChosenTarget:
    """Return a target with its contract.

    Args:
        vendor: None for the one that must be meant.

    Raises:
        UsageError: It is neither an address nor the mock, or no vendor is known for it.
    """
    _require_target(address)
    contract = workspace.load(vendor or vendor_of(address, workspace))
    return ChosenTarget(address=address, contract=contract, workspace=workspace)


def vendor_of(target: str, workspace: Workspace) -> str:
    """Return the vendor that a target must be of: the one at that address, or the only one there is."""
    names, own = workspace.vendors(), workspace.own_vendors()
    address = target.rstrip("/")
    for name in names:
        if address == workspace.load(name).base_url.rstrip("/") or address.endswith(f"/{name}"):
            return name
    if len(own) == 1:
        return own[0]
    raise UsageError(f"--vendor is needed: {', '.join(names)}")


def is_live(address: str) -> bool:
    """Whether requests to a target may cost money: it is not on this machine."""
    return address != MOCK and not is_loopback(address)


def _require_target(address: str) -> None:
    """Refuse what is no target.

    Raises:
        UsageError: It is neither an address nor the mock, or has a password in it, which is not repeated.
    """
    if address == MOCK:
        return
    if "@" in address:
        raise UsageError("TARGET has a user or password in it; keys come from the environment")
    if not is_absolute_url(address):
        raise UsageError(
            f"{address!r} is no target: an address such as http://127.0.0.1:4747/VENDOR or that of the "
            f"vendor, or {MOCK}, was expected"
        )
