"""Request examples made sendable: placeholders filled with valid values, prose replaced by our own."""

import re
from collections.abc import Mapping
from typing import Any

from truecopy.derive.examples import is_placeholder

PROMPT = "A paper boat on a quiet pond at dawn"
_PICTURE = "https://example.com/picture.png"


def fill(example: Any, schema: Mapping[str, Any]) -> Any:
    """Return `example` with each placeholder replaced by a value that `schema` accepts.

    Text with white space is prose and is replaced too: the documents' words stay with them.
    """
    if isinstance(example, dict):
        inner = schema.get("properties", {})
        return {name: fill(value, inner.get(name, {})) for name, value in example.items()}
    if isinstance(example, list):
        return [fill(value, schema.get("items", {})) for value in example]
    if not isinstance(example, str):
        return _number(example, schema) if is_placeholder(example) else example
    if is_placeholder(example):
        return _text(schema)
    return PROMPT if re.search(r"\s", example) else example


def _number(example: Any, schema: Mapping[str, Any]) -> Any:
    """Return the number nearest to a placeholder that `schema` accepts; anything else as it is."""
    if isinstance(example, bool) or not isinstance(example, int | float):
        return example
    return min(max(example, schema.get("minimum", example)), schema.get("maximum", example))


def _text(schema: Mapping[str, Any]) -> str:
    """Return a text that `schema` accepts."""
    if schema.get("enum"):
        return str(schema["enum"][0])
    if "url" in schema.get("x-image", {}).get("sources", ()):
        return _PICTURE
    rule = schema.get("x-dimensions")
    if rule:
        side = rule.get("side", {}).get("minimum", 1024)
        return f"{side}{rule['separator']}{side}"
    return PROMPT[: schema.get("maxLength", len(PROMPT))]
