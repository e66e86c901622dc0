"""What mock files are made of: layers over each other, and profiles, which vendor the mock plays."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys
from truecopy.errors import WorkspaceError

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


def read_layers(paths: Sequence[Path], known: set[str]) -> dict[str, Any]:
    """Return what files say together, each laid over those before; the first need not exist.

    Args:
        known: Keys that a file may have.

    Raises:
        WorkspaceError: One cannot be read, has another key, or changes nothing.
    """
    content = read_yaml(paths[0]) if paths[0].exists() else {}
    for path in paths[1:]:
        more = read_yaml(path)
        only_keys(more, known, str(path))
        laid = overlaid(content, more)
        if laid == content:
            raise WorkspaceError(f"{path}: has no effect: {paths[0]} says all of it")
        content = laid
    return content


def sdk_environment(given: object, vendor: str, where: str) -> dict[str, str]:
    """Return the variables that a vendor's SDK reads; where nothing is said, those of the vendor's name.

    Raises:
        WorkspaceError: They are no mapping.
    """
    prefix = vendor.upper().replace("-", "_")
    usual = {f"{prefix}_BASE_URL": "{url}", f"{prefix}_API_KEY": "{key}"}
    found = require_keys(given or usual, set(), f"{where}: environment")
    return {str(name): str(text) for name, text in found.items()}
