"""The documents as they are against the contract that they once gave, told as changes of claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from truecopy.derive.contradictions import Contradiction
from truecopy.derive.derivation import landing
from truecopy.derive.page_memory import PAGES_FILE
from truecopy.derive.reviews import new_sentences, told_values
from truecopy.derive.statements import Statement
from truecopy.derive.vendor_statements import VendorStatements, read_statements
from truecopy.drift.claim_diff import ClaimSide, compare_claims
from truecopy.drift.decision_reviews import FALLBACK, DecisionReviews
from truecopy.drift.lost_marks import CONTRADICTED, lost_marks
from truecopy.drift.old_pages import OldPages
from truecopy.drift.sentences import Sentences
from truecopy.drift.unread_sentences import find_unread, with_unread
from truecopy.drift.unreadable_pages import unreadable_pages
from truecopy.errors import DeriveError
from truecopy.model import Change, ChangeKind, Claim

# Keywords of claims that are in our own words, and so say nothing of the documents.
_OWN_WORDS = frozenset({"description", "example"})
# What examples show of a text, and of nothing else.
_OF_EXAMPLES = frozenset({"minLength", "format"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrift:
    """What came of one look at a vendor's documents.

    Attributes:
        sentences: How many sentences of the pages are accounted for, and how many are not.
        moved: Claims whose sentences stand elsewhere, and are the same.
        reworded: Claims whose sentences are worded otherwise, and say the same.
        message: Which pages could not be read or compared, and why; empty where all could.
    """

    changes: tuple[Change, ...] = ()
    sentences: tuple[int, int] = (0, 0)
    moved: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    message: str = ""


def compare_documents(
    folder: Path, documents: Path, old_pages: OldPages | None = None
) -> DocumentDrift:
    """Return how the documents of a vendor differ from its contract; writes nothing.

    Args:
        folder: Of the contract, derived.
        documents: The folder with the vendor's pages.
        old_pages: The pages as they were, None where they are not at hand.

    Raises:
        WorkspaceError: A file written by hand cannot be used.
    """
    try:
        said = read_statements(folder, documents, keeps_names=True)
    except DeriveError as error:
        return DocumentDrift(message=str(error))
    return _Comparison(said, old_pages).drift()


class _Comparison:
    """A contract against what its pages say now."""

    def __init__(self, said: VendorStatements, old_pages: OldPages | None) -> None:
        self._said = said
        self._sentences = Sentences(said, old_pages)
        self._unreadable = dict(unreadable_pages(said))
        self._old = {each.id: each for each in self._known(said.old.values())}
        self._open = {each.claim: each for each in said.folded.contradictions}
        self._reviews = DecisionReviews(said, self._old, self._sentences, self._unreadable)

    def drift(self) -> DocumentDrift:
        unread = len(list(self._said.uncited(self._said.folded.claims.values())))
        pages = self._said.pages.pages.values()
        total = sum(
            len(page.document.sentences(line)) for page in pages for line in page.document.lines
        )
        moved, reworded = self._moved()
        return DocumentDrift(
            changes=tuple(self._changes()),
            sentences=(total - unread, unread),
            moved=tuple(moved),
            reworded=tuple(reworded),
            message="\n".join((*self._unreadable.values(), *self._forgotten())),
        )

    def _forgotten(self) -> Iterator[str]:
        """Yield what cannot be told of pages of which nobody knows what they were."""
        if self._said.old and not self._said.is_remembered:
            yield (
                f"{PAGES_FILE} of the contract is missing or damaged: what its pages were is not known, and what they "
                "say that is new cannot be told; derive the contract again from the pages that it was derived from"
            )

    def _known(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Yield the claims that the pages that could be read speak of."""
        lost = self._unreadable.keys()
        owners = {
            claim.owner
            for claim in self._said.old.values()
            if any(self._is_of(claim.owner, name) for name in lost)
        }
        for claim in claims:
            pages = {each.document for each in claim.evidence}
            is_known = claim.owner not in owners and not (pages and pages <= lost)
            if is_known and claim.keyword not in _OWN_WORDS:
                yield claim

    def _is_of(self, operation: str, document: str) -> bool:
        """Whether an operation is the one that a page describes, or one of its media types."""
        page = self._said.pages.vendor.documents[document].operation
        return page is not None and (operation == page or operation.startswith(f"{page}-"))

    def _changes(self) -> Iterator[Change]:
        given = {each.id: each for each in self._known(self._new_claims())}
        # Of a claim that stood on a page that cannot be read, what other pages still give says nothing.
        unknown = self._said.old.keys() - self._old.keys()
        new = {name: each for name, each in given.items() if name not in unknown}
        # A decision about what is gone would tell it from what has only another name.
        old = {name: each for name, each in self._old.items() if self._reviews.has_home(name)}
        told = compare_claims(
            ClaimSide(claims=old, sentence=self._sentences.old),
            ClaimSide(claims=new, sentence=self._sentences.new),
        )
        told = [
            *_without_consequences(told, self._open),
            *map(self._contradicted, self._open.values()),
            *lost_marks(self._said, self._old, self._sentences),
        ]
        names = [(each.old, each.new) for each in told if each.kind is ChangeKind.RENAMED]
        values = told_values(self._said.folded, self._old, names)
        unread = find_unread(self._said, self._old, values)
        told = with_unread(told, unread, self._sentences)
        known = {each.claim for each in told}
        gone = [each.claim.partition("#")[0] for each in told if each.rule.endswith("-removed")]
        yield from told
        for review, claim in self._reviews.due(values):
            is_below = any(_is_below(claim, each) for each in gone)
            if claim not in known and not is_below:
                known.add(claim)
                yield self._reviews.change(review, claim)

    def _new_claims(self) -> Iterator[Claim]:
        """Yield the claims that the pages give; of a contradiction the old value, since it is told by itself."""
        for claim in landing(self._said.folded.claims.values()):
            if not (self._reviews.has_home(claim.id) and self._reviews.has_operation(claim.id)):
                continue
            if claim.id not in self._open:
                yield claim
            elif claim.id in self._old:
                yield replace(claim, value=self._old[claim.id].value)

    def _contradicted(self, each: Contradiction) -> Change:
        old = self._old.get(each.claim)
        value = old.value if old else each.pair[0].value
        other = _other(each, value, self._said)
        kept = next((one for one in each.statements if one.value == value), None)
        sentence = self._sentences.text(kept.evidence) if kept else ""
        return Change(
            claim=each.claim,
            kind=ChangeKind.CONTRADICTED,
            rule=CONTRADICTED.slug,
            severity=CONTRADICTED.severity,
            old=value,
            new=other.value,
            old_source=str(kept.evidence) if kept else old.source if old else "",
            new_source=str(other.evidence),
            old_sentence=sentence or (self._sentences.old(old) if old else ""),
            new_sentence=self._sentences.text(other.evidence),
        )

    def _moved(self) -> tuple[list[str], list[str]]:
        """Return the claims whose sentences stand elsewhere, and those whose sentences are worded otherwise."""
        moved: list[str] = []
        reworded: list[str] = []
        new = self._said.folded.claims
        told = {name for each in self._said.reviews for name in each.claims} | self._open.keys()
        for name, old in self._old.items():
            claim = new.get(name)
            if (
                name in told
                or claim is None
                or claim.value != old.value
                or claim.evidence == old.evidence
            ):
                continue
            prints = [{(e.document, e.fingerprint) for e in each.evidence} for each in (old, claim)]
            (moved if prints[0] == prints[1] else reworded).append(name)
        return moved, reworded


def _is_below(claim: str, subject: str) -> bool:
    """Whether a claim is about a subject, or about what is in it."""
    return claim.startswith((f"{subject}#", f"{subject}.", f"{subject}["))


def _without_consequences(changes: list[Change], contradicted: Iterable[str]) -> Iterator[Change]:
    """Yield the changes but those that follow from others.

    What examples show of a retyped field, aliases of a path, what a promise falls back on where that is a default.
    """
    names = (*(each.claim for each in changes), *contradicted)
    retyped = {each.partition("#")[0] for each in names if each.endswith("#type")}
    moved = {each.owner for each in changes if each.rule == "operation-path-changed"}
    defaults = {each.old_source for each in changes if each.rule.startswith("request-default-")}
    for each in changes:
        subject, _, keyword = each.claim.partition("#")
        is_shown = subject in retyped and keyword in _OF_EXAMPLES
        is_fallback = keyword.startswith("x-promises/") and keyword.endswith(FALLBACK)
        if is_fallback and each.old_source in defaults:
            continue
        if not is_shown and not (keyword == "alias" and each.owner in moved):
            yield each


def _other(each: Contradiction, value: Any, said: VendorStatements) -> Statement:
    """Return the statement that contradicts a value: one of a sentence that has changed, where there is one."""
    others = [one for one in each.statements if one.value != value] or [each.pair[1]]
    return next((one for one in others if new_sentences(one, said.changes)), others[0])
