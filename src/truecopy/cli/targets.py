"""Targets as the command line names them: an address, or the mock in process; and their keys."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click

from truecopy.cli.options import option_group
from truecopy.contract import Workspace
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError
from truecopy.model import Contract
from truecopy.wire import Keys, Target
from truecopy.wire.addresses import is_loopback
from truecopy.wire.target import IN_PROCESS

MOCK = "mock"
_MOCK_SPEED = 10.0
_PRACTICE_KEY, _SECOND_PRACTICE_KEY = "sk-truecopy-check", "sk-truecopy-second"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTarget:
    """A target that is open.

    Attributes:
        provoke: State -> headers by which the target lets a task end in it.
    """

    target: Target
    provoke: Mapping[str, Mapping[str, str]]


# Adds the options that name keys.
key_options = option_group(
    click.option(
        "--token",
        metavar="KEY",
        help="The API key itself, or - to read it from standard input.",
    ),
    click.option(
        "--token-env",
        metavar="NAME",
        help="Variable with the API key.  [default: TRUECOPY_TOKEN_<VENDOR>, else TRUECOPY_TOKEN]",
    ),
)


def open_target(
    address: str,
    contract: Contract,
    workspace: Workspace,
    keys: Keys,
    *,
    seed: int,
    timeout_s: float,
) -> OpenTarget:
    """Return the target that the user names."""
    if address == MOCK:
        from truecopy.mock import create_app

        app = create_app(
            [contract.vendor], workspace=workspace.root, seed=seed, time_scale=_MOCK_SPEED
        )
        target = Target(IN_PROCESS, keys, app=app)
        return OpenTarget(target=target, provoke=app.provocations(contract.vendor))
    return OpenTarget(target=Target(address, keys, timeout_s=timeout_s), provoke={})


def require_target(address: str) -> None:
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


def read_keys(
    address: str,
    contract: Contract,
    token: str | None,
    token_env: str | None,
    second_token_env: str | None,
) -> Keys:
    """Return the keys for a target: from the command line, else from the environment.

    On this machine any key will do, so there one is made up.

    Raises:
        UsageError: A variable is not set, or there is no key for a live target.
    """
    good = _given(address, token) or _named(token_env) or _usual(contract.vendor)
    second = _named(second_token_env)
    if good is None:
        if is_live(address):
            raise UsageError(
                f"there is no key for {address}: set TRUECOPY_TOKEN_{_shout(contract.vendor)} or "
                "TRUECOPY_TOKEN, or name a variable with --token-env"
            )
        good = _PRACTICE_KEY
        second = second or (_SECOND_PRACTICE_KEY if address == MOCK else None)
    prefix = next(
        (str(each.value) for each in contract.claims.values() if each.keyword == "key-prefix"), ""
    )
    return Keys(good=good, second=second, prefix=prefix)


def _given(address: str, token: str | None) -> str | None:
    if token is None:
        return None
    if token == "-":  # noqa: S105 - the mark for standard input
        line = sys.stdin.readline().strip()
        if not line:
            raise UsageError("--token -: there is no key on standard input")
        return line
    if is_live(address):
        click.echo(
            "Warning: --token shows the key to other programs of this machine; --token-env does not",
            err=True,
        )
    return token


def _named(name: str | None) -> str | None:
    if name is None:
        return None
    value = os.environ.get(name)
    if not value:
        raise UsageError(f"the variable {name} is not set, or is empty")
    return value


def _usual(vendor: str) -> str | None:
    return os.environ.get(f"TRUECOPY_TOKEN_{_shout(vendor)}") or os.environ.get("TRUECOPY_TOKEN")


def _shout(vendor: str) -> str:
    return vendor.upper().replace("-", "_")
