"""What is seen of the pages of a copied workspace that have changed."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR

from truecopy.drift.documents import DocumentDrift, compare_documents
from truecopy.drift.old_pages import OldPages


def drift_of(root: Path, old: Path | None = None) -> DocumentDrift:
    """Return what is seen in a copied workspace."""
    pages = OldPages(old or root / "nowhere")
    return compare_documents(root / "contracts" / VENDOR, root / "documents" / VENDOR, pages)
