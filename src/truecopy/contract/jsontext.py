"""JSON text read strictly, and no deeper than it can be written again."""

from typing import Any

import orjson

# The library reads 1,024 levels and writes 254; what wraps a value in answers and journals takes a few of those.
DEEPEST = 200


def parse_json(data: bytes | str) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: It is not JSON, not UTF-8, has a lone surrogate, NaN or Infinity, or is nested deeper
            than 200.
    """
    value = orjson.loads(data)
    marks = data if isinstance(data, bytes) else data.encode()
    if marks.count(b"[") + marks.count(b"{") > DEEPEST and _depth(value) > DEEPEST:
        raise ValueError(f"nested deeper than {DEEPEST}")
    return value


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth - 1
