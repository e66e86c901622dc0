"""Which claims an answer could have broken: the keywords at every node that it reaches."""

from collections.abc import Iterator
from typing import Any

from truecopy.contract import CompiledSchema
from truecopy.contract.keywords import ASSERTIONS
from truecopy.model import Schema
from truecopy.model.pointers import join

_TEXT = frozenset({"minLength", "maxLength", "pattern", "format"})
_LIST = frozenset({"minItems", "maxItems", "uniqueItems"})
_NUMBER = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})


def examined_claims(compiled: CompiledSchema, instance: Any) -> set[str]:
    """Return the ids of the schema's claims that an instance shows held, unless it breaks them."""
    return set(_examined(compiled, compiled.schema, instance, ""))


def _examined(compiled: CompiledSchema, schema: Schema, instance: Any, at: str) -> Iterator[str]:
    for keyword, value in schema.items():
        if keyword == "required" and isinstance(instance, dict):
            yield from _claims(compiled, *(f"{at}/required/{index}" for index in range(len(value))))
        elif keyword in ASSERTIONS and _applies(keyword, instance):
            yield from _claims(compiled, f"{at}/{keyword}")
        elif keyword == "x-dimensions" and isinstance(instance, str):
            yield from _claims(compiled, *(f"{at}/x-dimensions/{name}" for name in value))
    if isinstance(instance, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in instance:
                where = f"{at}/properties{join([name])}"
                yield from _examined(compiled, inner, instance[name], where)
    if isinstance(instance, list) and "items" in schema:
        for item in instance:
            yield from _examined(compiled, schema["items"], item, f"{at}/items")


def _claims(compiled: CompiledSchema, *pointers: str) -> Iterator[str]:
    for pointer in pointers:
        claim = compiled.claim_at(pointer)
        if claim is not None:
            yield claim.id


def _applies(keyword: str, instance: Any) -> bool:
    if keyword == "required":
        return False
    if keyword in _TEXT:
        return isinstance(instance, str)
    if keyword in _LIST:
        return isinstance(instance, list)
    if keyword in _NUMBER:
        return isinstance(instance, int | float) and not isinstance(instance, bool)
    return keyword != "minProperties" or isinstance(instance, dict)
