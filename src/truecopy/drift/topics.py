"""Topics: what claims are about, as the tree of operations, parts and fields."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from truecopy.derive.paths import steps
from truecopy.drift.variance import canonical
from truecopy.model import Claim

# The names along a subject; None stands for the elements of an array. An answer's body is below its status.
Topic = tuple[str | None, ...]

LIFECYCLE: Topic = ("lifecycle",)
_BODY = "body"
_OF_STATUS = frozenset({"status", "media-type"})
_NOT_OPERATIONS = frozenset({"vendor", "lifecycle"})
# What may differ between two fields of one shape: how people describe them.
_NOTES = frozenset({"description", "title", "examples", "default", "deprecated"})
# Parts of a request that are no body: their parameters are told one by one.
_PARAMETERS = frozenset({"query", "header", "cookie"})
_PRESENCE = ("property", "type", "path", "status", "create", "transitions")
_ABOUT_PRESENCE = frozenset({"request-field-required", "answer-field-removed"})


def topic_of(claim: Claim) -> Topic:
    """Return what a claim is about."""
    names = tuple(steps(claim.subject))
    is_answer = len(names) > 1 and names[0] not in _NOT_OPERATIONS and str(names[1]).isdigit()
    if is_answer and claim.keyword not in _OF_STATUS:
        return (*names[:2], _BODY, *names[2:])
    return names


def subject_of(topic: Topic) -> str:
    """Return a topic as claims have it: the operation, the part and the names along the field."""
    return _joined(without_body(topic))


def place_of(topic: Topic) -> str:
    """Return where in its part a field is: `parameters.n`."""
    return _joined(without_body(topic)[2:])


def _joined(names: Topic) -> str:
    return "".join("[]" if each is None else f".{each}" for each in names).removeprefix(".")


def without_body(topic: Topic) -> Topic:
    """Return the names as a subject has them."""
    is_answer = len(topic) > 2 and is_operation(topic[0]) and str(topic[1]).isdigit()
    return (*topic[:2], *topic[3:]) if is_answer else topic


def is_operation(name: str | None) -> bool:
    """Whether a first name is that of an operation."""
    return name not in _NOT_OPERATIONS


def is_field(topic: Topic) -> bool:
    """Whether a topic is a member of a body or of the path's parameters."""
    depth = 3 if len(topic) > 1 and str(topic[1]).isdigit() else 2
    return is_operation(topic[0]) and len(topic) > depth and topic[-1] is not None


def pointer_of(topic: Topic) -> str:
    """Return the pattern by which promises refer to a field: `request:/n`, `/data/*/url`."""
    is_answer = str(topic[1]).isdigit()
    names = topic[3:] if is_answer else topic[2:]
    path = "".join(f"/{'*' if name is None else name}" for name in names)
    return path if is_answer else f"request:{path}"


class TopicTree:
    """The claims of one side by topic."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        """Put each claim under its topic, and under every topic above it."""
        self.claims: dict[Topic, list[Claim]] = {}
        self._below: dict[Topic, list[Claim]] = {}
        for claim in claims:
            topic = topic_of(claim)
            self.claims.setdefault(topic, []).append(claim)
            for depth in range(1, len(topic) + 1):
                self._below.setdefault(topic[:depth], []).append(claim)

    def __contains__(self, topic: Topic) -> bool:
        return topic in self._below

    @property
    def topics(self) -> Iterable[Topic]:
        """Every topic, and every topic above one, in the order of the claims."""
        return self._below.keys()

    def value(self, topic: Topic, keyword: str) -> Any:
        """Return the value of a claim about a topic, None without one."""
        found = (each.value for each in self.claims.get(topic, ()) if each.keyword == keyword)
        return next(found, None)

    def has_group(self, topic: Topic, keyword: str) -> bool:
        """Whether a claim about a topic has the group of a keyword: `x-image` of `x-image/side`."""
        group = f"{keyword.partition('/')[0]}/"
        return any(each.keyword.startswith(group) for each in self.claims.get(topic, ()))

    def head(self, topic: Topic, rule: str = "") -> Claim:
        """Return the claim that stands for a topic as a whole.

        Args:
            rule: What is told of it: where that is about a promise of a field, its promise stands for it.
        """
        own = {each.keyword: each for each in self.claims.get(topic, ())}
        wanted = ("required", *_PRESENCE) if rule in _ABOUT_PRESENCE else _PRESENCE
        head = next((own[each] for each in wanted if each in own), None)
        if head is None and topic not in self._below:
            head = next(each for each in self.claims[topic[:1]] if each.keyword == "terminal")
        return head or self._below[topic][0]

    def shape(self, topic: Topic) -> str:
        """Return all that is claimed at and below a field but its name and what describes it, as JSON."""
        rows = [
            (topic_of(each)[len(topic) :], each.keyword, canonical(each.keyword, each.value))
            for each in self._below[topic]
            if each.keyword not in _NOTES and not each.keyword.startswith("x-promises/")
        ]
        return json.dumps(sorted(rows, key=repr))

    def notes(self, topic: Topic) -> list[Claim]:
        """Return the claims about a topic itself that describe it, then the others."""
        own = self.claims.get(topic, [])
        return sorted(own, key=lambda each: each.keyword != "description")


def is_whole(topic: Topic) -> bool:
    """Whether a topic that is new or gone is told as one: an operation, an answer, a body, a field, all tasks."""
    if len(topic) == 1:
        return topic != ("vendor",)
    return is_operation(topic[0]) and topic[1] != "path"


def root_of(topic: Topic, other: TopicTree, holders: Collection[Topic] = ()) -> Topic | None:
    """Return the topmost topic at or above one that another side does not have; None where it has all.

    The elements of an array that both sides have are told claim by claim, and so are no topic of their own; nor are
    the headers or the query, whose parameters are told one by one.

    Args:
        holders: Topics that are not told, since all that matters in them has moved.
    """
    for depth in range(1, len(topic) + 1):
        above = topic[:depth]
        if depth == 2 and is_operation(topic[0]) and topic[1] in _PARAMETERS:
            continue
        if above not in other and above[-1] is not None and above not in holders:
            return above
    return None
