"""Decisions to look at again, since the sentences that they are about are worded otherwise, or gone."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from truecopy.derive.derivation import landing
from truecopy.derive.reviews import Review, new_sentences
from truecopy.derive.told_values import ToldValues
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.drift.sentences import Sentences
from truecopy.model import RULES, Change, ChangeKind, Claim, Reading

REVIEW = RULES["decision-sentence-reworded"]
# Ends the claim that says what a promise falls back on.
FALLBACK = "/default"


class DecisionReviews:
    """The decisions of a contract against what its pages say now."""

    def __init__(
        self,
        said: VendorStatements,
        old: Mapping[str, Claim],
        sentences: Sentences,
        unreadable: Collection[str],
    ) -> None:
        """Look at nothing yet.

        Args:
            old: Claims of the contract that the pages which could be read speak of, by id.
            unreadable: Ids of the pages that could not be read.
        """
        self._said = said
        self._old = old
        self._sentences = sentences
        self._unreadable = unreadable

    def due(self, values: ToldValues) -> Iterator[tuple[Review, str]]:
        """Yield each claim of a decision to look at again, and those for which there is no place any more."""
        for review in self._said.reviews:
            page = self._said.changes.get(review.place.document) if review.place else None
            before, after = review.before, review.sentence
            if page and values.explain(page, before, after):
                continue
            if review.anchor.partition(":")[0] in self._unreadable:
                continue  # what a page does not show that was cut off may be there
            for claim in review.claims:
                if self.has_operation(claim):
                    yield review, claim
        for name in filter(self.has_operation, self._homeless):
            decision = self._said.folded.claims[name].decision or ""
            yield Review(decision=decision, claims=(name,), anchor="", place=None), name

    @cached_property
    def _homeless(self) -> list[str]:
        """Decided claims about what the pages do not have any more: the body of a status, a field."""
        folded = self._said.folded
        landed = {each.id for each in landing(folded.claims.values())}
        decided = (
            name for name, each in folded.claims.items() if each.decision and name in self._old
        )
        return [name for name in decided if name not in landed or self._is_gone(name)]

    def has_home(self, name: str) -> bool:
        """Whether there is a place for a claim; what a promise falls back on goes with the promise."""
        return name not in self._homeless and name.removesuffix(FALLBACK) not in self._homeless

    def _is_gone(self, name: str) -> bool:
        """Whether a claim is about a field of which the pages spoke, and do not any more."""
        subject = name.partition("#")[0]
        return subject in self._shown_before and subject not in self._shown_now

    @cached_property
    def _shown_before(self) -> frozenset[str]:
        """What the pages stated or showed when the contract was derived."""
        return frozenset(
            claim.subject
            for claim in self._old.values()
            if any(place.reading is not Reading.DECISION for place in claim.evidence)
        )

    @cached_property
    def _shown_now(self) -> frozenset[str]:
        return frozenset(subject for subject, _ in self._said.statements)

    def has_operation(self, name: str) -> bool:
        """Whether a claim is about an operation that the pages have, or about none."""
        owner = name.partition("#")[0].partition(".")[0]
        return owner in ("vendor", "lifecycle") or owner in self._said.pages.operations

    def change(self, review: Review, name: str) -> Change:
        """Return a claim of a decision to look at again as a change."""
        claim = self._old.get(name)
        return Change(
            claim=name,
            kind=ChangeKind.REVIEW,
            rule=REVIEW.slug,
            severity=REVIEW.severity,
            old=claim.value if claim else None,
            new=self._stated(review, name),
            old_source=review.anchor or (claim.source if claim else ""),
            new_source=str(review.place) if review.place else "",
            old_sentence=self._sentences.replaced(review.anchor.partition(":")[0], review.before),
            new_sentence=self._sentences.numbered(review.place, review.sentence),
            decision=review.decision,
        )

    def _stated(self, review: Review, name: str) -> Any:
        """Return what the sentence of a review says of a claim now, None where it does not."""
        for subject, statement in self._said.statements:
            is_it = f"{subject}#{statement.keyword}" == name
            is_there = review.place and review.place.document == statement.evidence.document
            if (
                is_it
                and is_there
                and review.sentence in new_sentences(statement, self._said.changes)
            ):
                return statement.value
        return None
