"""`truecopy derive`: documents become contracts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from truecopy.cli.options.report import fails
from truecopy.cli.options.workspace import format_option, vendor_option, workspace_option
from truecopy.cli.proof import prove
from truecopy.contract import Workspace
from truecopy.derive import compare_files, derive_vendor, write_files
from truecopy.errors import UsageError
from truecopy.model import Finding, Severity
from truecopy.report import findings_text


@click.command()
@click.argument("documents", type=click.Path(path_type=Path))
@vendor_option
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit 1 when a contract is not what the documents give.",
)
@click.option(
    "--no-prove",
    is_flag=True,
    help="Do not build the mock of each contract and judge it by the check.",
)
@workspace_option
@format_option
def derive(
    *,
    documents: Path,
    vendors: tuple[str, ...],
    check: bool,
    no_prove: bool,
    workspace: Workspace,
    output_format: str,
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
    """
    if check and no_prove:
        raise UsageError("--no-prove has no effect on --check, which compares and proves nothing")
    found: list[Finding] = []
    rows = []
    for vendor in _chosen(documents, vendors, workspace):
        folder = workspace.contract_folder(vendor)
        row, findings = _derived(
            folder,
            documents / vendor,
            None if check or no_prove else workspace.mock_file(vendor),
            is_check=check,
        )
        found += findings
        rows.append(row)
    if output_format == "json":
        found_rows = [each.row() for each in found]
        click.echo(json.dumps({"schema_version": 1, "vendors": rows, "findings": found_rows}))
    else:
        for row in rows:
            click.echo(_row_text(row, is_check=check))
        click.echo(findings_text(found), nl=False)
    least = Severity.WARNING if check else Severity.ERROR
    if fails(found, least):
        raise click.exceptions.Exit(1)


def _derived(
    folder: Path, documents: Path, mock_file: Path | None, *, is_check: bool
) -> tuple[dict[str, Any], list[Finding]]:
    """Derive one vendor; return what is told of it, and what was found.

    Args:
        mock_file: Of the vendor, to prove the contract; None leaves the proof out.
    """
    derivation = derive_vendor(folder, documents)
    findings = [*derivation.findings]
    changed: list[str] = []
    proof = None
    if is_check:
        findings += compare_files(folder, derivation.files)
    elif not any(each.severity is Severity.ERROR for each in findings):
        changed = write_files(folder, derivation.files)
        proof = prove(derivation.contract, mock_file) if mock_file else None
        findings += proof.findings if proof else ()
    row = {
        "vendor": derivation.vendor,
        "claims": len(derivation.claims),
        "files": len(derivation.files),
        "changed": changed,
        "uncited": len([each for each in findings if each.rule == "document-sentence-uncited"]),
        "proof": proof.row() if proof else None,
    }
    return row, findings


def _row_text(row: Mapping[str, Any], *, is_check: bool) -> str:
    what = "checked" if is_check else f"{len(row['changed'])} files changed"
    text = (
        f"{row['vendor']}: {row['claims']} claims in {row['files']} files, {what}, "
        f"{row['uncited']} sentences uncited"
    )
    proof = row["proof"]
    if proof is None:
        return text
    return (
        f"{text}\n{row['vendor']}: proof: {proof['held']} claims held, {proof['clashing']} clashing, "
        f"{proof['undetermined']} undetermined; {proof['requests']} requests to its mock"
    )


def _chosen(documents: Path, vendors: tuple[str, ...], workspace: Workspace) -> list[str]:
    """Return the vendors to derive; none at all is never a success."""
    if not documents.is_dir():
        raise UsageError(
            f"{documents}: there is no such folder; it holds one folder of pages a vendor"
        )
    own = workspace.own_vendors()
    for vendor in vendors:
        workspace.contract_folder(vendor)
        if vendor not in own:
            raise UsageError(
                f"{vendor} is built in, and {workspace.root} has no contracts/{vendor}; only the vendors of "
                "the workspace itself are derived"
            )
        if not (documents / vendor).is_dir():
            raise UsageError(
                f"{documents / vendor}: there is no such folder with the pages of {vendor}"
            )
    chosen = list(vendors) or [each for each in own if (documents / each).is_dir()]
    if not chosen:
        known = ", ".join(own) or "none"
        raise UsageError(f"{documents}: has no folder for any vendor of the workspace ({known})")
    return chosen
