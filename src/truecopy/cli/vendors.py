"""`truecopy vendors`: look at the vendors of the workspace and at their rules."""

import json

import click

from truecopy.cli.options import format_option, workspace_option
from truecopy.contract import Workspace
from truecopy.errors import UsageError
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


@vendors.command("show")
@click.argument("vendor")
@click.argument("operation", required=False)
@workspace_option
@format_option
def show(*, vendor: str, operation: str | None, workspace: Workspace, output_format: str) -> None:
    """Print a vendor's operations, or the rules of one OPERATION, each beside its source.

    \b
      truecopy vendors show mulerouter
      truecopy vendors show mulerouter create-generation
      truecopy vendors show mulerouter create-generation --format json
    """
    contract = workspace.load(vendor)
    if operation is not None and operation not in contract.operations:
        known = ", ".join(contract.operations)
        raise UsageError(f"{vendor} has no operation {operation!r}; it has: {known}")
    if output_format == "json":
        row = operation_json(contract, operation) if operation else contract_json(contract)
        click.echo(json.dumps({"schema_version": 1, **row}))
    elif operation:
        click.echo(operation_text(contract, operation), nl=False)
    else:
        click.echo(contract_text(contract), nl=False)
