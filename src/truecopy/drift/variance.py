"""Which rule a change of one value falls under: what it does to the values that a contract allows."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from truecopy.model import ABSENT

# Keyword -> thing of the rules; those not listed are `constraint`.
_UPPER = {
    "maximum": "maximum",
    "exclusiveMaximum": "maximum",
    "maxLength": "max-length",
    "maxItems": "max-items",
}
_LOWER = {
    "minimum": "minimum",
    "exclusiveMinimum": "minimum",
    "minLength": "min-length",
    "minItems": "min-items",
    "minProperties": "min-properties",
}
_CHOICES = {
    "enum": "enum",
    "const": "enum",
    "x-image/formats": "image-formats",
    "x-image/sources": "image-sources",
}
_RANGES = {
    "x-image/side": "image-side",
    "x-image/bytes": "image-bytes",
    "x-dimensions/side": "size-side",
    "x-dimensions/pixels": "size-pixels",
}
# The one keyword that lets more pass where it is there.
LEAVE = "x-dimensions/empty"
# The bounds of a range that hold from below; all others hold from above.
_FROM_BELOW = frozenset({"minimum"})
# Lists whose order says nothing.
_SETS = frozenset(
    {"type", "enum", "alias", "terminal", "transitions", "shows", "examples"}
    | {"x-image/formats", "x-image/sources"}
)


def is_same(keyword: str, old: Any, new: Any) -> bool:
    """Whether two values of a keyword say the same."""
    return canonical(keyword, old) == canonical(keyword, new)


def canonical(keyword: str, value: Any) -> str:
    """Return a value in one writing: two say the same where their writings are equal."""
    if keyword in _SETS and value is not ABSENT:
        return "\n".join(sorted(members(value)))
    return _key(value)


def members(value: Any) -> frozenset[str]:
    """Return the members of a list as JSON; those of a single value are itself, of none there are none."""
    if value is ABSENT:
        return frozenset()
    return frozenset(map(_key, value if isinstance(value, list) else [value]))


def constraint_rule(side: str, keyword: str, old: Any, new: Any) -> str:
    """Return the rule of a change of one constraint.

    Args:
        side: `request` or `answer`.
        old, new: The keyword's value, `ABSENT` where it is not there; they differ.
    """
    if keyword == LEAVE:
        return f"{side}-size-empty-{'allowed' if new is True else 'refused'}"
    thing, verb_of = _thing(keyword)
    if old is ABSENT or new is ABSENT:
        return f"{side}-{thing}-{'added' if old is ABSENT else 'dropped'}"
    try:
        return f"{side}-{thing}-{verb_of(old, new)}"
    except TypeError:  # values that cannot be compared, such as a text for a limit
        return f"{side}-constraint-changed"


def _thing(keyword: str) -> tuple[str, Callable[[Any, Any], str]]:
    for things, verb_of in ((_UPPER, _bound), (_LOWER, _bound), (_CHOICES, _choice)):
        if keyword in things:
            return things[keyword], verb_of
    if keyword in _RANGES:
        return _RANGES[keyword], _range
    if keyword == "type":
        return keyword, _types
    return keyword if keyword in ("pattern", "format") else "constraint", lambda *_: "changed"


def _bound(old: float, new: float) -> str:
    return "lowered" if new < old else "raised"


def _choice(old: Any, new: Any) -> str:
    before, after = members(old), members(new)
    return "shrunk" if after < before else "grown" if after > before else "changed"


def _types(old: Any, new: Any) -> str:
    before, after = _admitted(old), _admitted(new)
    return "narrowed" if after < before else "widened" if after > before else "changed"


def _admitted(value: Any) -> frozenset[str]:
    """Return the types that a `type` admits; an integer is a number too."""
    found = members(value)
    return found | {'"integer"'} if '"number"' in found else found


def _range(old: Mapping[str, float], new: Mapping[str, float]) -> str:
    """Return what became of a range, of which any bound may be absent."""
    shifts = {_shift(name, old.get(name), new.get(name)) for name in old.keys() | new.keys()}
    shifts.discard(0)
    if len(shifts) != 1:
        return "changed"
    return "narrowed" if shifts == {-1} else "widened"


def _shift(name: str, old: float | None, new: float | None) -> int:
    """Return -1 where a bound lets less pass, 1 where it lets more pass, 0 where it is the same."""
    if old == new:
        return 0
    if old is None or new is None:
        return -1 if old is None else 1
    return -1 if (new > old) is (name in _FROM_BELOW) else 1


def list_shift(old: Any, new: Any) -> tuple[Collection[str], Collection[str]]:
    """Return which members of a list are gone, and which are new, as JSON."""
    before, after = members(old), members(new)
    return before - after, after - before


def _key(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    """Return a value with one writing for each number: 1.0 is 1."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
