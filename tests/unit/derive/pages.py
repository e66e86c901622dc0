"""The invented vendor's pages and folders, for tests of the derivation."""

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from truecopy.derive import Derivation, derive_vendor, write_files
from truecopy.derive.document import Document, fingerprint
from truecopy.derive.statements import Page, Statement
from truecopy.model import Evidence

CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENTS = CORPUS / "documents"
PAGES = ("order-stamps", "read-ticket", "press-form", "perforate", "faults")
VENDOR = "stampworks"


def make_document(text: str, name: str = "page") -> Document:
    """Return a document with the given text."""
    return Document(id=name, text=text)


def read_page(name: str) -> Document:
    """Return one page of the invented vendor."""
    text = (DOCUMENTS / VENDOR / f"{name}.txt").read_text(encoding="utf-8")
    return Document(id=name, text=text)


def copy_workspace(target: Path) -> Path:
    """Copy the invented vendor's workspace and pages; return its contract folder."""
    shutil.copytree(CORPUS / "workspace", target, dirs_exist_ok=True)
    shutil.copytree(DOCUMENTS, target / "documents")
    return target / "contracts" / VENDOR


def derive_copy(target: Path) -> tuple[Path, Derivation]:
    """Copy the workspace; return its contract folder and what is derived of it as it is."""
    return copy_workspace(target), _derivation()


@cache
def _derivation() -> Derivation:
    with TemporaryDirectory() as root:
        folder = copy_workspace(Path(root))
        return derive_vendor(folder, Path(root) / "documents" / VENDOR)


def said(page: Page, subject: str, keyword: str) -> list[object]:
    """Return every value that a page states of `subject` under `keyword`."""
    return list(page.values(subject, keyword))


def cited_text(document: Document, place: Evidence) -> str:
    """Return the text that a piece of evidence points at."""
    first, last = place.lines
    start = document.lines[first - 1].start + place.span[0]
    end = document.lines[last - 1].start + place.span[1]
    return document.text[start:end]


def misplaced(document: Document, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements whose evidence does not lie in the document, or cites another text."""
    found = []
    for each in statements:
        place = each.evidence
        first, last = place.lines
        inside = 1 <= first <= last <= len(document.lines)
        if (
            not inside
            or not cited_text(document, place).strip()
            or fingerprint(cited_text(document, place)) != place.fingerprint
        ):
            found.append(each)
    return found


def derived_workspace(target: Path) -> Path:
    """Copy the invented vendor's workspace with its contract derived; return its contract folder."""
    folder = copy_workspace(target)
    write_files(folder, _derivation().files)
    return folder


def edit_page(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once on a page of a copied workspace."""
    page = root / "documents" / VENDOR / f"{name}.txt"
    text = page.read_text(encoding="utf-8")
    assert text.count(old) == 1
    page.write_text(text.replace(old, new), encoding="utf-8")
