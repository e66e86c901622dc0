"""Answers at addresses that the documents do not mention, such as a list of models."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.contract.bodies import encode_json
from truecopy.contract.yamlfile import only_keys, require_keys
from truecopy.errors import WorkspaceError
from truecopy.serving import Answer

# A method and a path: `GET /v1/models`.
_ADDRESS = re.compile(r"([A-Z]+) (/[!-~]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedAnswer:
    """What is always answered at one address, to those who have a key."""

    status: int
    body: bytes

    def answer(self) -> Answer:
        """Return it, ready for its headers."""
        return Answer(self.status, self.body)


FixedAnswers = Mapping[tuple[str, str], FixedAnswer]


def read_fixed_answers(content: object, where: str) -> dict[tuple[str, str], FixedAnswer]:
    """Return (method, path) -> answer of the section `paths` of a mock file.

    Raises:
        WorkspaceError: An address is not `METHOD /path`, or an entry has an unknown key or no status of success.
    """
    found = {}
    for address, value in require_keys(content, set(), where).items():
        at = f"{where}.{address}"
        parts = _ADDRESS.fullmatch(str(address))
        if parts is None:
            raise WorkspaceError(f"{at}: a method and a path were expected, such as GET /v1/models")
        entry: dict[str, Any] = require_keys(value, {"body"}, at)
        only_keys(entry, {"status", "body"}, at)
        status = entry.get("status", 200)
        if type(status) is not int or not 200 <= status <= 299:
            raise WorkspaceError(
                f"{at}: status: one from 200 to 299 was expected, found {status!r}"
            )
        found[parts.group(1), parts.group(2)] = FixedAnswer(
            status=status, body=encode_json(entry["body"])
        )
    # Whoever has GET has HEAD (RFC 9110 section 9.1).
    heads = {("HEAD", path): answer for (method, path), answer in found.items() if method == "GET"}
    return heads | found
