"""Anchors of `decisions.yaml`: places in the documents that follow their text from page to page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truecopy.derive.coverage import is_normative
from truecopy.derive.document import Document, fingerprint
from truecopy.derive.page_changes import PageChanges, SentenceChange
from truecopy.errors import DeriveError
from truecopy.model import RULES, Evidence, Finding, Reading

# A place in a document as decisions name it: `page:12`, `page:12-15`, `page:12@1a2b3c`.
_ANCHOR = re.compile(
    r"(?P<document>[\w.-]+):(?P<first>\d+)(?:-(?P<last>\d+))?(?:@(?P<print>[0-9a-f]{4,12}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPlace:
    """A place that somebody looked at, and what became of its text since.

    Attributes:
        anchor: As `decisions.yaml` writes it.
        place: Where the text stands, or what stands in its place.
        changes: Its sentences that are not what they were.
        is_lost: Whether the text is no longer on the page, and nothing tells what became of it.
    """

    anchor: str
    place: Evidence
    changes: tuple[SentenceChange, ...] = ()
    is_lost: bool = False


class Anchors:
    """Finds the places that anchors name.

    Attributes:
        findings: Anchors without a fingerprint.
    """

    def __init__(
        self,
        documents: Mapping[str, Document | None],
        remembered: Mapping[str, tuple[int, int]] = MappingProxyType({}),
        changes: Mapping[str, PageChanges] = MappingProxyType({}),
    ) -> None:
        """Look in these documents.

        Args:
            documents: By id; None for one that cannot be read, whose anchors are taken as they stand.
            remembered: Anchor -> the lines of its text on the pages that the contract was derived from.
            changes: What became of those pages.
        """
        self._documents = documents
        self._remembered = remembered
        self._changes = changes
        self.findings: list[Finding] = []

    def find(self, text: str, where: str) -> SeenPlace:
        """Return the place that an anchor names.

        `page:12`, `page:12-15`, or `page:12@1a2b3c` with the fingerprint of the text. A text that the contract
        remembers is followed by its neighbours, another is looked for by its fingerprint.

        Raises:
            DeriveError: There is no such document or line, or nothing is written there.
        """
        match = _ANCHOR.fullmatch(str(text))
        if not match:
            raise DeriveError(
                f"{where}: {text!r} is no anchor; one reads document:line, document:first-last "
                "or document:line@fingerprint"
            )
        if match["document"] not in self._documents:
            raise DeriveError(f"{where}: {text}: there is no document {match['document']!r}")
        document = self._documents[match["document"]]
        if document is None:
            return SeenPlace(anchor=text, place=_as_written(match))
        if match["print"] is None:
            self._note_loose(text, document, match, where)
        followed = self._follow(text, document, match)
        return followed or self._look(text, document, match, where)

    def is_normative(self, place: Evidence) -> bool:
        """Whether a rule may be made at a place; so it is taken where the document cannot be read."""
        document = self._documents[place.document]
        if document is None:
            return True
        first, last = place.lines
        lines = document.lines[first - 1 : last]
        return is_normative(document.text[lines[0].start : lines[-1].end])

    def _follow(self, text: str, document: Document, match: re.Match[str]) -> SeenPlace | None:
        """Return what became of a place that the contract remembers, None where it does not."""
        lines, changes = self._remembered.get(text), self._changes.get(document.id)
        if lines is None or changes is None or not changes.before.within(lines):
            return None
        to, changed = changes.follow(lines)
        if changed and match["print"]:
            first, count = _lines_of(match)
            found = self._locate(document, first, count, match["print"])
            if found and changes.is_own(lines, (found, found + count - 1)):
                return SeenPlace(anchor=text, place=_evidence(document, found, found + count - 1))
        place = _evidence(document, *(to or _clipped(lines, document)))
        return SeenPlace(anchor=text, place=place, changes=tuple(changed))

    def _look(self, text: str, document: Document, match: re.Match[str], where: str) -> SeenPlace:
        """Return what stands where an anchor says, or where its fingerprint is found."""
        first, count = _lines_of(match)
        if match["print"]:
            first = self._locate(document, first, count, match["print"]) or first
        if not 1 <= first <= first + count - 1 <= len(document.lines):
            raise DeriveError(f"{where}: {text}: the page has {len(document.lines)} lines")
        found = _evidence(document, first, first + count - 1)
        lines = document.lines[first - 1 : first - 1 + count]
        if all(line.is_blank for line in lines) and not match["print"]:
            raise DeriveError(
                f"{where}: {text}: nothing is written there; has the page moved? An anchor with a "
                "fingerprint, document:line@1a2b3c4d, follows its text"
            )
        is_lost = bool(match["print"]) and not found.fingerprint.startswith(match["print"])
        return SeenPlace(anchor=text, place=found, is_lost=is_lost)

    def _note_loose(self, text: str, document: Document, match: re.Match[str], where: str) -> None:
        """Note an anchor that would not follow its text."""
        first, count = _lines_of(match)
        if not 1 <= first <= first + count - 1 <= len(document.lines):
            return
        print_ = _evidence(document, first, first + count - 1).fingerprint[:8]
        message = f"{text} would not follow its text to another line; {text}@{print_} does"
        self.findings.append(RULES["decision-anchor-loose"].finding(where, message))

    @staticmethod
    def _locate(document: Document, first: int, count: int, wanted: str) -> int | None:
        """Return the line nearest to `first` from which `count` lines have the fingerprint."""
        starts = range(1, len(document.lines) - count + 2)
        for start in sorted(starts, key=lambda each: abs(each - first)):
            lines = document.lines[start - 1 : start - 1 + count]
            text = document.text[lines[0].start : lines[-1].end]
            if fingerprint(text).startswith(wanted):
                return start
        return None


def _lines_of(match: re.Match[str]) -> tuple[int, int]:
    """Return the first line of an anchor, and how many it has."""
    first = int(match["first"])
    return first, int(match["last"] or first) - first + 1


def _as_written(match: re.Match[str]) -> Evidence:
    """Return the place that an anchor names on a page that cannot be read."""
    first, count = _lines_of(match)
    return Evidence(
        document=match["document"],
        lines=(first, first + count - 1),
        span=(0, 0),
        fingerprint=match["print"] or "",
        reading=Reading.DECISION,
    )


def _evidence(document: Document, first: int, last: int) -> Evidence:
    lines = document.lines[first - 1 : last]
    return document.evidence(lines[0].start, lines[-1].end, Reading.DECISION)


def _clipped(lines: tuple[int, int], document: Document) -> tuple[int, int]:
    """Return lines that a page has, nearest to those at which something stood."""
    count = len(document.lines)
    return min(lines[0], count), min(lines[1], count)
