"""What the statements of one claim come to: a value, and perhaps two that cannot both hold."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from truecopy.derive.statements import Statement
from truecopy.model import Reading

# Keywords whose statements add up, and those of which the first counts.
_LISTS = frozenset({"examples", "alias"})
_FIRSTS = frozenset({"example"})
# Keywords whose lists may have any order.
SETS = frozenset({"enum", "type", "x-image/formats", "x-image/sources"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What all statements of one claim come to.

    Attributes:
        pair: Two of them that cannot both hold, None where there are none.
    """

    value: Any
    pair: tuple[Statement, Statement] | None = None


def agree(group: Sequence[Statement]) -> Agreement:
    """Return the value of a claim, and what stands against it."""
    keyword = group[0].keyword
    if keyword in _LISTS:
        values = [item for each in group for item in as_list(each.value)]
        return Agreement(value=list({json_key(value): value for value in values}.values()))
    differing = distinct(group)
    first = _leading(differing)
    pair = None if keyword in _FIRSTS else _contradiction(first, differing)
    return Agreement(value=first.value, pair=pair)


def distinct(group: Sequence[Statement]) -> Sequence[Statement]:
    """Return the first statement of each value and reading, in order; pages say one thing many times."""
    if len(group) == 1:
        return group
    # Many statements may share one value, which may be long.
    values = {id(each.value): each for each in group}
    keys = {key: _value_key(each.value, each.keyword) for key, each in values.items()}
    found: dict[tuple[str, Reading], Statement] = {}
    for each in group:
        found.setdefault((keys[id(each.value)], each.evidence.reading), each)
    return list(found.values())


def _leading(differing: Sequence[Statement]) -> Statement:
    """Return the statement that admits what all others say; where there is none, the first.

    What is stated outright goes before what an example shows.
    """
    stated = [each for each in differing if each.evidence.reading is Reading.STATED]
    leading = stated or differing
    keyword = leading[0].keyword
    # Two values of which neither is a list of types never admit each other, so that the first decides.
    for each in leading if keyword == "type" else leading[:1]:
        if all(admits(keyword, each.value, other.value) for other in differing):
            return each
    return leading[0]


def _contradiction(
    first: Statement, differing: Iterable[Statement]
) -> tuple[Statement, Statement] | None:
    """Return the first statement that cannot hold beside the leading one, as a pair; None without one."""
    keyword = first.keyword
    for other in differing:
        is_example = other.evidence.reading is Reading.EXAMPLE
        agrees = (
            admits(keyword, first.value, other.value)
            if is_example
            else is_same(first.value, other.value, keyword)
        )
        if not agrees:
            return first, other
    return None


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, anything else as the one entry of a list."""
    return value if isinstance(value, list) else [value]


# Of a value, its text: equal where it is the same JSON.
json_key = json.JSONEncoder(sort_keys=True).encode


def _value_key(value: Any, keyword: str) -> str:
    """Return what is equal for equal values: of a list that is a set, whatever its order."""
    if keyword in SETS and isinstance(value, list):
        return json_key(sorted(map(json_key, value)))
    return json_key(value)


def is_same(first: Any, second: Any, keyword: str = "") -> bool:
    """Whether two values say the same under a keyword."""
    return first is second or _value_key(first, keyword) == _value_key(second, keyword)


def admits(keyword: str, stated: Any, shown: Any) -> bool:
    """Whether a stated value allows what an example shows: the same, or a type among several."""
    if is_same(stated, shown, keyword):
        return True
    if keyword == "type":
        types = as_list(stated)
        return all(
            each in types or (each == "integer" and "number" in types) for each in as_list(shown)
        )
    return False
