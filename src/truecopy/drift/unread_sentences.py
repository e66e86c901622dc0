"""Sentences that nobody understands, in place of those that a claim or a remark is about, or new."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truecopy.derive.page_changes import PageChanges, SeenStanding
from truecopy.derive.paths import steps
from truecopy.derive.sentence_scope import is_limiting, says_end
from truecopy.derive.told_values import ToldValues, stated_before
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.drift.sentences import Sentences
from truecopy.model import RULES, Change, ChangeKind, Claim, Evidence, Layer, Reading

REPLACED = RULES["document-sentence-unread"]
NEW = RULES["document-sentence-new"]
LIMIT = RULES["document-limit-new"]
# What a sentence may name a field by.
_WORD = re.compile(r"[\w-]+")
_FIGURE = re.compile("[0-9]")
# That a value may be absent, which the words around it need not say.
_NULL = re.compile(r"\bnull(?:able)?\b", re.IGNORECASE)
# Lines from what states something of a field to the last sentence that describes it.
_FARTHEST_LINES = 8
# Pages have some dozens of figures; among many, the one that a sentence had is not looked for.
_MOST_FIGURES = 200
# Layers of claims that limit nothing: a sentence may say them, or not.
_NOTES = frozenset({Layer.ANNOTATION, Layer.ADVICE})
# The claim that stands for a field.
_HEADS = ("type", "required", "property", "enum")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSentence:
    """One sentence that no reader understands, and that was not there.

    Attributes:
        before: Number of the sentence in whose place it stands; None where it stands in the place of none.
        claims: Those that the sentence in whose place it stands was about.
        is_other: Whether it stands in place of one that claims or a remark are about.
        about: Id of the claim that its words, or its place on the page, speak of.
        is_limit: Whether it limits that field, or says that something ends.
        is_read: Whether it is understood; then only what it names of a value that is gone is not.
    """

    text: str
    place: Evidence
    before: int | None
    claims: Sequence[Claim]
    is_other: bool
    about: str
    is_limit: bool
    is_read: bool


def find_unread(
    said: VendorStatements, claims: Mapping[str, Claim], told: ToldValues
) -> Iterator[UnreadSentence]:
    """Yield the sentences of a vendor's pages that are new and not understood.

    Args:
        claims: Of the contract that the pages as they were gave.
        told: Values and names that are told to have changed: what is other in nothing else says nothing more.
    """
    for changes in said.changes.values():
        yield from _unread_on(changes, said, claims, told)


def _unread_on(
    changes: PageChanges, said: VendorStatements, claims: Mapping[str, Claim], told: ToldValues
) -> Iterator[UnreadSentence]:
    """Yield the sentences of one page that are new and not understood."""
    seen, fields = (
        _SeenSentences(said, changes.page.document.id),
        _PageFields(said, changes, claims),
    )
    cited = _by_sentence(changes, claims.values())
    stated = _stated(said, changes)
    before_of = {after: before for before, after in changes.alignment.replaced.items()}
    for number in sorted(changes.new):
        before = before_of.get(number)
        owners: Sequence[Claim] = cited.get(before, []) if before is not None else []
        is_read = changes.is_read(number)
        if before is not None and is_read and owners:
            owners, is_read = _understood(said, changes, (before, number), owners, stated)
        if number in seen.extensions or (is_read and not owners):
            continue
        if before is not None and told.explain(changes, before, number):
            continue
        if before in seen.decided and not owners:
            continue  # what a decision saw asks for a review
        is_remarked = before in seen.remarked
        is_other = False
        if before is not None and (owners or is_remarked):
            standing = changes.standing(before, number)
            if standing is SeenStanding.VALUES:
                continue  # what claims take from it is told
            is_other = standing >= SeenStanding.REWORDED or number in changes.after.foreign
        if is_remarked and not (owners or is_other):
            continue  # what was added limits nothing
        yield UnreadSentence(
            text=changes.text(number),
            place=changes.place(number),
            before=before,
            claims=owners,
            is_other=is_other,
            about=fields.of_figure(before, number) or fields.about(number),
            is_limit=fields.is_limited(number),
            is_read=is_read,
        )


def _understood(
    said: VendorStatements,
    changes: PageChanges,
    pair: tuple[int, int],
    owners: Sequence[Claim],
    stated: Mapping[int, set[str]],
) -> tuple[Sequence[Claim], bool]:
    """Return the claims in doubt of a sentence of which every word is accounted for, and whether there is no doubt.

    Other words may stand in place of a claim that another sentence still states, and null may be allowed where no
    type is read.
    """
    before, number = pair
    here = stated.get(number, set())
    if changes.after.sentences[number].words >= changes.before.sentences[before].words:
        unsaid = _unsaid(said, owners, here)
        if unsaid:
            return unsaid, False
    is_null = bool(_NULL.search(changes.added_words(before, number) or ""))
    return owners, not is_null or any(each.endswith("#type") for each in here)


def _unsaid(said: VendorStatements, owners: Iterable[Claim], here: set[str]) -> list[Claim]:
    """Return the claims that a sentence does not state any more, and another one does."""
    claims = said.folded.claims
    # A bound that is exclusive now, say, is told as that.
    told = {name.partition("#")[0] for name in here if name in claims and name not in said.old}
    return [
        each
        for each in owners
        if each.id in claims
        and each.id not in here
        and each.subject not in told
        and each.layer not in _NOTES
    ]


def _stated(said: VendorStatements, changes: PageChanges) -> dict[int, set[str]]:
    """Return number of each sentence of a page as it is -> ids of the claims that it states."""
    document = changes.page.document.id
    found: dict[int, set[str]] = defaultdict(set)
    for subject, each in said.statements:
        if each.evidence.document == document:
            for number in changes.after.at(each.evidence):
                found[number].add(f"{subject}#{each.keyword}")
    return found


def with_unread(
    told: Iterable[Change],
    unread: Iterable[UnreadSentence],
    sentences: Sentences,
) -> list[Change]:
    """Return the changes together with those sentences, each told once.

    What is gone since the sentence in its place is not understood is told as that; a sentence in place of one
    whose claims are told already is not told again.
    """
    changes = list(told)
    known = {change.claim: at for at, change in enumerate(changes)}
    for each in unread:
        lost = [
            claim
            for claim in each.claims
            if claim.id in known and changes[known[claim.id]].kind is ChangeKind.REMOVED
        ]
        if each.is_read:
            lost = [claim for claim in lost if _names_value(each.text, claim.value)]
        for claim in lost:
            changes[known[claim.id]] = _change(each, claim, sentences)
        if each.is_read or lost or any(claim.id in known for claim in each.claims):
            continue
        about = each.claims[0] if each.is_other and each.claims else None
        changes.append(_change(each, about, sentences))
        known[changes[-1].claim] = len(changes) - 1
    return changes


def _names_value(text: str, value: Any) -> bool:
    """Whether a sentence has a word of a choice: what was read as one before may be one still."""
    choices = value if isinstance(value, list) else ()
    return any(isinstance(each, str) and each in text.split() for each in choices)


def _change(each: UnreadSentence, claim: Claim | None, sentences: Sentences) -> Change:
    rule = REPLACED if claim or each.is_other else LIMIT if each.is_limit else NEW
    return Change(
        claim=claim.id if claim else each.about,
        kind=ChangeKind.UNREAD,
        rule=rule.slug,
        severity=rule.severity,
        old=claim.value if claim else None,
        old_source=claim.source if claim else "",
        new_source=str(each.place),
        old_sentence=sentences.replaced(each.place.document, each.before)
        or (sentences.old(claim) if claim else ""),
        new_sentence=each.text,
        decision=(claim.decision if claim else "") or "",
    )


class _SeenSentences:
    """The sentences of one page as it was that decisions and remarks saw, of those that have changed."""

    def __init__(self, said: VendorStatements, document: str) -> None:
        decided = [each for ruling in said.rulings.rulings for each in ruling.seen]
        self.decided: set[int | None] = set()
        self.remarked: set[int | None] = set()
        self.extensions: set[int | None] = set()
        for places, found in ((decided, self.decided), (said.rulings.remarks, self.remarked)):
            for place in places:
                if place.place.document != document:
                    continue
                found.update(each.before for each in place.changes if each.before is not None)
                self.extensions.update(
                    each.after
                    for each in place.changes
                    if each.before is None and each.standing is SeenStanding.EXTENDED
                )


def _by_sentence(changes: PageChanges, claims: Iterable[Claim]) -> dict[int | None, list[Claim]]:
    """Return number of each sentence as it was -> the claims that it stated, then those that it showed."""
    document = changes.page.document.id
    stated: dict[int | None, list[Claim]] = defaultdict(list)
    shown: dict[int | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.layer is Layer.PROMISE and claim.id.endswith("/default"):
            continue  # what a promise falls back on is the default of a field, which is told
        for place in claim.evidence:
            if place.document == document and place.reading is not Reading.DECISION:
                found = stated if place.reading is Reading.STATED else shown
                for number in changes.before.at(place):
                    found[number].append(claim)
    return {number: stated.get(number) or shown[number] for number in stated.keys() | shown.keys()}


class _PageFields:
    """What the claims and the statements about one page name, for sentences that nobody understands."""

    def __init__(
        self, said: VendorStatements, changes: PageChanges, claims: Mapping[str, Claim]
    ) -> None:
        document = changes.page.document.id
        self._changes = changes
        self._claims = claims
        self._operations = [
            name for name, (page, _) in said.pages.operations.items() if page == document
        ]
        self._fields: dict[str, str] = {}
        self._figures: dict[float, list[str]] = defaultdict(list)
        for claim in claims.values():
            if claim.owner in self._operations:
                self._fields.setdefault(str(steps(claim.subject)[-1]), claim.subject)
                if isinstance(claim.value, int | float) and not isinstance(claim.value, bool):
                    self._figures[claim.value].append(claim.id)
        self._by_line: dict[int, str] = {}
        for subject, statement in said.statements:
            evidence = statement.evidence
            is_stated = evidence.document == document and evidence.reading is Reading.STATED
            if is_stated and "." in subject and subject.partition(".")[0] in self._operations:
                self._by_line.setdefault(evidence.lines[0], subject)

    def of_figure(self, before: int | None, number: int) -> str:
        """Return the one claim of the operation whose figure a sentence had, and has no more; else an empty text."""
        if before is None or len(self._figures) > _MOST_FIGURES:
            return ""
        figure = stated_before(self._changes, before, number, self._figures)
        found = self._figures.get(figure, [])
        return found[0] if len(found) == 1 else ""

    def about(self, number: int) -> str:
        """Return the claim of the field that a sentence names, or under which it stands; else the operation."""
        subject = self._named(number) or self._above(number)
        heads = (f"{subject}#{keyword}" for keyword in _HEADS)
        default = self._operations[0] if self._operations else "vendor"
        return next((each for each in heads if each in self._claims), subject or default)

    def is_limited(self, number: int) -> bool:
        """Whether a sentence limits a field that it names, or under which it stands with a figure; or says what ends."""
        text = self._changes.text(number)
        is_on_field = self._named(number) or (self._above(number) and _FIGURE.search(text))
        return says_end(text) or bool(is_on_field and is_limiting(text))

    def _named(self, number: int) -> str:
        """Return the first field that a sentence names, empty where it names none."""
        words = _WORD.findall(self._changes.text(number))
        return next((self._fields[word] for word in words if word in self._fields), "")

    def _above(self, number: int) -> str:
        """Return the field that is described where a sentence stands, empty where none is."""
        line = self._changes.place(number).lines[0]
        near = range(line, line - _FARTHEST_LINES, -1)
        return next((self._by_line[each] for each in near if each in self._by_line), "")
