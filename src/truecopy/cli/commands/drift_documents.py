"""`truecopy drift documents`: the pages as they are today against the contracts that they gave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from truecopy.cli.document_folders import look_at, page_folders
from truecopy.cli.new_contract import AcceptOptions, accept_changes
from truecopy.cli.options.calls import CallOptions, fill_calls
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.report import ReportOptions, fail_on_option
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.cli.page_fetch import fetch_vendors, pages_text
from truecopy.contract import Workspace
from truecopy.drift import DriftResult, worst_reason
from truecopy.errors import UsageError
from truecopy.model import Contract, Severity
from truecopy.report import changes_report, drift_summaries


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsSettings:
    """Everything that a look at documents can be told."""

    is_fetch: bool = option(
        "--fetch",
        is_flag=True,
        help="Fetch the pages that vendor.yaml names first; DIR then has those without an address, saved by hand.",
    )
    fail_on: str = fail_on_option()
    calls: CallOptions
    accept: AcceptOptions
    report: ReportOptions


@click.command(short_help="Compare the vendors' pages of today with the contracts.")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@with_options(DocumentsSettings)
@vendor_option
@workspace_option
def documents(
    settings: DocumentsSettings,
    *,
    folder: Path | None,
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
    folders = _folders(folder, vendors, settings, workspace)
    settings.accept.require_own(tuple(folders), workspace)
    # A contract that cannot be used is compared with nothing.
    shown = {each: (workspace.load(each), workspace.contract_folder(each)) for each in folders}
    results = [*_looked_at(folders, shown, settings, workspace)]
    if not settings.accept.patch:
        report = changes_report(results, "drift documents", shown)
        settings.report.write(report, drift_summaries(results))
    if settings.accept.is_wanted:
        results = [_accepted(each, folders[each.vendor], workspace, settings) for each in results]
    raise click.exceptions.Exit(worst_reason(results).exit_code)


def _folders(
    folder: Path | None,
    vendors: tuple[str, ...],
    settings: DocumentsSettings,
    workspace: Workspace,
) -> dict[str, Path]:
    """Return the vendors that are looked at, each with the folder of its pages, which are fetched if that is wanted.

    Raises:
        UsageError: There is no folder.
    """
    if settings.is_fetch:
        vendors = vendors or workspace.own_vendors()
        folder = _fetched(vendors, workspace, folder)
    if folder is None:
        raise UsageError("DIR is needed, the folder with one folder of pages a vendor; or --fetch")
    return page_folders(folder, vendors, workspace.vendors())


def _looked_at(
    folders: Mapping[str, Path],
    shown: Mapping[str, tuple[Contract, Path]],
    settings: DocumentsSettings,
    workspace: Workspace,
) -> Iterator[DriftResult]:
    """Yield how the pages of each vendor differ from its contract, with the user's calls that this breaks."""
    severities, fail_on = read_severities(workspace), Severity(settings.fail_on)
    calls = settings.calls.read()
    for vendor, pages in folders.items():
        look = look_at(vendor, pages, workspace, severities=severities, fail_on=fail_on)
        contract, _ = shown[vendor]
        yield fill_calls(look.result, contract, calls, workspace)


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
