"""Pages as they were, where a copy of them is at hand: for the words of a sentence that has changed."""

from functools import cache
from pathlib import Path

from truecopy.derive.document import Document, fingerprint
from truecopy.derive.document_file import read_document
from truecopy.derive.page_print import SentencePrint, normalised
from truecopy.errors import DeriveError
from truecopy.model import Evidence


class OldPages:
    """The pages in a folder, of which those sentences count that read as a contract remembers."""

    def __init__(self, folder: Path) -> None:
        """Look into a folder, which need not be there."""
        self._folder = folder
        self._page = cache(self._read)

    def text(self, place: Evidence) -> str | None:
        """Return the sentence at a place, None where the page is not there or reads otherwise."""
        page = self._page(place.document)
        if page is None or place.lines[1] > len(page.lines):
            return None
        start, end = page.offsets(place)
        if fingerprint(page.text[start:end]) != place.fingerprint:
            return None
        sentences = page.sentences(page.lines[place.lines[0] - 1])
        return next((page.text[slice(*each)] for each in sentences if start < each[1]), None)

    def sentence(self, document: str, wanted: SentencePrint) -> str | None:
        """Return the sentence that a contract remembers, None where the page is not there or reads otherwise."""
        page = self._page(document)
        if page is None or wanted.line > len(page.lines):
            return None
        line = page.lines[wanted.line - 1]
        texts = (page.text[slice(*each)] for each in page.sentences(line))
        return next((each for each in texts if fingerprint(normalised(each)) == wanted.whole), None)

    def _read(self, name: str) -> Document | None:
        try:
            return read_document(self._folder, name)
        except DeriveError:
            return None
