"""Claims of one contract that cannot hold together, found without asking anybody."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from truecopy.contract.clash import Clash, LandedSchema
from truecopy.contract.keywords import ASSERTIONS
from truecopy.contract.lifecycle_clashes import lifecycle_clashes, refused_state, state_clashes
from truecopy.contract.problems import shown
from truecopy.contract.promise_clashes import promise_clashes
from truecopy.contract.validate import compile_test
from truecopy.model import Contract, Operation, Schema
from truecopy.model.pointers import join

# A least and a most of the same thing, and whether they may be equal.
_BOUNDS = (
    ("minLength", "maxLength", True),
    ("minItems", "maxItems", True),
    ("minimum", "maximum", True),
    ("exclusiveMinimum", "maximum", False),
    ("minimum", "exclusiveMaximum", False),
    ("exclusiveMinimum", "exclusiveMaximum", False),
)


def clashes(contract: Contract) -> list[Clash]:
    """Return the claims of a contract that cannot hold together, each pair once."""
    landed = contract.landed()
    make = partial(LandedSchema, contract=contract, landed=landed)
    found: list[Clash] = []
    for name, operation in contract.operations.items():
        folder = f"schemas/{name}"
        for part, schema in _schemas(operation):
            body = make(operation=name, path=f"{folder}/{part}.json", schema=schema)
            found += _of_nodes(body, schema, "", "")
        success = operation.responses[operation.success]
        if success is not None:
            body = make(operation=name, path=f"{folder}/{operation.success}.json", schema=success)
            found += promise_clashes(body)
            lifecycle = contract.lifecycle
            if lifecycle and name == lifecycle.poll:
                found += state_clashes(body, lifecycle)
            if lifecycle and name == lifecycle.create:
                found += refused_state(body, lifecycle, lifecycle.initial)
    if contract.lifecycle:
        found += lifecycle_clashes(contract, contract.lifecycle)
    return found


def _schemas(operation: Operation) -> Iterator[tuple[str, Schema]]:
    bodies = {"request": operation.request, "path": operation.path_parameters}
    bodies |= {str(status): schema for status, schema in operation.responses.items()}
    yield from ((part, schema) for part, schema in bodies.items() if schema is not None)


def _of_nodes(body: LandedSchema, schema: Schema, at: str, pointer: str) -> Iterator[Clash]:
    """Yield what the keywords of one place, and of those below it, do not allow each other."""
    for least, most, may_equal in _BOUNDS:
        if least in schema and most in schema:
            low, high = schema[least], schema[most]
            if low > high or (low == high and not may_equal):
                why = f"nothing is at least {low} and at most {high}"
                claims = (body.claim(f"{pointer}/{name}") for name in (least, most))
                yield from body.clash(at, why, *claims)
    if "const" in schema:
        yield from _refused_values(body, schema, (at, pointer, "const"), [schema["const"]])
    elif "enum" in schema:
        yield from _refused_values(body, schema, (at, pointer, "enum"), schema["enum"])
    for name, inner in schema.get("properties", {}).items():
        step = join([name])
        yield from _of_nodes(body, inner, at + step, f"{pointer}/properties{step}")
    if "items" in schema:
        yield from _of_nodes(body, schema["items"], f"{at}/*", f"{pointer}/items")


def _refused_values(
    body: LandedSchema, schema: Schema, place: tuple[str, str, str], values: list[Any]
) -> Iterator[Clash]:
    """Yield the keywords that refuse every value that another keyword lists."""
    at, pointer, keyword = place
    others = {key: schema[key] for key in schema if key in ASSERTIONS - {keyword}}
    if not values or any(map(compile_test(others), values)):
        return
    for other, rule in others.items():
        if not compile_test({other: rule})(values[0]):
            why = f"{shown(values[0])} is refused by {other} {shown(rule)}"
            claims = (body.claim(f"{pointer}/{name}") for name in (keyword, other))
            yield from body.clash(at, why, *claims)
            return
