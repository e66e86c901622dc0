"""Fields that no document names."""

from typing import Any

import pytest

from truecopy.contract.unknown_fields import unknown_fields

SCHEMA: dict[str, Any] = {
    "properties": {
        "a/b": {"properties": {"c": {"type": "string"}}},
        "list": {"items": {"properties": {"d": {}}}},
        "free": {"type": "object"},
    }
}


@pytest.mark.parametrize(
    ("instance", "found"),
    [
        ({}, []),
        ({"x": 1, "a/b": {"c": "y", "z": 2}}, ["/x", "/a~1b/z"]),
        ({"list": [{"d": 1}, {"e/f": 1}, {"g~h": {"i": 1}}]}, ["/list/1/e~1f", "/list/2/g~0h"]),
        ({"free": {"anything": 1}}, []),
        ({"a/b": "a text", "list": {"d": 1}}, []),
        (["x"], []),
        (None, []),
    ],
)
def test_what_the_schema_does_not_name_is_found(instance: Any, found: list[str]) -> None:
    """In their order, under escaped pointers; an object of which no member is named has no unknown ones."""
    assert list(unknown_fields(SCHEMA, instance)) == found
