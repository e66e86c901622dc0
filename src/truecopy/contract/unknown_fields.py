"""Fields that a body has and its schema does not name: accepted, and told."""

from collections.abc import Iterator, Mapping
from typing import Any

from truecopy.model.pointers import escape


def unknown_fields(schema: Mapping[str, Any], instance: Any, at: str = "") -> Iterator[str]:
    """Yield the pointer of each member that the schema does not have, where it names any members."""
    if isinstance(instance, dict) and "properties" in schema:
        for name, value in instance.items():
            inner = schema["properties"].get(name)
            pointer = f"{at}/{escape(name)}"
            if inner is None:
                yield pointer
            else:
                yield from unknown_fields(inner, value, pointer)
    elif isinstance(instance, list) and "items" in schema:
        for index, value in enumerate(instance):
            yield from unknown_fields(schema["items"], value, f"{at}/{index}")
