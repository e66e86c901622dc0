"""`truecopy drift documents`: the pages as they are today against the contracts that they gave."""

from dataclasses import dataclass, replace
from pathlib import Path

import click

from truecopy.cli.acceptance import AcceptOptions, accept_changes
from truecopy.cli.documents import look_at, page_folders
from truecopy.cli.options.calls import CallOptions, fill_calls
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.group import with_options
from truecopy.cli.options.report import ReportOptions, fail_on_option
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.cli.page_fetch import fetch_vendors, pages_text
from truecopy.contract import Workspace
from truecopy.drift import DriftResult, worst_reason
from truecopy.errors import UsageError
from truecopy.model import Severity
from truecopy.report import changes_report, drift_summaries


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsSettings:
    """Everything that a look at documents can be told."""

    fail_on: str = fail_on_option()
    calls: CallOptions
    accept: AcceptOptions
    report: ReportOptions


@click.command(short_help="Compare the vendors' pages of today with the contracts.")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--fetch",
    is_flag=True,
    help="Fetch the pages that vendor.yaml names first; DIR then has those without an address, saved by hand.",
)
@vendor_option
@with_options(DocumentsSettings)
@workspace_option
def documents(
    settings: DocumentsSettings,
    *,
    folder: Path | None,
    fetch: bool,
    vendors: tuple[str, ...],
    workspace: Workspace,
) -> None:
    """Compare the vendors' pages as they are today with the contracts that they gave.

    DIR has one folder a vendor, with one text file a page, as for `truecopy derive`. Nothing is written, so it works
    on the built-in vendors too. What has moved, or is typeset otherwise, is no drift.

    \b
      truecopy drift documents ./documents
      truecopy drift documents ./today --vendor mulerouter --format json
      truecopy drift documents --fetch --vendor stampworks

    A sentence that nobody understands in place of one that counted, a contradiction within the pages, and a decision
    whose text was reworded are warnings. Words of a sentence as it was are shown where the workspace has the old pages in
    documents/VENDOR.

    --accept writes the new contract of a vendor of the workspace, and names what a person has to decide; --patch prints it
    as a diff from the root of the workspace. A contradiction stops both, and so does a decision to look at again, unless
    --keep-decisions says that it still holds.

    \b
    Exit codes: 0 agrees (nothing at or above --fail-on), 1 drift, 2 could not look.
    """
    settings.accept.require_sense()
    if fetch:
        vendors = vendors or workspace.own_vendors()
        folder = _fetched(vendors, workspace, folder)
    if folder is None:
        raise UsageError("DIR is needed, the folder with one folder of pages a vendor; or --fetch")
    severities, fail_on = read_severities(workspace), Severity(settings.fail_on)
    calls = settings.calls.read()
    results, shown = [], {}
    folders = page_folders(folder, vendors, workspace.vendors())
    settings.accept.require_own(tuple(folders), workspace)
    for vendor, pages in folders.items():
        # A contract that cannot be used is compared with nothing.
        shown[vendor] = (workspace.load(vendor), workspace.contract_folder(vendor))
        look = look_at(vendor, pages, workspace, severities=severities, fail_on=fail_on)
        results.append(fill_calls(look.result, shown[vendor][0], calls, workspace))
    if not settings.accept.patch:
        settings.report.write(
            lambda kind: changes_report(results, kind, "drift documents", shown),
            drift_summaries(results),
        )
    if settings.accept.is_wanted:
        results = [_accepted(each, folders[each.vendor], workspace, settings) for each in results]
    raise click.exceptions.Exit(worst_reason(results).exit_code)


def _accepted(
    result: DriftResult, pages: Path, workspace: Workspace, settings: DocumentsSettings
) -> DriftResult:
    """Return a result as it ends when the new contract is written, or shown."""
    reason = accept_changes(result, pages, workspace, settings.accept)
    return replace(result, exit_reason=reason)


def _fetched(vendors: tuple[str, ...], workspace: Workspace, saved: Path | None) -> Path:
    """Return the folder of today's pages; what is missing is told, and cannot be looked at."""
    folder, found = fetch_vendors(vendors, workspace, saved=saved)
    click.echo(pages_text(found, folder), nl=False, err=True)
    if all(each.state == "missing" for each in found):
        raise UsageError("no page could be fetched, so there is nothing to compare")
    return folder
