"""`truecopy vendors`: look at the vendors of the workspace and at their rules."""

import json
from collections.abc import Mapping

import click

from truecopy.cli.completion import complete_operation, complete_vendor
from truecopy.cli.files import shown_path
from truecopy.cli.options.workspace import format_option, workspace_option
from truecopy.cli.vendor_files import vendor_files
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.model import Contract
from truecopy.recording.verification import Scrutiny, Sighting, standings, verify_cassettes
from truecopy.report import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)


@click.group()
def vendors() -> None:
    """Look at the vendors of the workspace and at their rules."""


@vendors.command("list")
@workspace_option
@format_option
def list_vendors(*, workspace: Workspace, output_format: str) -> None:
    """List the vendors of the workspace."""
    contracts = [workspace.load(name) for name in workspace.vendors()]
    if output_format == "json":
        rows = [contract_json(each) for each in contracts]
        click.echo(json.dumps({"schema_version": 1, "vendors": rows}))
    else:
        click.echo(vendors_text(contracts), nl=False)


def _seen(contract: Contract, workspace: Workspace) -> Mapping[str, Sighting]:
    """Return claim -> what the vendor's recordings show of it; a file that cannot be read shows nothing."""
    scrutiny = Scrutiny(contract_of=lambda _: contract)
    sightings = [
        each
        for folder in workspace.recording_folders(contract.vendor)
        for each in verify_cassettes(shown_path(folder), scrutiny).sightings[contract.vendor]
    ]
    return standings(sightings)


@vendors.command("show", short_help="Print a vendor's operations, or the rules of one of them.")
@click.argument("vendor", shell_complete=complete_vendor)
@click.argument("operation", required=False, shell_complete=complete_operation)
@workspace_option
@format_option
def show(*, vendor: str, operation: str | None, workspace: Workspace, output_format: str) -> None:
    """Print a vendor's operations and the files behind them, or the rules of one OPERATION, each beside its source.

    Of each rule it says whether it is documented, observed in the recordings of the workspace (when, at what,
    and where), both, assumed, or contradicted by a recording.

    \b
      truecopy vendors show mulerouter
      truecopy vendors show mulerouter create-generation
      truecopy vendors show mulerouter create-generation --format json
    """
    contract = workspace.load(vendor)
    if operation is not None and operation not in contract.operations:
        known = ", ".join(contract.operations)
        raise UsageError(f"{vendor} has no operation {operation!r}; it has: {known}")
    seen = _seen(contract, workspace) if operation else {}
    if output_format == "json":
        row = operation_json(contract, operation, seen) if operation else contract_json(contract)
        files = [{"path": path, "gives": what} for path, what in vendor_files(workspace, contract)]
        click.echo(json.dumps({"schema_version": 1, **row, "files": files}))
    elif operation:
        click.echo(operation_text(contract, operation, seen), nl=False)
    else:
        click.echo(contract_text(contract, vendor_files(workspace, contract)), nl=False)
