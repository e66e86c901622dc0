"""Values that have changed and are told as that: a sentence that differs in nothing else says nothing more."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from truecopy.derive.document import fingerprint
from truecopy.derive.page_changes import PageChanges
from truecopy.derive.page_print import normalised

# What may be a value in a sentence: a figure, or a word with marks within.
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_][\w*-]*")
# Tokens of one sentence that are tried in both ways; a sentence has a range and its unit, seldom more.
_MOST_TOKENS = 6


class ToldValues:
    """Pairs of values, each as a sentence may write it."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Take the old and the new value of every claim that has changed."""
        self._before: dict[str, set[str]] = {}
        for old, new in pairs:
            for before, after in _leaves(old, new):
                for text in _writings(after):
                    self._before.setdefault(text, set()).update(_writings(before))

    def explain(self, changes: PageChanges, before: int | None, after: int | None) -> bool:
        """Whether a sentence is the one that it stands in place of, but for such values; never without either."""
        if before is None or after is None:
            return False
        text, wanted = normalised(changes.text(after)), changes.before.sentences[before].whole
        found = [each for each in _TOKEN.finditer(text) if each.group() in self._before]
        if not found or len(found) > _MOST_TOKENS:
            return False
        choices = [(each.group(), *sorted(self._before[each.group()])) for each in found]
        return any(fingerprint(each) == wanted for each in _rewritten(text, found, choices))


def stated_before(changes: PageChanges, before: int, after: int, values: Iterable[Any]) -> Any:
    """Return the one of these values that a sentence had where the one in its place has another figure; else None.

    So it is known of a page that is remembered by fingerprints alone.
    """
    text, wanted = normalised(changes.text(after)), changes.before.sentences[before].whole
    found = [each for each in _TOKEN.finditer(text) if each.group()[0].isdigit()]
    for match in found[:_MOST_TOKENS]:
        for value in values:
            choices = [(match.group(), *sorted(_writings(value)))]
            if any(fingerprint(each) == wanted for each in _rewritten(text, [match], choices)):
                return value
    return None


def _rewritten(
    text: str, found: list[re.Match[str]], choices: list[tuple[str, ...]]
) -> Iterator[str]:
    """Yield the sentence with each token as it is, or as it was."""
    for chosen in product(*choices):
        pieces, at = [], 0
        for match, word in zip(found, chosen, strict=True):
            pieces += [text[at : match.start()], word]
            at = match.end()
        yield "".join([*pieces, text[at:]])


def _leaves(old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the texts and numbers that differ: member by member, of lists the ones that go with those that come."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in old.keys() & new.keys():
            yield from _leaves(old[name], new[name])
    elif isinstance(old, list) and isinstance(new, list):
        gone = [each for each in old if each not in new]
        come = [each for each in new if each not in old]
        for before, after in zip(gone, come, strict=False):
            yield from _leaves(before, after)
    elif old != new and _is_plain(old) and _is_plain(new):
        yield old, new


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _writings(value: Any) -> set[str]:
    """Return how a sentence may write a value."""
    return {value} if isinstance(value, str) else {str(value), f"{value:,}"}
