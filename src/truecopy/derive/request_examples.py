"""Request examples made sendable: placeholders filled with valid values, prose replaced by our own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truecopy.contract.formats import FORMATS, SAMPLES, is_binary
from truecopy.contract.pattern_texts import text_of
from truecopy.contract.validate import CompiledSchema
from truecopy.derive.examples import is_placeholder, type_name
from truecopy.model.pointers import first

PROMPT = "A paper boat on a quiet pond at dawn"
_PICTURE = "https://example.com/picture.png"
# In pixels: the side of the pictures that most vendors make where nothing else is said.
_SIDE = 1024
# Short texts that patterns often take.
_SHORT = (
    "paper-boat",
    "paper",
    "boat",
    "1024x1024",
    "1024*1024",
    "16:9",
    "2025-01-01",
    "en",
    "a",
    "1",
    "A",
    "+491234567890",
    "#ffffff",
)
# A schema that asks for a longer text than this is not filled up.
_LONGEST = 100_000
# A text with a blank in it is prose: one of our own is sent in its place.
_PROSE = re.compile(r"\s")


def fill(example: Any, schema: Mapping[str, Any]) -> Any:
    """Return `example` with each placeholder replaced by a value that `schema` accepts.

    Text with white space is prose and is replaced too: the documents' words stay with them. A required member that the
    example lacks is put in: what a page marks holds, whatever its example leaves out. An optional member
    for which no value is found is left out: what we fill in is never refused as the documents' own.
    """
    value = _fill(example, schema)
    return None if value is _NOTHING else value


def is_ours_refused(example: Any, filled: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a schema refuses what was filled in where an example has nothing, or a placeholder."""
    if schema.get("type") != "object" or not isinstance(example, dict):
        return False
    places = [each.pointer for each in CompiledSchema(schema).problems(filled)]
    values = [first(example, pointer, _NOTHING) for pointer in places]
    return any(value is _NOTHING or is_placeholder(value) for value in values)


def lacking(example: Any, schema: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield the pointer of each member that an example of JSON lacks though the page marks it as required."""
    if isinstance(example, dict):
        yield from (f"{at}/{name}" for name in _lacking(example, schema))
        for name, value in example.items():
            yield from lacking(value, schema.get("properties", {}).get(name, {}), f"{at}/{name}")
    elif isinstance(example, list):
        for index, value in enumerate(example):
            yield from lacking(value, schema.get("items", {}), f"{at}/{index}")


def _lacking(example: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """Return the required members that an example lacks; a form, which is no object, shows some parts only."""
    is_object = schema.get("type") == "object"
    return [name for name in schema.get("required", ()) if is_object and name not in example]


def _fill(example: Any, schema: Mapping[str, Any]) -> Any:
    if isinstance(example, str):
        if is_placeholder(example):
            return _of_schema(schema)
        return (
            _text(schema) if _PROSE.search(example) and not _is_kept(example, schema) else example
        )
    if isinstance(example, dict):
        inner, required = schema.get("properties", {}), schema.get("required", ())
        filled = {name: _fill(value, inner.get(name, {})) for name, value in example.items()}
        filled |= {name: _of_schema(inner.get(name, {})) for name in _lacking(example, schema)}
        return {
            name: example.get(name) if value is _NOTHING else value
            for name, value in filled.items()
            if value is not _NOTHING or name in required
        }
    if isinstance(example, list):
        return _elements(example, schema)
    return _number(example, schema) if is_placeholder(example) else example


_NOTHING: Any = object()
_MADE = frozenset({"array", "object", "integer", "number", "boolean"})


def _elements(example: list[Any], schema: Mapping[str, Any]) -> Any:
    inner = schema.get("items", {})
    filled = [value for each in example if (value := _fill(each, inner)) is not _NOTHING]
    wanted = schema.get("minItems", 0) - len(filled)
    if 0 < wanted <= len(_SHORT) and not filled:
        value = _of_schema(inner)
        filled = [] if value is _NOTHING else [value] * wanted
    return filled


def _is_kept(example: str, schema: Mapping[str, Any]) -> bool:
    """Whether a text with white space is a value that the documents name, and no prose."""
    return example in (schema.get("enum") or ()) or example == schema.get("default")


def _number(example: Any, schema: Mapping[str, Any]) -> Any:
    """Return the number nearest to a placeholder that `schema` accepts; anything else as it is."""
    if isinstance(example, bool) or not isinstance(example, int | float):
        return example
    numbers = [each for each in schema.get("enum") or () if isinstance(each, int | float)]
    if numbers:
        return example if example in numbers else numbers[0]
    low, high = schema.get("minimum"), schema.get("maximum")
    step = schema.get("multipleOf")
    over, under = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if over is not None and example <= over:
        example = (
            over + (step or 1)
            if under is None or over + (step or 1) < under
            else (over + under) / 2
        )
    if under is not None and example >= under:
        example = (
            under - (step or 1)
            if over is None or under - (step or 1) > over
            else (over + under) / 2
        )
    example = example if low is None else max(example, low)
    example = example if high is None else min(example, high)
    if step and example % step:
        example -= example % step
        example = example + step if low is not None and example < low else example
    return example


def _of_schema(schema: Mapping[str, Any]) -> Any:
    """Return a value that `schema` accepts where the example has a placeholder for it."""
    types = schema.get("type", "string")
    names = [types] if isinstance(types, str) else types
    if "string" in names or not _MADE.intersection(names):
        return _text(schema)
    if schema.get("enum"):
        return schema["enum"][0]
    made = {
        "object": _fill({}, schema),
        "array": _elements([], schema),
        "integer": _number(1, schema),
        "number": _number(1, schema),
        "boolean": True,
    }
    return next(made[name] for name in names if name in made)


def _text(schema: Mapping[str, Any]) -> Any:
    """Return a text that `schema` accepts, `_NOTHING` where none of ours is one."""
    return next((each for each in _candidates(schema) if _is_accepted(each, schema)), _NOTHING)


def _candidates(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("enum") or ()
    if "url" in schema.get("x-image", {}).get("sources", ()):
        yield _PICTURE
    rule = schema.get("x-dimensions")
    if rule:
        side = rule.get("side", {}).get("minimum", _SIDE)
        yield f"{side}{rule.get('separator', '*')}{side}"
    if schema.get("format") in SAMPLES:
        yield SAMPLES[schema["format"]]
    low, high = schema.get("minLength", 0), schema.get("maxLength", _LONGEST)
    if low <= _LONGEST and isinstance(high, int):
        yield (PROMPT + "." * max(0, low - len(PROMPT)))[:high]
    yield from _known(schema)
    yield from _SHORT
    if "pattern" in schema:
        yield text_of(schema["pattern"], least=min(low, _LONGEST))


def _known(schema: Mapping[str, Any]) -> Iterable[Any]:
    """Yield the values that the documents name for the field."""
    if isinstance(schema.get("default"), str):
        yield schema["default"]
    yield from schema.get("examples") or ()


def _is_accepted(value: Any, schema: Mapping[str, Any]) -> bool:
    if schema.get("enum"):
        return value in schema["enum"] and value is not None
    if type_name(value) != "string":
        return False
    is_format = FORMATS.get(schema.get("format", ""), is_binary)
    pattern = schema.get("pattern")
    return (
        schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        and is_format(value)
        and (pattern is None or _matches(pattern, value))
    )


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return False
