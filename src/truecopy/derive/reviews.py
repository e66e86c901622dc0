"""Decisions that a person has to look at again, since what they saw reads otherwise now."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from truecopy.derive.agreement import admits
from truecopy.derive.anchors import SeenPlace
from truecopy.derive.decisions import Ruling, Rulings
from truecopy.derive.fold import Folded
from truecopy.derive.page_changes import PageChanges, SeenStanding, SentenceChange
from truecopy.derive.paths import steps
from truecopy.derive.statements import Statement
from truecopy.derive.told_values import ToldValues
from truecopy.model import RULES, Claim, Evidence, Finding, Reading
from truecopy.model.pointers import join


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision to look at again.

    Attributes:
        claims: Those of its claims that hang on what has changed.
        anchor: Which of its places it is, as `decisions.yaml` writes it; empty of a sentence that it did not see.
        place: What stands there now; None where the text is gone.
        sentence: Its number on the page; None where the text is gone, or the page was not remembered.
        before: Number of the sentence that stood there; None where none did, or it is not remembered.
    """

    decision: str
    claims: tuple[str, ...]
    anchor: str
    place: Evidence | None
    sentence: int | None = None
    before: int | None = None

    def finding(self) -> Finding:
        """Return it as what stops a derivation."""
        return RULES["decision-text-changed"].finding(
            f"decisions.yaml: {self.decision}",
            f"{self.anchor or self.place}: {self._problem()}; look at the decision again: it sets "
            + ", ".join(self.claims),
        )

    def _problem(self) -> str:
        if not self.anchor:
            return "a sentence says otherwise than the decision"
        if self.place is None:
            return "the text that it saw is no longer on the page"
        return f"the text that it saw is no longer on the page; {self.place} stands in its place"


def find_reviews(
    rulings: Rulings,
    folded: Folded,
    statements: Sequence[tuple[str, Statement]],
    changes: Mapping[str, PageChanges],
    old: Mapping[str, Claim],
) -> list[Review]:
    """Return the decisions to look at again, in their order.

    Args:
        old: Claims of the contract that remembers the pages, by id.
    """
    sight = _Sight(folded, statements, changes, old)
    found = [
        review
        for ruling in rulings.rulings
        for seen in ruling.seen
        if (review := sight.review(ruling, seen)) is not None
    ]
    decided = {claim for review in found for claim in review.claims}
    found += (each for each in sight.of_statements() if each.claims[0] not in decided)
    return found


class _Sight:
    """What pages say now to somebody who saw what they said before."""

    def __init__(
        self,
        folded: Folded,
        statements: Sequence[tuple[str, Statement]],
        changes: Mapping[str, PageChanges],
        old: Mapping[str, Claim],
    ) -> None:
        self._folded = folded
        self._statements = statements
        self._changes = changes
        self._old = old
        self._all = _by_sentence(statements, changes)
        self._told = told_values(folded, old)

    def review(self, ruling: Ruling, seen: SeenPlace) -> Review | None:
        """Return a review of all claims of a decision where a place was reworded, else of those stated there."""
        of_all = self._folded.decided_by(ruling.decision.id) or ruling.withdraws
        if seen.is_lost:
            return _review(ruling, seen, of_all, None)
        own: dict[str, None] = {}
        for each in seen.changes:
            is_told = self._is_told(seen.place.document, each)
            if not is_told and self._concerns(of_all, seen, each):
                return _review(ruling, seen, of_all, each)
            own.update(dict.fromkeys(self._own(of_all, seen.place.document, each)))
        return _review(ruling, seen, tuple(own), seen.changes[0]) if own else None

    def _is_told(self, document: str, change: SentenceChange) -> bool:
        """Whether all that is other in a sentence is told as changes of claims."""
        if change.standing < SeenStanding.REWORDED:
            return True
        pages = self._changes[document]
        if change.before is None:
            return False
        if change.after is not None:
            return self._told.explain(pages, change.before, change.after)
        cited = list(self._cited(document, change.before))
        return bool(cited) and all(each.subject not in self._subjects for each in cited)

    def _concerns(self, claims: Iterable[str], seen: SeenPlace, change: SentenceChange) -> bool:
        """Whether a sentence matters to a decision: not where it is about other fields, and another there is about its own."""
        pages = self._changes[seen.place.document]
        about = self._about(pages, change.after)
        own = {name.partition("#")[0] for name in claims}
        others = (self._about(pages, each) for each in pages.after.within(seen.place.lines))
        return not about or bool(about & own) or not any(each & own for each in others)

    def _about(self, pages: PageChanges, number: int | None) -> set[str]:
        """Return what a sentence states something of."""
        key = (pages.page.document.id, number)
        return {claim.partition("#")[0] for claim in self._all.get(key, ())}

    @cached_property
    def _subjects(self) -> frozenset[str]:
        """What the pages speak of."""
        return frozenset(subject for subject, _ in self._statements)

    def _cited(self, document: str, before: int) -> Iterator[Claim]:
        """Yield the claims that a sentence stated or showed; an example as a whole says the same without a line."""
        for claim in self._old.values():
            for place in claim.evidence:
                is_line = place.document == document and place.lines[0] == place.lines[1]
                is_own = is_line and place.reading is not Reading.DECISION
                if is_own and before in self._changes[document].before.at(place):
                    yield claim

    def _own(self, claims: Iterable[str], document: str, change: SentenceChange) -> Iterator[str]:
        """Yield those claims of a decision that a sentence states, or that refer to what it showed."""
        stated = self._all.get((document, change.after), set())
        gone: set[str] = set()
        if change.after is None and change.before is not None:
            gone = {_pointer(each) for each in self._cited(document, change.before)}
        for name in claims:
            value = (
                json.dumps(self._folded.claims[name].value) if name in self._folded.claims else ""
            )
            if name in stated or any(f'"{each}' in value or f':{each}"' in value for each in gone):
                yield name

    def of_statements(self) -> Iterator[Review]:
        """Yield a review for each decided claim of which a new sentence says what the decision does not."""
        for subject, statement in self._statements:
            claim = f"{subject}#{statement.keyword}"
            decision = self._folded.settled.get(claim)
            if decision is None or statement.evidence.reading is not Reading.STATED:
                continue
            decided = self._folded.claims.get(claim)
            if decided and admits(statement.keyword, decided.value, statement.value):
                continue
            numbers = new_sentences(statement, self._changes)
            if numbers:
                yield Review(
                    decision=decision,
                    claims=(claim,),
                    anchor="",
                    place=statement.evidence,
                    sentence=numbers[0],
                )


def told_values(
    folded: Folded, old: Mapping[str, Claim], names: Iterable[tuple[Any, Any]] = ()
) -> ToldValues:
    """Return the values that claims have now, where they are other than those of a contract.

    Args:
        names: Old and new name of what was renamed.
    """
    pairs = [(old[name].value, each.value) for name, each in folded.claims.items() if name in old]
    pairs += names
    for each in folded.contradictions:
        before = old[each.claim].value if each.claim in old else each.pair[0].value
        pairs += [(before, statement.value) for statement in each.statements]
    return ToldValues(pairs)


def _review(
    ruling: Ruling, seen: SeenPlace, claims: tuple[str, ...], change: SentenceChange | None
) -> Review:
    is_gone = change is not None and change.after is None
    return Review(
        decision=ruling.decision.id,
        claims=claims,
        anchor=seen.anchor,
        place=None if is_gone else seen.place,
        sentence=change.after if change else None,
        before=change.before if change else None,
    )


def _pointer(claim: Claim) -> str:
    """Return the pointer to the field that a claim is about, within its body."""
    return join([name for name in steps(claim.subject)[2:] if name is not None])


def _by_sentence(
    statements: Iterable[tuple[str, Statement]], changes: Mapping[str, PageChanges]
) -> dict[tuple[str, int | None], set[str]]:
    """Return document and number of each sentence -> ids of the claims that it states."""
    found: dict[tuple[str, int | None], set[str]] = {}
    for subject, statement in statements:
        page = changes.get(statement.evidence.document)
        for number in page.after.at(statement.evidence) if page else ():
            key = (statement.evidence.document, number)
            found.setdefault(key, set()).add(f"{subject}#{statement.keyword}")
    return found


def new_sentences(statement: Statement, changes: Mapping[str, PageChanges]) -> list[int]:
    """Return the numbers of the sentences of a statement that are not what they were."""
    page = changes.get(statement.evidence.document)
    if page is None or not page.new:
        return []
    return [number for number in page.after.at(statement.evidence) if number in page.new]
