"""Values at and past each limit of a field: what must be accepted, and what must be refused."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from truecopy.contract.validate import CompiledSchema
from truecopy.judge.neighbours import other_choice, past
from truecopy.judge.request_factory import PLAIN_TEXT, plain_value
from truecopy.judge.request_fields import RequestField
from truecopy.model import Schema

WIDE = "雨"
# Neither text nor number, so that no lenient reader makes it into one.
_STRUCTURE = {"text": "x"}
_LONGEST_VALUE = 60  # with the name of its field before it, a line of a terminal
_ORDINARY = 1024  # a side of the square that most models make

# A value at such a limit, and one past it, would be megabytes of a request, or more than anybody counts to.
_MOST_SENT = {
    "maxLength": 1_000_000,
    "minLength": 1_000_000,
    "maxItems": 10_000,
    "minItems": 10_000,
}
# Beyond, bounds of a picture are none that a vendor has: squares of a million pixels a side.
_MOST_PIXELS = 10**12

Value = tuple[str, Any, str]  # keyword, value, how it is told


def unsendable(schema: Schema) -> dict[str, str]:
    """Return the keywords at whose limits no request is sent, each with why."""
    found = {
        keyword: f"a request at {schema[keyword]} is too large to be sent"
        for keyword, most in _MOST_SENT.items()
        if schema.get(keyword, 0) > most
    }
    pixels = schema.get("x-dimensions", {}).get("pixels", {})
    if max(pixels.values(), default=0) > _MOST_PIXELS:
        found["x-dimensions"] = "nobody makes pictures of so many pixels"
    return found


def accepted_values(field: RequestField, *, is_form: bool) -> Iterator[Value]:
    """Yield what a field must take: its bounds, its choices, null, what the documents show.

    A bound that another keyword of the field excludes is no good value: the longest text of an address is none.
    """
    for value in _bounds(field, is_form=is_form):
        if not _NARROWING & field.schema.keys() or _is_accepted(value[1], field.schema):
            yield value


# What excludes values between the bounds.
_NARROWING = frozenset({"format", "pattern", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"})


def _is_accepted(value: Any, schema: Schema) -> bool:
    return not list(CompiledSchema(schema).problems(value))


def _bounds(field: RequestField, *, is_form: bool) -> Iterator[Value]:
    schema = field.schema
    yield from _choices(field)
    if schema.get("maxLength") is not None:
        longest = schema["maxLength"]
        yield "maxLength", WIDE * longest, f"{longest} characters, each of three bytes"
    if schema.get("minLength"):
        yield "minLength", "x" * schema["minLength"], f"{schema['minLength']} characters"
    for keyword in ("minimum", "maximum"):
        if keyword in schema:
            yield keyword, schema[keyword], str(schema[keyword])
    if "x-dimensions" in schema:
        yield from _good_sizes(schema["x-dimensions"])
    if "maxItems" in schema:
        yield "maxItems", [field.element] * schema["maxItems"], f"{schema['maxItems']} elements"
    if "boolean" in field.types:
        yield from (("type", each, str(each).lower()) for each in (True, False))
    if "null" in field.types and not is_form:
        yield "type", None, "null"
    for each in schema.get("examples", ()):
        yield "type", each, f"{each!r}, as documented"


def ordinary_value(field: RequestField) -> Iterator[Value]:
    """Yield one value for a field that has no limits to try."""
    if field.types & {"string", "integer", "number", "object"} and "enum" not in field.schema:
        value = plain_value(field.schema, field.name)
        yield "type", value, _told(value)


def refused_values(field: RequestField, *, is_form: bool) -> Iterator[Value]:
    """Yield what a field must not take, each breaking one keyword."""
    schema = field.schema
    for keyword, make in _BREAKERS.items():
        if keyword in schema:
            yield from ((keyword, value, told) for value, told in make(schema[keyword], field))
    if "x-dimensions" in schema:
        yield from _bad_sizes(schema["x-dimensions"])
    if "type" in schema and not (is_form and (not field.at or field.types & {"string", "array"})):
        yield from _wrong_types(field, is_form=is_form)


def _choices(field: RequestField) -> Iterator[Value]:
    for each in field.schema.get("enum", ()):
        yield "enum", each, repr(each)


def _good_sizes(rule: Any) -> Iterator[Value]:
    mark = rule.get("separator", "*")
    side, pixels = rule.get("side"), rule.get("pixels")
    if rule.get("empty"):
        yield "x-dimensions/empty", "", "empty"
    if side:
        low, high = side["minimum"], side["maximum"]
        for width, height in ((low, high), (high, low)):
            yield "x-dimensions/side", f"{width}{mark}{height}", f"{width}{mark}{height}"
    if pixels:
        for width, height in (_pair(pixels["minimum"], 0), _pair(pixels["maximum"], 0)):
            yield "x-dimensions/pixels", f"{width}{mark}{height}", f"{width}{mark}{height}"


def _pair(pixels: int, over: int) -> tuple[int, int]:
    """Return width and height with exactly so many pixels, or with one row more or less of them."""
    width = next(each for each in range(int(pixels**0.5), 0, -1) if pixels % each == 0)
    return pixels // width, width + over


def _bad_sizes(rule: Any) -> Iterator[Value]:
    mark = rule.get("separator", "*")
    side, pixels = rule.get("side"), rule.get("pixels")
    if side:
        low, high = side["minimum"], side["maximum"]
        for width, height in ((low - 1, low), (low, low - 1), (high + 1, low), (low, high + 1)):
            yield "x-dimensions/side", f"{width}{mark}{height}", f"{width}{mark}{height}"
    if pixels:
        for bound, over in ((pixels["minimum"], -1), (pixels["maximum"], 1)):
            width, height = _pair(bound, over)
            told = f"{width}{mark}{height}, {width * height} pixels"
            yield "x-dimensions/pixels", f"{width}{mark}{height}", told


def _other_mark(rule: Any) -> str:
    """Return a size that is good but for the mark between its sides, empty where any mark will do."""
    mark = rule.get("separator")
    if mark is None:
        return ""
    side, pixels = rule.get("side"), rule.get("pixels")
    width = height = min(max(_ORDINARY, side["minimum"]), side["maximum"]) if side else _ORDINARY
    if pixels and not pixels["minimum"] <= width * height <= pixels["maximum"]:
        width, height = _pair(pixels["maximum"], 0)
    return f"{width}{'x' if mark == '*' else '*'}{height}"


def _mismatched(pattern: str, field: RequestField) -> Iterator[tuple[str, str]]:
    other = _other_mark(field.schema.get("x-dimensions", {}))
    for text in (*filter(None, [other]), "large", "?", "0", "~~~~", ""):
        if not re.search(pattern, text) and text not in field.schema.get("enum", ()):
            yield text, repr(text)
            return


def _too_long(most: int, _: RequestField) -> Iterator[tuple[str, str]]:
    yield "x" * (most + 1), f"{most + 1} characters"


def _too_short(least: int, _: RequestField) -> Iterator[tuple[str, str]]:
    if least:
        yield "x" * (least - 1), f"{least - 1} characters"


def _other(known: list[Any], _: RequestField) -> Iterator[tuple[Any, str]]:
    other = other_choice(known)
    yield other, f"{other!r}, which is none of the documented ones"


def _below(least: float, field: RequestField) -> Iterator[tuple[float, str]]:
    value = past(least, -1, field.schema)
    yield value, str(value)


def _above(most: float, field: RequestField) -> Iterator[tuple[float, str]]:
    value = past(most, 1, field.schema)
    yield value, str(value)


def _equal(bound: float, _: RequestField) -> Iterator[tuple[float, str]]:
    yield bound, str(bound)


def _too_many(most: int, field: RequestField) -> Iterator[tuple[list[Any], str]]:
    yield [field.element] * (most + 1), f"{most + 1} elements"


def _too_few(least: int, field: RequestField) -> Iterator[tuple[list[Any], str]]:
    if least:
        yield [field.element] * (least - 1), f"{least - 1} elements"


def _too_poor(least: int, _: RequestField) -> Iterator[tuple[dict[str, Any], str]]:
    if least == 1:
        yield {}, "an object without members"


def _malformed(kind: str, _: RequestField) -> Iterator[tuple[str, str]]:
    if kind != "binary":
        yield "neither-here-nor-there", f"no {kind}"


def _wrong_types(field: RequestField, *, is_form: bool) -> Iterator[Value]:
    value: Any = _STRUCTURE if "object" not in field.types else 5
    if is_form:
        value = "many"
    if not field.at:
        value = [PLAIN_TEXT]
    yield "type", value, f"{_told(value)}, which is no {' or '.join(sorted(field.types))}"


def _told(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


_BREAKERS: dict[str, Callable[[Any, RequestField], Iterator[tuple[Any, str]]]] = {
    "maxLength": _too_long,
    "minLength": _too_short,
    "enum": _other,
    "minimum": _below,
    "maximum": _above,
    "exclusiveMinimum": _equal,
    "exclusiveMaximum": _equal,
    "maxItems": _too_many,
    "minItems": _too_few,
    "minProperties": _too_poor,
    "format": _malformed,
    "pattern": _mismatched,
}
