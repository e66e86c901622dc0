"""Profiles: which vendor the mock plays, as its documents have it or as it is known to be."""

from collections.abc import Mapping
from typing import Any

AS_DOCUMENTED = "as-documented"
AS_OBSERVED = "as-observed"
PROFILES = (AS_DOCUMENTED, AS_OBSERVED)


def overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with others laid over them: mappings member by member, everything else whole."""
    laid = dict(base)
    for name, value in over.items():
        below = laid.get(name)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            laid[name] = overlaid(below, value)
        else:
            laid[name] = value
    return laid
