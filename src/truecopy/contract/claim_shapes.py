"""What the value of a claim may be: what a person decides is data from outside, as a page is."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from truecopy.contract.keywords import GROUPS, ORDER
from truecopy.contract.promises import DEFAULT
from truecopy.contract.validate import compile_test
from truecopy.model import Claim, Layer
from truecopy.picture import FORMATS

Shape = tuple[Mapping[str, Any], str]

_TEXT: Shape = ({"type": "string", "minLength": 1}, "a text")
_NUMBER: Shape = ({"type": "number"}, "a number")
_TRUE: Shape = ({"const": True}, "true, or no claim")
_YES_OR_NO: Shape = ({"type": "boolean"}, "true or false")
_TEXTS: Shape = (
    {"type": "array", "items": _TEXT[0], "minItems": 1, "uniqueItems": True},
    "a list of texts, each once",
)
_AT: Mapping[str, Any] = {"type": "string", "pattern": "^(/[^/]+)+$"}
_POINTER: Shape = (_AT, "a pointer such as /task/id")
_POINTERS: Shape = ({"type": "array", "items": _AT, "minItems": 1}, "a list of pointers")
_REFERENCE: Mapping[str, Any] = {"type": "string", "pattern": "^request:(/[^/]+)+$"}
_BOUNDS: Shape = (
    {
        "type": "object",
        "minProperties": 1,
        "properties": {name: {"type": "number", "minimum": 0} for name in ("minimum", "maximum")},
        "additionalProperties": False,
    },
    "`minimum` and `maximum`",
)


def _members(words: str, optional: Mapping[str, Any] | None = None, **needed: Any) -> Shape:
    """Return the shape of a mapping that has some members, and no others but optional ones."""
    properties = {**needed, **(optional or {})}
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }
    return schema, words


_LIFECYCLE: Mapping[str, Shape] = {
    "create": _TEXT,
    "poll": _members("`operation` and `parameter`", operation=_TEXT[0], parameter=_TEXT[0]),
    "id": _POINTER,
    "state": _POINTER,
    "created": _POINTER,
    "updated": _POINTER,
    "initial": (_TEXT[0], "a state"),
    "terminal": (_TEXTS[0], "a list of states"),
}
_OF_STATE: Mapping[str, Shape] = {
    "transitions": (_TEXTS[0], "a list of states"),
    "shows": _POINTERS,
}
_OPERATION: Mapping[str, Shape] = {
    "method": (
        {"enum": ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]},
        "a method of HTTP",
    ),
    "path": (
        {"type": "string", "pattern": r"^(/([^{}/?#\s]|\{[A-Za-z_][A-Za-z0-9_.-]*\})*)+$"},
        "a path such as /v1/tasks/{task_id}",
    ),
    "alias": _TEXTS,
    "media-type": ({"type": "string", "pattern": "^[^/ ]+/[^/ ]+$"}, "a media type"),
    "auth": _TEXT,
    "key-prefix": _TEXT,
    "base-url": ({"type": "string", "pattern": "^https?://"}, "an address"),
    "price": _members(
        "`usd` and `per`", usd={"type": "number", "minimum": 0}, per={"type": "string"}
    ),
    "status": ({"type": "integer", "minimum": 100, "maximum": 599}, "a status of HTTP"),
}
_WHOLE, _SOME = "a whole number, 0 or more", "a number"
# What is expected of keywords of JSON Schema, in words; their shape is tried on a validator.
_KEYWORDS: Mapping[str, str] = {
    "enum": "a list of values",
    "type": "a type, or a list of them: array, boolean, integer, null, number, object, string",
    "pattern": "a regular expression",
    "multipleOf": "a number above 0",
    "uniqueItems": _YES_OR_NO[1],
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _SOME),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties"), _WHOLE),
}
_PROMISES: Mapping[str, Shape] = {
    "count": _members(
        "`equals`, a number or request:/pointer",
        equals={"anyOf": [{"type": "integer", "minimum": 0}, _REFERENCE]},
    ),
    "dimensions": _members("`equals`, a request:/pointer", equals=_REFERENCE),
    "aspect": _members(
        "`like`, `unless`, `pixels`, `ratio_tolerance` and `pixels_tolerance`",
        like=_REFERENCE,
        unless=_REFERENCE,
        pixels={"type": "integer", "minimum": 1},
        ratio_tolerance=_NUMBER[0],
        pixels_tolerance=_NUMBER[0],
    ),
    "present": _members(
        "`when`, with a value for each request:/pointer",
        when={"type": "object", "minProperties": 1, "propertyNames": _REFERENCE},
    ),
    "shown-in": _members(
        "`state`, a pointer into the answer, and `states`", state=_AT, states=_TEXTS[0]
    ),
    "one-of": _members(
        "`at`, a list of pointers, and `chosen`, a request:/pointer",
        at=_POINTERS[0],
        chosen=_REFERENCE,
    ),
    "unix-time": _members("nothing, or `unit`: milliseconds", {"unit": {"const": "milliseconds"}}),
    "lifetime": _members("`seconds`", seconds={"type": "number", "exclusiveMinimum": 0}),
}
_GROUPS: Mapping[str, Shape] = {
    "x-dimensions/separator": _TEXT,
    "x-dimensions/side": _BOUNDS,
    "x-dimensions/pixels": _BOUNDS,
    "x-dimensions/empty": _YES_OR_NO,
    "x-image/sources": (
        {**_TEXTS[0], "items": {"enum": ["url", "base64", "data-uri", "bytes"]}},
        "a list of url, base64, data-uri, bytes",
    ),
    "x-image/formats": (
        {**_TEXTS[0], "items": {"enum": list(FORMATS)}},
        f"a list of {', '.join(FORMATS)}",
    ),
    "x-image/bytes": _members(
        "`accepted` and `refused`",
        accepted={"type": "integer", "minimum": 1},
        refused={"type": "integer", "minimum": 2},
    ),
    "x-image/side": _BOUNDS,
    "x-image/square": _YES_OR_NO,
    "x-image/transparency": ({"type": "object"}, "a mapping, perhaps with `unless`"),
    "x-image/same_size_as": _TEXT,
}
# A mock and a check have to make what is asked for at least: answers of APIs are some megabytes.
_MOST_AT_LEAST = {"minLength": 1_000_000, "minItems": 10_000, "minProperties": 10_000}
_ADVICE = _members(
    "`seconds`, the least and the most",
    seconds={
        "type": "array",
        "items": {"type": "number", "minimum": 0},
        "minItems": 1,
        "maxItems": 2,
    },
)
# Values are shown in messages; longer ones are cut.
_LONGEST = 80


def misshapen(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield for each claim whose value nothing could be made of what it is and what was expected."""
    for claim in claims:
        expected = _expected(claim)
        if expected:
            found = f"{claim.value!r:.{_LONGEST}}"
            yield f"{claim.id} ({claim.source}): {found}; expected was {expected}"


def _expected(claim: Claim) -> str:
    """Return what is expected of a claim's value; empty where it is that."""
    if claim.layer is Layer.LIFECYCLE:
        table = _OF_STATE if "." in claim.subject else _LIFECYCLE
        return _by_table(claim, table, "a key of the lifecycle")
    if claim.layer is Layer.PROMISE:
        kind = claim.keyword.removeprefix("x-promises/")
        if kind.endswith(f"/{DEFAULT}"):
            return _unless(claim.value, ({"type": ["string", "integer"]}, "a text or a number"))
        return _unless(claim.value, _PROMISES[kind]) if kind in _PROMISES else ""
    if claim.layer is Layer.ADVICE:
        return _unless(claim.value, _ADVICE)
    if claim.layer is Layer.OPERATION:
        return _of_operation(claim)
    return _of_keyword(claim)


def _of_operation(claim: Claim) -> str:
    last = claim.subject.rpartition(".")[2]
    if claim.keyword == "status" and last.isdigit() and claim.value != int(last):
        return f"the status {last}"
    return _by_table(claim, _OPERATION, "a claim about an operation")


def _of_keyword(claim: Claim) -> str:
    """Return what is expected of the value of a keyword of a schema."""
    keyword, value = claim.keyword, claim.value
    if keyword in ("required", "property"):
        return _unless(value, _TRUE)
    outer, _, inner = keyword.partition("/")
    if outer in GROUPS:
        named = " or ".join(f"{outer}/{each}" for each in sorted(GROUPS[outer]))
        return _unless(value, _GROUPS[keyword]) if keyword in _GROUPS else named
    if inner or outer not in ORDER:
        return ""  # told where it is put into the schema
    if keyword == "enum" and value == []:
        return "a list with a value"
    most = _MOST_AT_LEAST.get(keyword)
    if most is not None and isinstance(value, int) and value > most:
        return f"at most {most}: a mock has to make as much"
    return (
        ""
        if keyword == "default" or _is_keyword(keyword, value)
        else _KEYWORDS.get(keyword, f"a value that JSON Schema has for {keyword}")
    )


def _is_keyword(keyword: str, value: Any) -> bool:
    """Whether validators of both kinds take a keyword with this value."""
    try:
        compile_test({keyword: value})
        if keyword == "pattern":
            re.compile(value)
    except (ValueError, TypeError, re.error):
        return False
    return True


def _by_table(claim: Claim, table: Mapping[str, Shape], what: str) -> str:
    if claim.keyword not in table:
        return f"{what}: {', '.join(table)}"
    return _unless(claim.value, table[claim.keyword])


def _unless(value: Any, shape: Shape) -> str:
    """Return the words of a shape, empty where a value has it."""
    schema, words = shape
    try:
        is_good = _test(json.dumps(schema))(value)
    except (ValueError, TypeError):  # what YAML has and JSON has not, such as dates
        is_good = False
    return "" if is_good else words


@lru_cache(maxsize=128)  # more shapes than there are above
def _test(schema: str) -> Callable[[Any], bool]:
    return compile_test(json.loads(schema))
