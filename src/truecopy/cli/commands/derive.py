"""`truecopy derive`: documents become contracts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.contract_check import check_contract, checks_json, checks_page, checks_text
from truecopy.cli.document_folders import page_folders
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.report import ReportOptions, fails
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.cli.proof import prove
from truecopy.contract import Workspace
from truecopy.derive import derive_vendor, write_files
from truecopy.errors import UsageError
from truecopy.model import ExitReason, Finding, Severity
from truecopy.report import derivation_page, drift_summaries, findings_text, page_report

# The findings that `derive --check` counts too: sentences of which something is in no claim.
_UNCITED = ("document-rule-uncited", "document-sentence-uncited", "document-sentence-half-read")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeriveSettings:
    """Everything that a derivation can be told."""

    is_check: bool = option(
        "--check",
        is_flag=True,
        help="Write nothing; exit 1 when a contract is not what the documents give.",
    )
    is_unproven: bool = option(
        "--no-prove",
        is_flag=True,
        help="Do not build the mock of each contract and judge it by the check.",
    )
    report: ReportOptions


@click.command()
@click.argument("documents", type=click.Path(path_type=Path))
@vendor_option
@with_options(DeriveSettings)
@workspace_option
def derive(
    settings: DeriveSettings,
    *,
    documents: Path,
    vendors: tuple[str, ...],
    workspace: Workspace,
) -> None:
    """Derive contracts from the vendors' documents.

    DOCUMENTS has one folder a vendor, with one text file a page: DOCUMENTS/mulerouter/get-generation.txt.
    Which pages there are says contracts/VENDOR/vendor.yaml; what a person decided where they are damaged or
    silent says contracts/VENDOR/decisions.yaml. Everything else in that folder is written by this command.

    \b
      truecopy derive ./documents
      truecopy derive ./documents --vendor mulerouter --check

    A contract proves itself: its mock is built, and judged by the check, in process and in seconds. Claims that
    no mock could keep together are named, with their sources; they make the exit code 1.

    A decision that saw a text which has changed since is an error, and nothing is written for its vendor.
    Sentences that no claim cites are listed; mark them in decisions.yaml under `remarks`, with a reason.

    --check tells what has changed claim by claim, as `truecopy drift documents` does: 0 nothing above info, 1 changed,
    2 a page could not be read.
    """
    if settings.is_check and settings.is_unproven:
        raise UsageError("--no-prove has no effect on --check, which compares and proves nothing")
    folders = _chosen(documents, vendors, workspace)
    run = _check if settings.is_check else _write
    raise click.exceptions.Exit(run(folders, settings, workspace))


def _check(folders: Mapping[str, Path], settings: DeriveSettings, workspace: Workspace) -> int:
    """Tell how contracts differ from what the documents give; return the exit code."""
    checks = [check_contract(vendor, pages, workspace) for vendor, pages in folders.items()]
    settings.report.write(
        page_report(
            lambda: checks_page(checks),
            lambda: checks_text(checks),
            lambda: checks_json(checks),
        ),
        drift_summaries(each.look.result for each in checks),
    )
    return max(each.exit_code for each in checks)


def _write(folders: Mapping[str, Path], settings: DeriveSettings, workspace: Workspace) -> int:
    """Write the contracts that the documents give, and tell what was found; return the exit code."""
    found: list[Finding] = []
    rows = []
    for vendor, pages in folders.items():
        mock_file = None if settings.is_unproven else workspace.mock_file(vendor)
        row, findings = _derived(workspace.contract_folder(vendor), pages, mock_file)
        found += findings
        rows.append(row)
    is_broken = fails(found, Severity.ERROR)
    reason = ExitReason.FINDINGS if is_broken else ExitReason.AGREES
    lines = [_row_text(row) for row in rows]
    settings.report.write(
        page_report(
            lambda: derivation_page(found, lines, reason),
            lambda: "".join(f"{line}\n" for line in lines) + findings_text(found),
            lambda: _json(rows, found),
        ),
        "".join(f"{line}\n" for line in lines),
    )
    return int(is_broken)


def _json(rows: list[dict[str, Any]], found: list[Finding]) -> str:
    whole = {
        "schema_version": 1,
        "vendors": rows,
        "findings": [each.row() for each in found],
    }
    return json.dumps(whole) + "\n"


def _derived(
    folder: Path, documents: Path, mock_file: Path | None
) -> tuple[dict[str, Any], list[Finding]]:
    """Derive one vendor; return what is told of it, and what was found.

    Args:
        mock_file: Of the vendor, to prove the contract; None leaves the proof out.
    """
    derivation = derive_vendor(folder, documents)
    findings = [*derivation.findings]
    changed: list[str] = []
    proof = None
    if not any(each.severity is Severity.ERROR for each in findings):
        changed = write_files(folder, derivation.files)
        proof = prove(derivation.contract, mock_file) if mock_file else None
        findings += proof.findings if proof else ()
    row = {
        "vendor": derivation.vendor,
        "claims": len(derivation.claims),
        "files": len(derivation.files),
        "changed": changed,
        "uncited": len([each for each in findings if each.rule in _UNCITED]),
        "proof": proof.row() if proof else None,
    }
    return row, findings


def _row_text(row: Mapping[str, Any]) -> str:
    text = (
        f"{row['vendor']}: {row['claims']} claims in {row['files']} files, "
        f"{len(row['changed'])} files changed, {row['uncited']} sentences uncited or half-read"
    )
    proof = row["proof"]
    if proof is None:
        return text
    return (
        f"{text}\n{row['vendor']}: proof: {proof['held']} claims held, {proof['clashing']} clashing, "
        f"{proof['undetermined']} undetermined; {proof['requests']} requests to its mock"
    )


def _chosen(documents: Path, vendors: tuple[str, ...], workspace: Workspace) -> dict[str, Path]:
    """Return the vendors to derive, each with the folder of its pages."""
    own = workspace.own_vendors()
    for vendor in vendors:
        workspace.contract_folder(vendor)
        if vendor not in own:
            raise UsageError(
                f"{vendor} is built in, and {workspace.root} has no contracts/{vendor}; only the vendors of "
                "the workspace itself are derived"
            )
    return page_folders(documents, vendors, own)
