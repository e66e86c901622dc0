"""The sentences that findings stand on: quoted where the pages are at hand, else their addresses."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from truecopy.contract import Workspace
from truecopy.derive.document import Document, fingerprint
from truecopy.derive.document_file import read_document
from truecopy.errors import DeriveError
from truecopy.model import Claim, Contract, Evidence, Finding, Reading

_LONGEST = 300  # three lines of a terminal; an example may be a page


def with_sentences(
    findings: Iterable[Finding], contract: Contract, workspace: Workspace
) -> tuple[Finding, ...]:
    """Return findings that say what their claims stand on, in the words of the documents.

    A page is at hand in `documents/<vendor>/` of the workspace. Where it is not, or is another one than the
    contract was derived from, the address of the page is told.
    """
    roots = [root / "documents" / contract.vendor for root in workspace.roots]
    quotes = _Quotes(contract, next((each for each in roots if each.is_dir()), None))
    return tuple(quotes.quoted(each) for each in findings)


def claim_sentences(contract: Contract, folders: Iterable[Path]) -> Callable[[Claim], str]:
    """Return what gives the sentence that a claim stands on; an empty text where no folder has its page as it was.

    Args:
        folders: With the pages of the vendor, the likeliest first.
    """
    quotes = [_Quotes(contract, each) for each in folders if each.is_dir()]
    return lambda claim: next(filter(None, (each.sentence(claim) for each in quotes)), "")


class _Quotes:
    def __init__(self, contract: Contract, folder: Path | None) -> None:
        self._contract = contract
        self._folder = folder
        self._document = cache(self._read)

    def quoted(self, finding: Finding) -> Finding:
        """Return a finding with the sentence of its claim, or with the addresses of its pages."""
        claim = self._contract.claims.get(finding.claim)
        if claim is None or not claim.evidence:
            return finding
        sentence = self.sentence(claim)
        if sentence:
            return replace(finding, sentence=sentence)
        documents = self._contract.documents
        urls = dict.fromkeys(documents.get(each.document, "") for each in _firm(claim))
        told = ", ".join(filter(None, urls))
        return replace(finding, sources=f"{finding.sources}, {told}") if told else finding

    def sentence(self, claim: Claim) -> str:
        """Return the text that a claim stands on, empty where it is not at hand."""
        return next(filter(None, map(self._sentence, _firm(claim))), "")

    def _sentence(self, place: Evidence) -> str:
        document = self._document(place.document)
        if document is None or place.lines[1] > len(document.lines):
            return ""
        start, end = document.offsets(place)
        text = document.text[start:end]
        if fingerprint(text) != place.fingerprint:
            return ""
        flat = " ".join(text.split())
        return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}..."

    def _read(self, name: str) -> Document | None:
        try:
            return read_document(self._folder, name) if self._folder else None
        except DeriveError:
            return None


def _firm(claim: Claim) -> list[Evidence]:
    """Return the places that say most of a claim: examples only where nothing else does."""
    firm = [each for each in claim.evidence if each.reading is not Reading.EXAMPLE]
    return firm or list(claim.evidence)
