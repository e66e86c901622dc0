"""What a shell offers behind TAB: the vendors of the workspace, their operations and scenarios."""

from collections.abc import Iterable

import click

from truecopy.contract import Workspace, find_workspace
from truecopy.errors import TruecopyError


def complete_vendor(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the vendors that begin with what is there."""
    try:
        return _begun(_workspace(ctx).vendors(), incomplete)
    except TruecopyError:
        return []


def complete_operation(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the operations of the vendor in front."""
    try:
        contract = _workspace(ctx).load(str(ctx.params.get("vendor")))
    except TruecopyError:
        return []
    return _begun(contract.operations, incomplete)


def complete_scenario(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the scenarios of the vendors that are named, else of all."""
    from truecopy.mock.mockfile import read_mock_file

    names: set[str] = set()
    try:
        workspace = _workspace(ctx)
        for vendor in ctx.params.get("vendors") or workspace.vendors():
            settings = read_mock_file(workspace.mock_files(vendor), workspace.load(vendor))
            names.update(settings.scenarios)
    except TruecopyError:
        return []
    return _begun(sorted(names), incomplete)


def _workspace(ctx: click.Context) -> Workspace:
    """Return the workspace that the command line names so far, else the one around."""
    named = ctx.params.get("workspace")
    return named if isinstance(named, Workspace) else find_workspace(named)


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
