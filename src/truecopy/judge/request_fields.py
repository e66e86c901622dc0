"""The fields of a request, each with its place in the schema and in a good request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema
from truecopy.contract.form_values import types_of
from truecopy.judge.request_factory import plain_value
from truecopy.model import Schema
from truecopy.model.pointers import first, join


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestField:
    """One node of a request's schema.

    Attributes:
        at: Pointer into the request; within arrays, of the element that has the field.
        pattern: The same with `*` for elements.
        schema_at: Pointer into the schema.
        element: Of an array: one element that is good.
    """

    schema: Schema
    at: str
    pattern: str
    schema_at: str
    compiled: CompiledSchema
    element: Any = None

    @property
    def name(self) -> str:
        """What people call it: the last name along its path, or `body`."""
        names = [name for name in self.at.split("/") if name and not name.isdigit()]
        return names[-1] if names else "body"

    @property
    def words(self) -> str:
        """The same in words, where one element of a list is not taken for the list."""
        return f"an element of {self.name}" if self.at.rpartition("/")[2].isdigit() else self.name

    @property
    def types(self) -> set[str]:
        """The JSON types that it may have."""
        return types_of(self.schema)

    def claims(self, *keywords: str) -> tuple[str, ...]:
        """Return the ids of the claims that stand at some of its keywords."""
        found = (self.compiled.claim_at(f"{self.schema_at}/{each}") for each in keywords)
        return tuple(claim.id for claim in found if claim is not None)


def fields_of(compiled: CompiledSchema, instance: Any) -> Iterator[RequestField]:
    """Yield every field of a request's schema, outermost first.

    Args:
        instance: A good request; it says which element of an array has a field.
    """
    whole = RequestField(schema=compiled.schema, at="", pattern="", schema_at="", compiled=compiled)
    yield from _walk(whole, instance)


def _walk(here: RequestField, instance: Any) -> Iterator[RequestField]:
    yield here
    for name, inner in here.schema.get("properties", {}).items():
        step = join([name])
        at = _element_with(here, name, instance) + step
        yield from _walk(
            RequestField(
                schema=inner,
                at=at,
                pattern=here.pattern + step,
                schema_at=f"{here.schema_at}/properties{step}",
                compiled=here.compiled,
                element=_element(inner, name, at, instance),
            ),
            instance,
        )
    if "items" in here.schema:
        yield from _walk(
            RequestField(
                schema=here.schema["items"],
                at=f"{here.at}/0",
                pattern=f"{here.pattern}/*",
                schema_at=f"{here.schema_at}/items",
                compiled=here.compiled,
            ),
            instance,
        )


def _element(schema: Schema, name: str, at: str, instance: Any) -> Any:
    if "items" not in schema:
        return None
    known = first(instance, at)
    return known[0] if isinstance(known, list) and known else plain_value(schema["items"], name)


def _element_with(here: RequestField, name: str, instance: Any) -> str:
    """Return the pointer of an element that has a member, where `here` is an element of an array."""
    parent, _, last = here.at.rpartition("/")
    if not last.isdigit():
        return here.at
    elements = first(instance, parent)
    for index, element in enumerate(elements if isinstance(elements, list) else ()):
        if isinstance(element, dict) and name in element:
            return f"{parent}/{index}"
    return here.at


def accepted_claims(compiled: CompiledOperation, instance: Any) -> Iterator[str]:
    """Yield the ids of the claims that the acceptance of a good request speaks for.

    Args:
        instance: The request's decoded body.
    """
    yield from (f"{compiled.operation.id}#{each}" for each in ("method", "path", "media-type"))
    if compiled.request is not None:
        for each in fields_of(compiled.request, instance):
            yield from each.claims(*_met(each, instance))


def _met(field_: RequestField, instance: Any) -> tuple[str, ...]:
    """Return the keywords of a field of which the good request shows the accepted side."""
    value = first(instance, field_.at) if field_.at else instance
    if value is None:
        return ()
    schema = field_.schema
    met = ["type", "format"]
    if "minimum" in schema and value == schema["minimum"]:
        met.append("minimum")
    if isinstance(value, list) and len(value) == schema.get("minItems"):
        met.append("minItems")
    if isinstance(value, dict) and len(value) == schema.get("minProperties"):
        met.append("minProperties")
    return tuple(met)
