"""Requests in a form that a vendor takes though its documents have another: put into the documented form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.yamlfile import only_keys, require_keys
from truecopy.errors import WorkspaceError
from truecopy.model.pointers import node, split


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRule:
    """One member that is taken for another, or in another spelling.

    Attributes:
        member: Pointer to what is sent.
        place: Pointer to where the documents have it; the same for another spelling.
        replace: Text -> text, within the value.
        beside: Pointer -> value of what goes with it, where it is not there.
    """

    member: str
    place: str
    replace: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)


class Translation:
    """Puts the bodies of one operation into the documented form; compiled once."""

    def __init__(self, rules: Sequence[TranslationRule]) -> None:
        """Take the rules, in the order in which they are followed."""
        self._rules = tuple(rules)

    def __bool__(self) -> bool:
        """Whether there is anything to translate."""
        return bool(self._rules)

    def apply(self, instance: Any) -> tuple[Any, list[str]]:
        """Return a body in the documented form, and what was taken for what.

        What stands where the documents have it stays, and is not overwritten. The body that is given is
        not changed.
        """
        if not isinstance(instance, dict):
            return instance, []
        notes: list[str] = []
        for rule in self._rules:
            value = _value(instance, rule.member)
            changed = _replaced(value, rule.replace)
            is_moved = rule.member != rule.place
            if value is None or (not is_moved and changed == value):
                continue
            if is_moved and _value(instance, rule.place) is not None:
                continue
            if is_moved:
                instance = _without(instance, split(rule.member))
            for pointer, beside in rule.beside.items():
                if _value(instance, pointer) is None:
                    instance = _with(instance, split(pointer), beside)
            instance = _with(instance, split(rule.place), changed)
            notes.append(f"{rule.member} is taken for {rule.place}, which the documents have")
        return instance, notes


def read_rules(content: object, where: str) -> tuple[TranslationRule, ...]:
    """Return the rules of an operation in a mock file.

    Raises:
        WorkspaceError: A rule has an unknown key, or a value of the wrong kind.
    """
    if not isinstance(content, list):
        raise WorkspaceError(f"{where}: a list was expected, found {content!r:.80}")
    return tuple(_read_rules(content, where))


def _read_rules(content: Sequence[object], where: str) -> Iterator[TranslationRule]:
    for number, value in enumerate(content):
        at = f"{where}.{number}"
        entry = require_keys(value, {"member"}, at)
        only_keys(entry, {"member", "as", "replace", "with"}, at)
        beside = require_keys(entry.get("with") or {}, set(), f"{at}.with")
        replace = require_keys(entry.get("replace") or {}, set(), f"{at}.replace")
        member = str(entry["member"])
        place = str(entry.get("as", member))
        for pointer in (member, place, *beside):
            if not pointer.startswith("/"):
                raise WorkspaceError(f"{at}: {pointer!r} is no pointer, which begins with a slash")
        yield TranslationRule(
            member=member,
            place=place,
            replace={str(old): str(new) for old, new in replace.items()},
            beside=beside,
        )


def _value(instance: Any, pointer: str) -> Any:
    try:
        return node(instance, pointer)
    except LookupError:
        return None


def _replaced(value: Any, replace: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    for old, new in replace.items():
        value = value.replace(old, new)
    return value


def _without(here: Any, names: tuple[str, ...]) -> Any:
    """Return an object without the member at the end of a path, which is there."""
    name, rest = names[0], names[1:]
    if not isinstance(here, dict):  # an element of a list stays: others would move up to its place
        return here
    if not rest:
        return {key: value for key, value in here.items() if key != name}
    return {**here, name: _without(here[name], rest)}


def _with(here: Any, names: tuple[str, ...], value: Any) -> Any:
    """Return `here` with a value at the end of a path; only what is on the way is copied or made.

    Where there is nothing yet, a number in the path is the place in a list. What is on the way and can
    have no members stays, for the schema to refuse.
    """
    if not names:
        return value
    name, rest = names[0], names[1:]
    if name.isdigit() and (here is None or isinstance(here, list)):
        items = list(here or ())
        place = min(int(name), len(items))
        items[place : place + 1] = [
            _with(items[place] if place < len(items) else None, rest, value)
        ]
        return items
    if here is None or isinstance(here, dict):
        members = dict(here or {})
        return {**members, name: _with(members.get(name), rest, value)}
    return here
