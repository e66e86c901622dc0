"""Claims about the lifecycle become `lifecycle.json`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from truecopy.derive.paths import steps
from truecopy.errors import DeriveError
from truecopy.model import Claim

_ORDER = ("create", "poll", "id", "state", "created", "updated", "initial", "terminal")
# Not every API shows when a task was made, or changed last.
_OPTIONAL = frozenset({"created", "updated"})
_MAPS = ("transitions", "shows")


def build_lifecycle(claims: Iterable[Claim]) -> tuple[dict[str, Any] | None, list[Claim]]:
    """Return the lifecycle, None where no claim speaks of one, and its claims with their pointers.

    What states show, as pages say it, is no lifecycle yet: only with a claim about the whole one it is built.

    Raises:
        DeriveError: A part is missing that no document or decision states.
    """
    given: dict[str, Any] = {}
    maps: dict[str, dict[str, Any]] = {key: {} for key in _MAPS}
    landed: list[Claim] = []
    for claim in claims:
        names = steps(claim.subject)[1:]
        if names:
            maps.setdefault(claim.keyword, {})[str(names[0])] = claim.value
            landed.append(replace(claim, pointer=f"lifecycle.json#/{claim.keyword}/{names[0]}"))
        else:
            given[claim.keyword] = claim.value
            landed.append(replace(claim, pointer=f"lifecycle.json#/{claim.keyword}"))
    if not given:
        return None, []
    missing = [key for key in _ORDER if key not in given and key not in _OPTIONAL]
    if missing or not maps["transitions"]:
        raise DeriveError(
            "lifecycle: neither a document nor a decision states "
            + ", ".join([*missing, *([] if maps["transitions"] else ["transitions"])])
        )
    return {**{key: given[key] for key in _ORDER if key in given}, **maps}, landed
