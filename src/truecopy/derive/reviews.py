"""Decisions that a person has to look at again, since what they saw reads otherwise now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truecopy.derive.decisions import Ruling, Rulings, SeenPlace
from truecopy.derive.fold import Folded, admits, expand_names
from truecopy.derive.page_changes import PageChanges, SeenStanding
from truecopy.derive.page_print import offsets
from truecopy.derive.statements import Statement
from truecopy.model import RULES, Evidence, Finding, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision to look at again.

    Attributes:
        claims: Those of its claims that hang on what has changed.
        anchor: Which of its places it is, as `decisions.yaml` writes it; empty of a sentence that it did not see.
        place: What stands there now; None where the text is gone.
        sentence: Its number on the page; None where the text is gone, or the page was not remembered.
    """

    decision: str
    claims: tuple[str, ...]
    anchor: str
    place: Evidence | None
    sentence: int | None = None

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
    operations: Iterable[str],
) -> list[Review]:
    """Return the decisions to look at again, in their order."""
    by_sentence = _by_sentence(statements, changes)
    names = tuple(operations)
    found: list[Review] = []
    for ruling in rulings.rulings:
        claims = [name for each in ruling.sets for name in expand_names(each, names)]
        for seen in ruling.seen:
            found += _of_place(ruling, seen, claims, by_sentence)
    decided = {claim: review for review in found for claim in review.claims}
    found += [
        review
        for review in _of_statements(folded, statements, changes)
        if review.claims[0] not in decided
    ]
    return found


def _of_place(
    ruling: Ruling,
    seen: SeenPlace,
    claims: Sequence[str],
    by_sentence: Mapping[tuple[str, int], set[str]],
) -> Iterator[Review]:
    """Yield at most one review for a place: of all claims where it was reworded, else of those stated there."""
    name = ruling.decision.id
    of_all = tuple(claims) or ruling.withdraws
    if seen.is_lost:
        yield Review(decision=name, claims=of_all, anchor=seen.anchor, place=seen.place)
        return
    worst = max(seen.changes, key=lambda each: each.standing, default=None)
    if worst is None:
        return
    if worst.standing >= SeenStanding.REWORDED:
        place = None if worst.after is None else seen.place
        yield Review(
            decision=name, claims=of_all, anchor=seen.anchor, place=place, sentence=worst.after
        )
        return
    for each in seen.changes:
        stated = by_sentence.get(
            (seen.place.document, each.after if each.after is not None else -1)
        )
        own = tuple(claim for claim in of_all if claim in (stated or ()))
        if own:
            yield Review(
                decision=name, claims=own, anchor=seen.anchor, place=seen.place, sentence=each.after
            )
            return


def _by_sentence(
    statements: Iterable[tuple[str, Statement]], changes: Mapping[str, PageChanges]
) -> dict[tuple[str, int], set[str]]:
    """Return document and number of each sentence that is new -> ids of the claims that it states."""
    found: dict[tuple[str, int], set[str]] = {}
    for subject, statement in statements:
        for number in new_sentences(statement, changes):
            key = (statement.evidence.document, number)
            found.setdefault(key, set()).add(f"{subject}#{statement.keyword}")
    return found


def new_sentences(statement: Statement, changes: Mapping[str, PageChanges]) -> list[int]:
    """Return the numbers of the sentences of a statement that are not what they were."""
    page = changes.get(statement.evidence.document)
    if page is None or not page.new:
        return []
    start, end = offsets(page.page.document, statement.evidence)
    return [
        number
        for number in page.after.within(statement.evidence.lines)
        if number in page.new and page.span(number)[0] < end and start < page.span(number)[1]
    ]


def _of_statements(
    folded: Folded,
    statements: Iterable[tuple[str, Statement]],
    changes: Mapping[str, PageChanges],
) -> Iterator[Review]:
    """Yield a review for each decided claim of which a new sentence says what the decision does not."""
    for subject, statement in statements:
        claim = f"{subject}#{statement.keyword}"
        decision = folded.settled.get(claim)
        if decision is None or statement.evidence.reading is not Reading.STATED:
            continue
        decided = folded.claims.get(claim)
        if decided and admits(statement.keyword, decided.value, statement.value):
            continue
        numbers = new_sentences(statement, changes)
        if numbers:
            yield Review(
                decision=decision,
                claims=(claim,),
                anchor="",
                place=statement.evidence,
                sentence=numbers[0],
            )
