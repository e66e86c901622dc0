"""Lines of JSON files: where a pointer stands, for annotations in editors and reviews."""

import json
import re
from collections.abc import Iterator

from truecopy.model.pointers import split

_DECODER = json.JSONDecoder()
# What may stand between two tokens of JSON, and the mark that editors put at the beginning of a file.
_SPACE = re.compile("[ \\t\\n\\r\\ufeff]*")


def line_of(text: str, pointer: str) -> int:
    """Return the line, from 1, of the member that `pointer` names; of its nearest parent where it is absent.

    Args:
        text: JSON.
        pointer: RFC 6901 pointer.
    """
    place = value = _skipped(text, 0)
    for name in split(pointer):
        found = next((each for each in _members(text, value) if each[0] == name), None)
        if found is None:
            break
        _, place, value = found
    return text.count("\n", 0, place) + 1


def _members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Yield name, place and place of the value of each member of the object or array at a place."""
    if text[at] not in "{[":
        return
    is_object, number = text[at] == "{", 0
    here = _skipped(text, at + 1)
    while text[here] not in "}]":
        name, value = str(number), here
        if is_object:
            name, end = _DECODER.raw_decode(text, here)
            value = _skipped(text, _skipped(text, end) + 1)
        yield name, here, value
        here = _skipped(text, _DECODER.raw_decode(text, value)[1])
        if text[here] == ",":
            here = _skipped(text, here + 1)
        number += 1


def _skipped(text: str, at: int) -> int:
    """Return the place after white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
