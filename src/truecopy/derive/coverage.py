"""Which sentences of a document no claim cites, or only in part."""

import re
from collections.abc import Iterable, Iterator

from truecopy.derive.document import Document, Span, fingerprint
from truecopy.derive.documented_fields import FORMAT_WORD
from truecopy.derive.statements import Page
from truecopy.model import RULES, Claim, Evidence, Finding

# What a sentence must not say without a claim: a number, or a format of pictures.
_TELLING = re.compile(rf"[0-9]|\b(?:{FORMAT_WORD})\b", re.IGNORECASE)

# Words by which a sentence limits or promises something.
_MODAL = re.compile(
    r"\b(?:must|shall|should|only|at most|at least|up to|no more|no longer|not|never|cannot|unless|except|required"
    r"|optional|default|deprecated|limit(?:s|ed)?|max(?:imum)?|min(?:imum)?|multiple|invalid|refused|rejected"
    r"|ignored|allowed|accepts?|supports?|supported)\b|必须|最大|最小|最多|至少|不得|不能|仅|只|默认",
    re.IGNORECASE,
)


def is_normative(text: str) -> bool:
    """Whether a text has a figure, a picture format or a word by which a rule is made."""
    return bool(_TELLING.search(text) or _MODAL.search(text))


def uncited(
    pages: Iterable[Page], claims: Iterable[Claim], remarks: Iterable[Evidence]
) -> Iterator[Finding]:
    """Yield a finding for each sentence that no claim, decision, remark or layout accounts for.

    A sentence of which a part is cited is told too when what is left has a number or a picture format.
    """
    cited: dict[str, list[Span]] = {}
    documents = {page.document.id: page.document for page in pages}
    for page in pages:
        cited[page.document.id] = list(page.layout)
    places = [place for claim in claims for place in claim.evidence]
    for place in (*places, *remarks):
        if place.document in documents:  # others could not be read
            cited[place.document].append(_offsets(documents[place.document], place))
    for name, document in documents.items():
        yield from _uncited_in(document, cited[name])


def is_read(page: Page, sentence: Span) -> bool:
    """Whether the layout and the statements of a page account for a sentence of it."""
    places = (_offsets(page.document, each.evidence) for each in page.statements)
    start, end = sentence
    over = [each for each in (*page.layout, *places) if each[0] < end and start < each[1]]
    return bool(over) and not _TELLING.search(_left(page.document, sentence, over))


def _uncited_in(document: Document, cited: list[Span]) -> Iterator[Finding]:
    for line in document.lines:
        for start, end in document.sentences(line):
            over = [(first, last) for first, last in cited if first < end and start < last]
            if not over:
                yield _finding(
                    document, (start, end), "document-sentence-uncited", "no claim cites"
                )
            elif _TELLING.search(_left(document, (start, end), over)):
                yield _finding(
                    document,
                    (start, end),
                    "document-sentence-half-read",
                    "no claim cites all figures of",
                )


def _left(document: Document, sentence: Span, cited: list[Span]) -> str:
    """Return what of a sentence lies outside every cited span."""
    start, end = sentence
    text = document.text[start:end]
    return "".join(
        mark
        for offset, mark in enumerate(text, start)
        if not any(first <= offset < last for first, last in cited)
    )


def _finding(document: Document, sentence: Span, rule: str, words: str) -> Finding:
    line = document.line_at(sentence[0])
    text = document.text[sentence[0] : sentence[1]]
    where = f"{document.id}:{line.number}@{fingerprint(line.text)[:8]}"
    return RULES[rule].finding(where, f"{words}: {text[:120]}")


def _offsets(document: Document, place: Evidence) -> Span:
    first, last = (document.lines[number - 1] for number in place.lines)
    return first.start + place.span[0], last.start + place.span[1]
