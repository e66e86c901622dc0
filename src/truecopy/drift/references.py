"""What claims say of other claims: a field that was renamed has its new name wherever it is referred to."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from truecopy.drift.renamings import Renaming
from truecopy.drift.topics import Topic, is_field, pointer_of
from truecopy.model import Claim, Layer


class References:
    """Names and pointers that have changed, by the operation whose claims have them."""

    def __init__(self, renamings: Iterable[Renaming], tasks: Mapping[str, str]) -> None:
        """Collect what has changed.

        Args:
            tasks: Operation that looks up tasks -> the one that makes them, whose request its promises refer to.
        """
        self._tasks = tasks
        self._pointers: dict[str, dict[str, str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._of_tasks: dict[str, str] = {}
        for each in renamings:
            for old, new in each.pairs:
                self._collect(old, new)

    def _collect(self, old: Topic, new: Topic) -> None:
        owner = str(old[0])
        if is_field(old):
            self._pointers.setdefault(owner, {})[pointer_of(old)] = pointer_of(new)
            self._names.setdefault(owner, {})[str(old[-1])] = str(new[-1])
        elif len(old) == 1 or owner == "lifecycle":
            self._of_tasks[str(old[-1])] = str(new[-1])

    def rewritten(self, claim: Claim) -> Any:
        """Return the value of an old claim as it would be with the new names."""
        if claim.layer is Layer.PROMISE:
            return self._repointed(claim.value, [claim.owner, self._tasks.get(claim.owner, "")])
        if claim.layer is Layer.LIFECYCLE:
            owners = [*self._tasks.keys(), *self._tasks.values()]
            return self._repointed(_renamed(claim.value, self._of_tasks), owners)
        if claim.keyword == "enum" and claim.owner in {*self._tasks.keys(), *self._tasks.values()}:
            return _renamed(claim.value, self._of_tasks)
        if claim.keyword.startswith("x-image/"):
            return _renamed(claim.value, self._names.get(claim.owner, {}))
        return claim.value

    def _repointed(self, value: Any, owners: Iterable[str]) -> Any:
        for owner in owners:
            if owner in self._pointers:
                value = _each_text(value, partial(_within, self._pointers[owner]))
        return value


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    return _each_text(value, lambda text: names.get(text, text)) if names else value


def _within(pointers: Mapping[str, str], text: str) -> str:
    """Return a pointer with the part of it replaced that names what was renamed."""
    at = len(text)
    while at > 0:
        if text[:at] in pointers:
            return pointers[text[:at]] + text[at:]
        at = text.rfind("/", 0, at)
    return text


def _each_text(value: Any, replaced: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replaced(value)
    if isinstance(value, Mapping):
        return {name: _each_text(each, replaced) for name, each in value.items()}
    return [_each_text(each, replaced) for each in value] if isinstance(value, list) else value
