"""The plainest value that a schema without members accepts: what an answer shows where nothing else is said."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from truecopy.contract.pattern_texts import text_of
from truecopy.contract.validate import compile_test

# A text of each format that validators know.
_FORMATS: Mapping[str, str] = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com/",
    "uri-reference": "/",
    "iri": "https://example.com/",
    "email": "name@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",  # of documentation (RFC 5737)
    "ipv6": "2001:db8::1",  # of documentation (RFC 3849)
    "duration": "PT1S",
    "json-pointer": "/a",
    "regex": "a",
    "date": "2026-01-01",
    "time": "00:00:00Z",
}
# The smallest step from a bound that is not reached itself.
_STEP = 1
# Values that a schema lists or that are tried first may come again among those that are counted up.
_MOST_CHOICES = 256


class NoPlainValueError(ValueError):
    """No value was found that a schema accepts; carries why, for people."""


def plain_value(schema: Mapping[str, Any]) -> Any:
    """Return the plainest value that a schema accepts.

    Raises:
        NoPlainValueError: Its keywords refuse every value that was tried.
    """
    is_valid = compile_test({key: value for key, value in schema.items() if key != "properties"})
    for value in _candidates(schema):
        if is_valid(value):
            return value
    rules = ", ".join(f"{key} {value!r:.60}" for key, value in schema.items())
    raise NoPlainValueError(f"no value keeps all of: {rules}")


def distinct_values(schema: Mapping[str, Any], count: int) -> list[Any]:
    """Return so many different values that a schema accepts.

    Raises:
        NoPlainValueError: Fewer were found.
    """
    is_valid = compile_test(schema)
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    counted = range(count + 1)
    texts = (f"{number:0{schema.get('minLength', 1)}d}" for number in counted)
    wanted = [*_candidates(schema), *texts, *(low + number for number in counted)]
    found: list[Any] = []
    for value in wanted:
        if len(found) < count and is_valid(value) and value not in found[-_MOST_CHOICES:]:
            found.append(value)
    if len(found) < count:
        raise NoPlainValueError(f"no {count} different values were found")
    return found


def _candidates(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield values, the likeliest first; a few, whatever the schema."""
    if "const" in schema:
        yield schema["const"]
    yield from schema.get("enum", ())
    kinds = schema.get("type", "object")
    for kind in ["null"] if "null" in kinds else [kinds] if isinstance(kinds, str) else kinds:
        yield from _of_kind(kind, schema)
    yield from schema.get("examples", ())


def _of_kind(kind: str, schema: Mapping[str, Any]) -> Iterator[Any]:
    if kind == "string":
        yield from _texts(schema)
    elif kind in ("integer", "number"):
        yield from _numbers(schema, is_whole=kind == "integer")
    elif kind == "array":
        least = schema.get("minItems", 0)
        yield [None] * least
        yield list(range(least))
    elif kind == "object":
        yield {}
        yield {f"member_{number}": None for number in range(schema.get("minProperties", 0))}
    else:
        yield {"boolean": False, "null": None}.get(kind)


def _texts(schema: Mapping[str, Any]) -> Iterator[str]:
    least = schema.get("minLength", 0)
    if schema.get("format") in _FORMATS:
        yield _FORMATS[schema["format"]]
    yield "x" * least
    if "x-dimensions" in schema:
        side = schema["x-dimensions"].get("side", {}).get("minimum", 1)
        yield f"{side}{schema['x-dimensions'].get('separator', '*')}{side}"
    if "pattern" in schema:
        yield text_of(schema["pattern"], least=least)


def _numbers(schema: Mapping[str, Any], *, is_whole: bool) -> Iterator[float]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high = schema.get("maximum", schema.get("exclusiveMaximum", low))
    unit = schema.get("multipleOf", _STEP)
    yield low
    yield low + _STEP
    yield from (0, high, high - _STEP)
    yield ceil(low / unit) * unit
    yield (ceil(low / unit) + 1) * unit
    if not is_whole:
        yield (low + high) / 2
