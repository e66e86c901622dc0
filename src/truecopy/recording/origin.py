"""Where recordings come from, as their header says it; and which secrets the environment holds."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from urllib.parse import urlsplit

from truecopy.contract.matching import Matcher
from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Header
from truecopy.redaction import is_word
from truecopy.serving.marks import MARK
from truecopy.wire.address_guard import is_loopback

TOOL = f"truecopy {version('truecopy')}"
# Names of environment variables that hold secrets; those of our own hold nothing else.
_OWN_NAME = re.compile("TRUECOPY_TOKEN(_.+)?")
# Variables of the environment whose values are secrets, by their names.
_SECRET_NAME = re.compile("(.*_)?((API)?KEY|TOKEN|SECRET|PASSWORD)")
# A shorter value stands in innocent text by chance.
_SHORTEST = 8


def header_of(
    contract: Contract | None, interactions: Sequence[Interaction], base_url: str = ""
) -> Header:
    """Return the header of a cassette with these interactions.

    Its age is that of its oldest interaction. What a mock answered is labelled so, wherever it was reached.

    Args:
        base_url: What stands in front of the documented paths; empty reads it off the interactions.
    """
    base_url = base_url or _base_url(contract, interactions)
    marks = [each.header(MARK) for each in interactions]
    mark = next((each for each in marks if each), "")
    return Header(
        recorded_at=min((each.sent_at for each in interactions if each.sent_at), default=0.0),
        target=mark or base_url,
        base_url=base_url,
        contracts={contract.vendor: contract.fingerprint} if contract else {},
        tool=TOOL,
    )


def recognised(
    contracts: Iterable[Contract], interactions: Sequence[Interaction]
) -> Contract | None:
    """Return the contract that recorded requests are of; None where none, or more than one, may be meant.

    Of vendors with the same paths it is the one whose name or host stands in the address.
    """
    urls = [each.url for each in interactions]
    fitting = [each for each in contracts if any(map(Matcher(each).of, interactions))]
    named = [each for each in fitting if any(_is_at(each, url) for url in urls)]
    # A path alone says enough only on this machine, where nobody else has it.
    found = named or (fitting if all(map(is_loopback, urls)) else [])
    return found[0] if len(found) == 1 else None


def _is_at(contract: Contract, url: str) -> bool:
    """Whether an address names a vendor: by its own host, or by its slug in host or path."""
    parts = urlsplit(url)
    names = {*(parts.hostname or "").split("."), *parts.path.split("/")}
    return contract.vendor in names or parts.hostname == urlsplit(contract.base_url).hostname


def known_secrets(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the values of variables whose names say that they are secret.

    What is a word, such as the password `postgres` or the key `created_at`, stands in any text; that it is left is
    told on standard error, once for each variable.
    """
    found = os.environ if environment is None else environment
    secrets = []
    for name, value in found.items():
        if _OWN_NAME.fullmatch(name.upper()) and value:
            secrets.append(value)
        elif _SECRET_NAME.fullmatch(name.upper()) and len(value) >= _SHORTEST:
            if is_word(value):
                _tell(name)
            else:
                secrets.append(value)
    return secrets


@cache
def _tell(name: str) -> None:
    sys.stderr.write(
        f"{name} holds a word, which is not taken for a secret; --secret-env, or `secrets` of `use`, makes it one\n"
    )


def _base_url(contract: Contract | None, interactions: Sequence[Interaction]) -> str:
    """Return what stands in front of the documented path of the first request that has one."""
    if contract is None:
        return ""
    matcher = Matcher(contract)
    for each in interactions:
        match = matcher.of(each)
        address = each.url.partition("?")[0]
        if match is not None and address.endswith(match.path):
            return address.removesuffix(match.path)
    return contract.base_url
