"""Which files of a workspace, and of the built-in one behind it, say something of a vendor."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truecopy.cli.files import shown_path
from truecopy.contract import Workspace
from truecopy.contract.yamlfile import read_yaml, text_list
from truecopy.mock.mockfile import read_mock_file
from truecopy.model import Contract


def vendor_files(workspace: Workspace, contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield the path of each, and what it gives.

    Raises:
        WorkspaceError: One of them cannot be used, or has no effect.
    """
    vendor = contract.vendor
    yield _path(workspace.contract_folder(vendor)), "the contract"
    decisions = workspace.own_decisions(vendor)
    if decisions is not None:
        entries = read_yaml(decisions).get("decisions") or ()
        told = "; ".join(f"{each['id']} ({_decided(each)})" for each in entries)
        yield _path(decisions), f"decided otherwise: {told}"
    base, *more = workspace.mock_files(vendor)
    read_mock_file([base, *more], contract)
    if base.is_file():
        yield _path(base), "how its mock behaves"
    for path in more:
        yield _path(path), f"laid over it: {', '.join(_members(read_yaml(path)))}"
    for folder in workspace.recording_folders(vendor):
        count = sum(1 for _ in folder.rglob("*.yaml"))
        if count:
            yield _path(folder), f"{count} recordings"


def _decided(entry: Mapping[str, Any]) -> str:
    """Return what a decision is about."""
    sets = [*(entry.get("claims") or {}), *([entry["claim"]] if "claim" in entry else [])]
    gone = text_list(entry.get("withdraws"), "withdraws")
    return ", ".join([*sets, *(f"no {each}" for each in gone)])


def _members(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a file sets, two levels deep."""
    for name, value in content.items():
        if isinstance(value, Mapping) and value:
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name


def _path(path: Path) -> str:
    return str(shown_path(path))
