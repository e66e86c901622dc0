"""Which sentences of a document no claim cites, or only in part."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from truecopy.derive.document import Document, Span
from truecopy.derive.sentence_scope import is_telling
from truecopy.derive.statements import Page
from truecopy.model import RULES, Claim, Evidence, Finding

# Words by which a sentence limits or promises something, beside those that `is_telling` knows.
_MODAL = re.compile(
    r"\b(?:no more|no longer|not|optional|default|deprecated|limit(?:s|ed)?|max(?:imum)?|min(?:imum)?|multiple|invalid"
    r"|ignored|null(?:able)?|allowed|accepts?|supports?|supported)\b|最大|最小|只|默认",
    re.IGNORECASE,
)


def is_normative(text: str) -> bool:
    """Whether a text has a figure, a unit, a name or a word by which a rule is made."""
    return is_telling(text, is_cited=False) or bool(_MODAL.search(text))


def uncited(
    pages: Iterable[Page], claims: Iterable[Claim], remarks: Iterable[Evidence]
) -> Iterator[Finding]:
    """Yield a finding for each sentence that no claim, decision, remark or layout accounts for.

    A sentence of which a part is cited is told too when what is left may make a rule. What the reader passed
    over is told first.
    """
    cited: dict[str, list[Span]] = {}
    remarks = list(remarks)
    seen = {
        (each.document, at) for each in remarks for at in range(each.lines[0], each.lines[1] + 1)
    }
    documents = {page.document.id: page.document for page in pages}
    for page in pages:
        cited[page.document.id] = list(page.layout)
        yield from _unread(page, seen)
    places = [place for claim in claims for place in claim.evidence]
    for place in (*places, *remarks):
        if place.document in documents:  # others could not be read
            cited[place.document].append(documents[place.document].offsets(place))
    prose = {page.document.id: page.prose for page in pages}
    for name, document in documents.items():
        yield from _uncited_in(document, CitedParts(cited[name]), sorted(prose[name]))


def cited_parts(page: Page) -> "CitedParts":
    """Return the parts of a page that its layout and its statements account for."""
    return CitedParts(
        [*page.layout, *(page.document.offsets(each.evidence) for each in page.statements)]
    )


def _unread(page: Page, seen: Collection[tuple[str, int]]) -> Iterator[Finding]:
    """Yield what the reader passed over, but for lines that a decision or a remark has seen."""
    for line, what in page.unread:
        if (page.document.id, line.number) in seen:
            continue
        where = f"{page.document.id}:{line.number}@{page.document.print_of(line)[:8]}"
        yield RULES["document-section-unread"].finding(where, f"{line.text.strip()[:80]!r}: {what}")


def _uncited_in(document: Document, cited: "CitedParts", prose: Sequence[int]) -> Iterator[Finding]:
    """Yield what nothing accounts for on a page.

    Args:
        prose: Where prose begins behind the head of a field on the same line, ascending: what is cited of the head
            accounts for nothing in it.
    """
    for line in document.lines:
        for sentence in document.sentences(line):
            left = cited.left(document, sentence)
            if left is None:
                text = document.text[slice(*sentence)]
                rule = (
                    "document-rule-uncited" if is_normative(text) else "document-sentence-uncited"
                )
                yield _finding(document, sentence, rule, "no claim cites")
            elif is_telling(left, is_cited=_is_prose_cited(document, sentence, cited, prose)):
                yield _finding(
                    document,
                    sentence,
                    "document-sentence-half-read",
                    "no claim cites all that is said in",
                )


def _is_prose_cited(
    document: Document, sentence: Span, cited: "CitedParts", prose: Sequence[int]
) -> bool:
    """Whether a claim cites more of a sentence than the head of a field that it begins with."""
    index = bisect_right(prose, sentence[0])
    if index == len(prose) or prose[index] >= sentence[1]:
        return True
    return cited.left(document, (prose[index], sentence[1])) is not None


class CitedParts:
    """The parts of a document that are accounted for, joined where they overlap."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)

    def account_for(self, document: Document, sentence: Span) -> bool:
        """Whether nothing is left of a sentence that tells something."""
        left = self.left(document, sentence)
        return left is not None and not is_telling(left, is_cited=True)

    def left(self, document: Document, sentence: Span) -> str | None:
        """Return what of a sentence lies outside every part; None where no part touches it."""
        at, stop = sentence
        index = bisect_right(self._ends, at)
        left, is_touched = [], False
        while index < len(self._starts) and self._starts[index] < stop:
            is_touched = True
            left.append(document.text[at : max(at, self._starts[index])])
            at = self._ends[index]
            index += 1
        left.append(document.text[at:stop] if at < stop else "")
        return " ".join(left) if is_touched else None


def _finding(document: Document, sentence: Span, rule: str, words: str) -> Finding:
    line = document.line_at(sentence[0])
    text = document.text[sentence[0] : sentence[1]]
    where = f"{document.id}:{line.number}@{document.print_of(line)[:8]}"
    return RULES[rule].finding(where, f"{words}: {text[:120]}")
