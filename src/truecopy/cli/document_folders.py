"""Folders of documents: which vendors have one, and what came of a look at them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from truecopy.contract import Workspace
from truecopy.drift import DriftResult, drift_result, with_severities
from truecopy.drift.documents import DocumentDrift, compare_documents
from truecopy.drift.old_pages import OldPages
from truecopy.errors import UsageError
from truecopy.model import ExitReason, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLook:
    """How one look at the documents of a vendor ended.

    Attributes:
        drift: What was seen, the claims that have not changed included.
    """

    result: DriftResult
    drift: DocumentDrift


def page_folders(
    documents: Path, vendors: tuple[str, ...], known: tuple[str, ...]
) -> dict[str, Path]:
    """Return vendor -> the folder with its pages; none at all is never a success.

    Args:
        documents: Has one folder a vendor; of a single vendor that is named it may be the folder itself.
        vendors: Those that are asked for; without one all that have a folder.
        known: All that there are.

    Raises:
        UsageError: A folder is not there.
    """
    if not documents.is_dir():
        raise UsageError(
            f"{documents}: there is no such folder; it holds one folder of pages a vendor"
        )
    if not vendors:
        found = {each: documents / each for each in known if (documents / each).is_dir()}
        if not found:
            raise UsageError(
                f"{documents}: has no folder for any vendor of the workspace ({', '.join(known) or 'none'})"
            )
        return found
    folders = {each: documents / each for each in vendors}
    if len(vendors) == 1 and not folders[vendors[0]].is_dir() and [*documents.glob("*.txt")]:
        return {vendors[0]: documents}
    for vendor, folder in folders.items():
        if not folder.is_dir():
            raise UsageError(f"{folder}: there is no such folder with the pages of {vendor}")
    return folders


def look_at(
    vendor: str,
    pages: Path,
    workspace: Workspace,
    *,
    severities: Mapping[str, Severity],
    fail_on: Severity,
) -> DocumentLook:
    """Return how the pages of a vendor differ from its contract; writes nothing.

    Raises:
        UsageError: There is no such vendor.
        WorkspaceError: A file written by hand cannot be used.
    """
    kept = workspace.root / "documents" / vendor
    old = OldPages(kept if kept.resolve() != pages.resolve() else Path())
    drift = compare_documents(workspace.contract_folder(vendor), pages, old)
    result = drift_result(vendor, with_severities(drift.changes, severities), fail_on)
    reason = ExitReason.COULD_NOT_LOOK if drift.message else result.exit_reason
    result = replace(result, exit_reason=reason, message=drift.message, sentences=drift.sentences)
    return DocumentLook(result=result, drift=drift)
