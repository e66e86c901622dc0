"""Which sentences of a document no claim cites."""

from collections.abc import Iterable, Iterator

from truecopy.derive.document import Document, fingerprint
from truecopy.derive.statements import Page
from truecopy.model import Claim, Evidence, Finding, Severity

Span = tuple[int, int]


def uncited(
    pages: Iterable[Page], claims: Iterable[Claim], remarks: Iterable[Evidence]
) -> Iterator[Finding]:
    """Yield a finding for each sentence that no claim, decision, remark or layout accounts for."""
    cited: dict[str, list[Span]] = {}
    documents = {page.document.id: page.document for page in pages}
    for page in pages:
        cited[page.document.id] = list(page.layout)
    places = [place for claim in claims for place in claim.evidence]
    for place in (*places, *remarks):
        cited[place.document].append(_offsets(documents[place.document], place))
    for name, document in documents.items():
        yield from _uncited_in(document, cited[name])


def _uncited_in(document: Document, cited: list[Span]) -> Iterator[Finding]:
    for line in document.lines:
        for start, end in document.sentences(line):
            if any(first < end and start < last for first, last in cited):
                continue
            text = document.text[start:end]
            yield Finding(
                rule="document-sentence-uncited",
                severity=Severity.INFO,
                where=f"{document.id}:{line.number}@{fingerprint(line.text)[:8]}",
                message=f"no claim cites: {text[:120]}",
            )


def _offsets(document: Document, place: Evidence) -> Span:
    first, last = (document.lines[number - 1] for number in place.lines)
    return first.start + place.span[0], last.start + place.span[1]
