"""The options that name API keys, and the keys that they name."""

import os
from dataclasses import dataclass

import click

from truecopy.cli.options.group import option, read_line, read_variable
from truecopy.cli.practice_keys import PRACTICE_KEY, SECOND_PRACTICE_KEY
from truecopy.cli.targets import MOCK, is_live
from truecopy.errors import UsageError
from truecopy.model import Contract
from truecopy.wire import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOptions:
    """Where the key of a target is."""

    token: str | None = option(
        "--token", metavar="KEY", help="The API key itself, or - to read it from standard input."
    )
    token_env: str | None = option(
        "--token-env",
        metavar="NAME",
        help="Variable with the API key.  [default: TRUECOPY_TOKEN_<VENDOR>, else TRUECOPY_TOKEN]",
    )

    def read_keys(
        self, address: str, contract: Contract, second_token_env: str | None = None
    ) -> Keys:
        """Return the keys for a target: from the command line, else from the environment.

        On this machine any key will do, so there one is made up.

        Args:
            second_token_env: Variable with the key of another account.

        Raises:
            UsageError: A variable is not set, or there is no key for a live target.
        """
        good = (
            _given(address, self.token)
            or _named("--token-env", self.token_env)
            or _usual(contract.vendor)
        )
        second = _named("--second-token-env", second_token_env)
        if good is None:
            if is_live(address):
                raise UsageError(
                    f"there is no key for {address}: set {_variable(contract.vendor)} or "
                    "TRUECOPY_TOKEN, or name a variable with --token-env"
                )
            good = PRACTICE_KEY
            second = second or (SECOND_PRACTICE_KEY if address == MOCK else None)
        claims = contract.claims.values()
        prefix = next((str(each.value) for each in claims if each.keyword == "key-prefix"), "")
        return Keys(good=good, second=second, prefix=prefix)


def _given(address: str, token: str | None) -> str | None:
    if token is None:
        return None
    if token == "-":  # noqa: S105 - the mark for standard input
        return read_line("--token")
    if is_live(address):
        click.echo(
            "Warning: --token shows the key to other programs of this machine; --token-env does not",
            err=True,
        )
    return token


def _named(flag: str, name: str | None) -> str | None:
    return None if name is None else read_variable(flag, name)


def _usual(vendor: str) -> str | None:
    return os.environ.get(_variable(vendor)) or os.environ.get("TRUECOPY_TOKEN")


def _variable(vendor: str) -> str:
    """Return the variable with the key of one vendor."""
    return f"TRUECOPY_TOKEN_{vendor.upper().replace('-', '_')}"
