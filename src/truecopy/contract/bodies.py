"""Bytes of a body become the value that the schemas judge."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import orjson

from truecopy.contract.form_values import form_instance
from truecopy.contract.jsontext import parse_json
from truecopy.contract.multipart import parse_multipart
from truecopy.contract.problems import Problem
from truecopy.model import Payload

JSON_TYPE = "application/json"
FORM_TYPE = "multipart/form-data"
URLENCODED_TYPE = "application/x-www-form-urlencoded"
#: Returns a value as compact JSON.
encode_json: Callable[[Any], bytes] = orjson.dumps
#: Returns a value as compact JSON with its keys sorted: equal values give equal bytes.
sorted_json: Callable[[Any], bytes] = partial(orjson.dumps, option=orjson.OPT_SORT_KEYS)
# They are told to people.
_MOST_DUPLICATES = 20


def media_type_of(content_type: str) -> str:
    """Return the media type of a Content-Type header, lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def decode_body(
    media_type: str, content_type: str, data: bytes, schema: Mapping[str, Any]
) -> Payload | Problem:
    """Return a request's body as the value its schema judges, or what is wrong with its bytes.

    Args:
        media_type: What the operation takes.
        content_type: The header as sent, with the boundary of a form.
    """
    if media_type == FORM_TYPE:
        parts = parse_multipart(content_type, data)
        if isinstance(parts, Problem):
            return parts
        form = form_instance(parts, schema)
        return form if isinstance(form, Problem) else Payload(instance=form[0], files=form[1])
    return decode_json(data)


def decode_json(data: bytes) -> Payload | Problem:
    """Return a JSON body, or where it stops being JSON."""
    try:
        return Payload(instance=parse_json(data))
    except ValueError as error:
        return no_json(error)


def no_json(error: ValueError) -> Problem:
    """Return that a body is not JSON, and where it stops being so."""
    return Problem(pointer="", message=f"is not JSON: {error}")


def duplicate_keys(data: bytes) -> list[str]:
    """Return the first keys that stand twice in one object of a JSON body; of those, the last one counts."""
    found: dict[str, None] = {}

    def note(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen and len(found) < _MOST_DUPLICATES:
                found[key] = None
            seen.add(key)

    try:
        json.loads(data, object_pairs_hook=note)
    except (ValueError, RecursionError):
        return []
    return list(found)
