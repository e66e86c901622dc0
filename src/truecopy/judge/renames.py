"""Fields that are missing, and the ones that stand in their place under another name."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from truecopy.contract.form_values import types_of
from truecopy.model.pointers import first

_LIKE = 0.5  # `images` and `image_urls` have more in common, `created` and `seed` less
_LONGEST_NAME = 64  # of a name that is compared; no vendor has a longer one
_ABSENT = object()
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


def renamed(
    schema: Mapping[str, Any], body: Any, missing: Iterable[str], unknown: Iterable[str]
) -> dict[str, str]:
    """Return the pointer of each missing field, with that of the new field that may be it under another name.

    That is the only one of its type beside it, or the one whose name is most like it.

    Args:
        schema: Of the body.
        missing, unknown: Pointers of fields that are not there, and of those that the schema does not have.
    """
    found: dict[str, str] = {}
    left = list(unknown)
    for pointer in missing:
        parent, _, name = pointer.rpartition("/")
        wanted = _schema_at(schema, pointer)
        fitting = [
            each
            for each in left
            if each.rpartition("/")[0] == parent and _fits(first(body, each, _ABSENT), wanted)
        ]
        best = max(fitting, key=lambda each: _likeness(name, each), default="")
        if best and (len(fitting) == 1 or _likeness(name, best) >= _LIKE):
            found[pointer] = best
            left.remove(best)
    return found


def _likeness(name: str, pointer: str) -> float:
    other = pointer.rpartition("/")[2]
    return SequenceMatcher(None, name[:_LONGEST_NAME], other[:_LONGEST_NAME]).ratio()


def _schema_at(schema: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    """Return the schema of a field, an empty one where there is none."""
    for name in pointer.split("/")[1:]:
        inner = schema.get("items") if name.isdigit() else schema.get("properties", {}).get(name)
        schema = inner or {}
    return schema


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value has a type that a schema takes; of an array the first element too."""
    types, kind = types_of(schema), _TYPES.get(type(value), "null")
    is_fitting = not types or kind in types or (kind == "integer" and "number" in types)
    if is_fitting and isinstance(value, list) and value:
        return _fits(value[0], schema.get("items", {}))
    return is_fitting and value is not _ABSENT


def in_its_place(pointer: str) -> str:
    """Return the part of a sentence that names the field which may be a missing one under another name."""
    return f", and {pointer}, which the contract does not have, is there" if pointer else ""
