"""What has another name or stands in another place, and is the same otherwise."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from truecopy.drift.topics import (
    LIFECYCLE,
    Topic,
    TopicTree,
    is_field,
    is_operation,
    place_of,
    root_of,
)
from truecopy.drift.variance import canonical, members
from truecopy.model import ABSENT, Claim

# Two names or sentences that have three of five letters or words in common, in order.
_ALIKE = 0.6
# Words of a name: `maxTokens`, `max_tokens` and `max-tokens` have the same two.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
# The words of a name or a sentence, to see which of them are the same.
_SPOKEN = re.compile(r"\w+")
# A sentence is compared by its first words only: comparing takes the square of their number.
_MOST_WORDS = 60
# Of so many fields of one shape in one place nobody could tell which one was renamed.
_MOST_RIVALS = 20

Sentence = Callable[[Claim], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """Topics of the old side, and what they are on the new one.

    Attributes:
        pairs: Old topic and new one; several where fields have moved together.
        rule: Slug of the rule; that of fields without its side: `field-renamed`.
    """

    pairs: tuple[tuple[Topic, Topic], ...]
    rule: str

    @property
    def names(self) -> tuple[Any, Any]:
        """The old and the new name: of what has moved its place in the part, a list of several."""
        if self.rule != "fields-moved":
            old, new = self.pairs[0]
            return self._name(old), self._name(new)
        olds, news = ([place_of(pair[at]) for pair in self.pairs] for at in (0, 1))
        return (olds, news) if len(olds) > 1 else (olds[0], news[0])

    @property
    def is_of_value(self) -> bool:
        """Whether the name is a value that clients see, such as a status."""
        return self.rule == "answer-success-changed"

    def _name(self, topic: Topic) -> Any:
        return int(str(topic[1])) if self.is_of_value else topic[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Both sides by topic, and how the sentence of a claim is had."""

    before: TopicTree
    after: TopicTree
    old_sentence: Sentence
    new_sentence: Sentence

    @property
    def gone(self) -> list[Topic]:
        """The topics that the new side does not have, from the top."""
        return [each for each in self.before.topics if each not in self.after]

    @property
    def come(self) -> list[Topic]:
        """The topics that the old side does not have, from the top."""
        return [each for each in self.after.topics if each not in self.before]


def find_renamings(sides: Sides) -> list[Renaming]:
    """Return what was renamed, then what was moved; each topic at most once."""
    found = [*_operations(sides), *_successes(sides), *_states(sides), *_fields(sides)]
    taken = {topic for each in found for pair in each.pairs for topic in pair}
    return [*found, *_moves(sides, taken)]


def _operations(sides: Sides) -> Iterator[Renaming]:
    """Yield operations of another id: same method, path and media type."""

    def key(tree: TopicTree, topic: Topic) -> tuple[str, ...]:
        return tuple(str(tree.value(topic, each)) for each in ("method", "path", "media-type"))

    come = {key(sides.after, each): each for each in sides.come if _is_operation(each)}
    for each in sides.gone:
        if _is_operation(each) and key(sides.before, each) in come:
            pair = (each, come.pop(key(sides.before, each)))
            yield Renaming(pairs=(pair,), rule="operation-renamed")


def _is_operation(topic: Topic) -> bool:
    return len(topic) == 1 and is_operation(topic[0])


def _successes(sides: Sides) -> Iterator[Renaming]:
    """Yield statuses of success in place of another."""
    come: dict[Topic, list[Topic]] = defaultdict(list)
    gone: dict[Topic, list[Topic]] = defaultdict(list)
    for found, topics in ((come, sides.come), (gone, sides.gone)):
        for each in topics:
            if len(each) == 2 and is_operation(each[0]) and str(each[1]).startswith("2"):
                found[each[:1]].append(each)
    for operation, olds in gone.items():
        news = come[operation]
        if len(olds) == len(news) == 1 and operation in sides.after:
            yield Renaming(pairs=((olds[0], news[0]),), rule="answer-success-changed")


def _states(sides: Sides) -> Iterator[Renaming]:
    """Yield the one state that has another name: what follows it, what it follows and what it shows are the same."""
    roles = [_roles(tree) for tree in (sides.before, sides.after)]
    gone = [(name, role) for name, role in roles[0].items() if name not in roles[1]]
    come = [(name, role) for name, role in roles[1].items() if name not in roles[0]]
    if len(gone) == len(come) == 1 and gone[0][1] == come[0][1]:
        pair = (("lifecycle", gone[0][0]), ("lifecycle", come[0][0]))
        yield Renaming(pairs=(pair,), rule="lifecycle-state-renamed")


def _roles(tree: TopicTree) -> dict[str, tuple[str, ...]]:
    """Return state -> what is claimed of it, and which states it follows."""
    ways = {
        str(topic[1]): members(tree.value(topic, "transitions"))
        for topic in tree.claims
        if len(topic) == 2 and topic[0] == "lifecycle" and tree.value(topic, "transitions")
    }
    ends = [json.loads(each) for each in members(tree.value(LIFECYCLE, "terminal") or ABSENT)]
    return {
        state: (
            str(state in ends),
            str(state == tree.value(LIFECYCLE, "initial")),
            canonical("transitions", list(ways.get(state, ()))),
            canonical("shows", tree.value(("lifecycle", state), "shows")),
            *sorted(each for each, following in ways.items() if json.dumps(state) in following),
        )
        for state in (*ways, *ends)
    }


def _fields(sides: Sides) -> Iterator[Renaming]:
    """Yield fields of another name: same place, same shape, similar words."""
    come: dict[tuple[Topic, str], list[Topic]] = defaultdict(list)
    for each in sides.come:
        if is_field(each) and root_of(each, sides.before) == each:
            come[each[:-1], sides.after.shape(each)].append(each)
    for old in sides.gone:
        if not is_field(old) or root_of(old, sides.after) != old:
            continue
        rivals = come[old[:-1], sides.before.shape(old)][:_MOST_RIVALS]
        likeness = {each: _likeness(sides, old, each) for each in rivals}
        best = max(rivals, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= _ALIKE:
            come[old[:-1], sides.before.shape(old)].remove(best)
            yield Renaming(pairs=((old, best),), rule="field-renamed")


def _likeness(sides: Sides, old: Topic, new: Topic) -> float:
    """Return from 0 to 1 how alike two fields are by their names, or by what is said of them."""
    before, after = _words(str(old[-1])), _words(str(new[-1]))
    if before and after and (set(before) <= set(after) or set(after) <= set(before)):
        return 1.0
    spelt = SequenceMatcher(None, str(old[-1]).lower(), str(new[-1]).lower()).ratio()
    was_said = _said(sides.before, sides.old_sentence, old)
    is_said = _said(sides.after, sides.new_sentence, new)
    if not (was_said and is_said):
        return spelt
    return max(spelt, SequenceMatcher(None, was_said, is_said).ratio())


def _said(tree: TopicTree, sentence: Sentence, topic: Topic) -> list[str]:
    """Return the words in which a field is described, without its own name."""
    own = set(_words(str(topic[-1])))
    for claim in tree.notes(topic):
        text = sentence(claim) or (claim.value if claim.keyword == "description" else "")
        words = [each for each in _SPOKEN.findall(str(text).lower()) if each not in own]
        if words:
            return words[:_MOST_WORDS]
    return []


def _words(text: str) -> list[str]:
    return [each.lower() for each in _WORD.findall(text)]


def _moves(sides: Sides, taken: set[Topic]) -> Iterator[Renaming]:
    """Yield fields that stand under another object: same part, name and shape; those that moved together as one."""
    come: dict[tuple[object, ...], list[Topic]] = defaultdict(list)
    for each in sides.come:
        if is_field(each) and not _is_below(each, taken):
            come[(*_home(each), sides.after.shape(each))].append(each)
    groups: dict[tuple[Topic, Topic], list[tuple[Topic, Topic]]] = {}
    for old in sides.gone:
        if not is_field(old) or _is_below(old, taken):
            continue
        rivals = come[(*_home(old), sides.before.shape(old))][:_MOST_RIVALS]
        places = [each for each in rivals if not _is_below(each, taken)]
        if len(places) == 1:
            taken |= {old, places[0]}
            groups.setdefault((old[:-1], places[0][:-1]), []).append((old, places[0]))
    for (old_home, new_home), pairs in groups.items():
        others = _companions(sides, old_home, new_home, taken)
        yield Renaming(pairs=(*pairs, *others), rule="fields-moved")


def _companions(
    sides: Sides, old_home: Topic, new_home: Topic, taken: set[Topic]
) -> Iterator[tuple[Topic, Topic]]:
    """Yield fields of another shape that went the same way as others did: what is other in them is told beside it."""
    come = set(sides.come)
    for old in sides.gone:
        new = (*new_home, old[-1])
        is_free = not _is_below(old, taken) and not _is_below(new, taken)
        if old[:-1] == old_home and is_field(old) and new in come and is_free:
            taken |= {old, new}
            yield old, new


def _home(topic: Topic) -> tuple[object, ...]:
    """Return what a field keeps when it moves: its operation and part, and its name."""
    return (*topic[:2], topic[-1])


def _is_below(topic: Topic, taken: set[Topic]) -> bool:
    return any(topic[:depth] in taken for depth in range(1, len(topic) + 1))
