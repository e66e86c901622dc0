"""One set of claims against another: what was added, removed, changed and renamed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from truecopy.drift.breaks import breaks
from truecopy.drift.change_rule import change_rule, side_of, whole_rule
from truecopy.drift.references import References
from truecopy.drift.renamings import Sides, find_renamings
from truecopy.drift.topics import (
    LIFECYCLE,
    Topic,
    TopicTree,
    is_field,
    is_whole,
    root_of,
    subject_of,
    topic_of,
)
from truecopy.drift.variance import is_same
from truecopy.model import ABSENT, RULES, Change, ChangeKind, Claim, Contract, Layer, Reading


def _no_sentence(_: Claim) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSide:
    """The claims of one side, by id.

    Attributes:
        sentence: Returns the text that states a claim; empty where it is not at hand.
    """

    claims: Mapping[str, Claim]
    sentence: Callable[[Claim], str] = _no_sentence


def contract_side(
    contract: Contract | None, sentence: Callable[[Claim], str] = _no_sentence
) -> ClaimSide:
    """Return the claims of a contract, and where it is reached, which `vendor.yaml` may say alone."""
    if contract is None:
        return ClaimSide(claims={})
    address = Claim(id="vendor#base-url", layer=Layer.OPERATION, value=contract.base_url)
    return ClaimSide(claims={address.id: address, **contract.claims}, sentence=sentence)


def compare_claims(old: ClaimSide, new: ClaimSide) -> list[Change]:
    """Return what differs between two sets of claims: the old ones in their order, then those that are new.

    Where a claim stands does not count, nor who decided it: its value does. What is new or gone as a whole (an
    operation, an answer, an object) is one change, and so is what has another name or stands in another place.
    """
    return list(_Comparison(old, new).changes())


class _Comparison:
    """Two sides, and what of them was told."""

    def __init__(self, old: ClaimSide, new: ClaimSide) -> None:
        self._old, self._new = old, new
        self._before, self._after = TopicTree(old.claims.values()), TopicTree(new.claims.values())
        renamings = find_renamings(
            Sides(
                before=self._before,
                after=self._after,
                old_sentence=old.sentence,
                new_sentence=new.sentence,
            )
        )
        self._renamings = {old: each for each in renamings for old, _ in each.pairs}
        self._pairs = {old: new for each in renamings for old, new in each.pairs}
        self._news = {new: old for old, new in self._pairs.items()}
        # Objects that are new or gone since what is in them has moved.
        self._holders = _holders(self._pairs, self._after) | _holders(self._news, self._before)
        self._references = References(renamings, _tasks(old.claims))
        self._states = _states(self._before) ^ _states(self._after)
        self._partners = {(topic_of(each), each.keyword): each for each in new.claims.values()}
        self._told: set[object] = set()

    def changes(self) -> Iterator[Change]:
        """Yield every change."""
        for claim in self._old.claims.values():
            yield from self._of_old(claim)
        for claim in self._new.claims.values():
            if claim.id not in self._told:
                yield from self._of_new(claim)

    def _of_old(self, claim: Claim) -> Iterator[Change]:
        topic = topic_of(claim)
        renamed = _above(topic, self._pairs)
        if self._is_of_path(topic):
            return
        if renamed is not None:
            yield from self._once(renamed, self._renamed)
            topic = (*self._pairs[renamed], *topic[len(renamed) :])
        elif (root := root_of(topic, self._after, self._holders)) and is_whole(root):
            yield from self._once(root, self._removed)
            return
        partner = self._partners.get((topic, claim.keyword))
        if partner is not None:
            self._told.add(partner.id)
        if not self._is_implied(claim, topic_of(claim)):
            yield from self._pair(claim, partner)

    def _of_new(self, claim: Claim) -> Iterator[Change]:
        topic = topic_of(claim)
        if self._is_of_path(topic):
            return
        is_known = _above(topic, self._news) is not None
        root = None if is_known else root_of(topic, self._before, self._holders)
        if root and is_whole(root):
            yield from self._once(root, self._added)
        elif not self._is_implied(claim, topic):
            yield from self._pair(None, claim)

    def _once(self, topic: Topic, tell: Callable[[Topic], Change]) -> Iterator[Change]:
        about = self._renamings.get(topic, topic)
        if about not in self._told:
            self._told.add(about)
            yield tell(topic)

    def _is_implied(self, claim: Claim, topic: Topic) -> bool:
        """Whether a claim can only change with another one, which is told."""
        if topic in self._holders or (claim.keyword == "status" and topic in self._pairs):
            return True
        if claim.keyword == "property" and topic in self._before and topic in self._after:
            return True  # it was there without its being said, since more was said of it
        return claim.keyword == "shows" and topic[-1] in self._states

    def _is_of_path(self, topic: Topic) -> bool:
        """Whether a claim is about a parameter of a path that has changed as a whole."""
        if topic[1:2] != ("path",) or topic[:1] in self._pairs:
            return False
        paths = [tree.value(topic[:1], "path") for tree in (self._before, self._after)]
        return None not in paths and bool(paths[0] != paths[1])

    def _pair(self, before: Claim | None, after: Claim | None) -> Iterator[Change]:
        claim = after or before
        old, new = before.value if before else ABSENT, after.value if after else ABSENT
        if claim is None or is_same(claim.keyword, old, new):
            return
        if before and after:
            old = self._references.rewritten(before)
            if is_same(claim.keyword, old, new):
                return
        lacking = self._after if after is None else self._before
        is_only = not (before and after) and not lacking.has_group(topic_of(claim), claim.keyword)
        yield self._change(before, after, change_rule(claim, old, new, is_only=is_only))

    def _added(self, topic: Topic) -> Change:
        is_required = bool(self._after.value(topic, "required"))
        rule = whole_rule(topic, is_added=True, is_required=is_required)
        return self._change(None, self._after.head(topic, rule), rule)

    def _removed(self, topic: Topic) -> Change:
        rule = whole_rule(topic, is_added=False)
        return self._change(self._before.head(topic, rule), None, rule)

    def _renamed(self, topic: Topic) -> Change:
        renaming = self._renamings[topic]
        side = f"{side_of(subject_of(topic))}-" if is_field(topic) else ""
        rule = f"{side}{renaming.rule}"
        first, to = renaming.pairs[0]
        if renaming.is_of_value and _is_only_shown(self._after.head(to, rule)):
            return self._removed(first)  # the status is not said any more, and no other one is
        heads = (self._before.head(first, rule), self._after.head(to, rule))
        kind = ChangeKind.CHANGED if topic[1:2] and renaming.is_of_value else ChangeKind.RENAMED
        old, new = renaming.names
        told = self._change(*heads, rule)
        return replace(
            told,
            kind=kind,
            old=old,
            new=new,
            breaks=breaks(rule, told.severity, told.claim, old, new),
        )

    def _change(self, before: Claim | None, after: Claim | None, rule: str) -> Change:
        known = before or after
        kind = ChangeKind.CHANGED if before and after else ChangeKind.REMOVED
        name, severity = known.id if known else "", RULES[rule].severity
        old, new = before.value if before else None, after.value if after else None
        return Change(
            claim=name,
            kind=kind if before else ChangeKind.ADDED,
            rule=rule,
            severity=severity,
            old=old,
            new=new,
            old_source=before.source if before else "",
            new_source=after.source if after else "",
            old_sentence=self._old.sentence(before) if before else "",
            new_sentence=self._new.sentence(after) if after else "",
            decision=(after.decision if after else "") or (before.decision if before else "") or "",
            breaks=breaks(rule, severity, name, old, new),
        )


def _is_only_shown(claim: Claim | None) -> bool:
    """Whether nothing states a claim: an example has an answer, and the status of answers that say none is taken for its own."""
    places = claim.evidence if claim is not None and not claim.decision else ()
    return bool(places) and all(each.reading is Reading.EXAMPLE for each in places)


def _above(topic: Topic, known: Mapping[Topic, object]) -> Topic | None:
    """Return the topic at or above one that is known; None without one."""
    above = (topic[:depth] for depth in range(len(topic), 0, -1))
    return next((each for each in above if each in known), None)


def _holders(moved: Mapping[Topic, object], other: TopicTree) -> frozenset[Topic]:
    """Return the topics above those that have moved which the other side does not have."""
    return frozenset(
        above
        for topic in moved
        for depth in range(1, len(topic))
        if (above := topic[:depth]) not in other and above not in moved
    )


def _states(tree: TopicTree) -> set[str | None]:
    ways = {
        each[-1]
        for each in tree.claims
        if each[:1] == LIFECYCLE and tree.value(each, "transitions")
    }
    return ways | {*(tree.value(LIFECYCLE, "terminal") or ())}


def _tasks(claims: Mapping[str, Claim]) -> dict[str, str]:
    """Return the operation that looks up tasks -> the one that makes them; nothing where there are none."""
    create, poll = claims.get("lifecycle#create"), claims.get("lifecycle#poll")
    if create is None or poll is None:
        return {}
    name = poll.value["operation"] if isinstance(poll.value, dict) else poll.value
    return {str(name): str(create.value)}
