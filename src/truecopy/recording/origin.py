"""Where recordings come from, as their header says it; and which secrets the environment holds."""

import os
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from truecopy.contract.matching import Matcher
from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Header
from truecopy.serving.marks import MARK

TOOL = f"truecopy {version('truecopy')}"
_SECRET_NAME = re.compile("TRUECOPY_TOKEN_.+|(.*_)?((API)?KEY|TOKEN|SECRET|PASSWORD)")
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


def known_secrets(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the values of variables whose names say that they are secret."""
    found = os.environ if environment is None else environment
    return [
        value
        for name, value in found.items()
        if _SECRET_NAME.fullmatch(name.upper()) and len(value) >= _SHORTEST
    ]


def _base_url(contract: Contract | None, interactions: Sequence[Interaction]) -> str:
    """Return what stands in front of the documented path of the first request that has one."""
    if contract is None:
        return ""
    matcher = Matcher(contract)
    for each in interactions:
        match = matcher.find(each.method, each.url, each.request_header("content-type"))
        address = each.url.partition("?")[0]
        if match is not None and address.endswith(match.path):
            return address.removesuffix(match.path)
    return contract.base_url
