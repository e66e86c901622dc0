"""Places of messages in schemas."""

from typing import Any

import pytest

from truecopy.contract.places import described, schema_pointer

SCHEMA: dict[str, Any] = {
    "properties": {
        "a/b": {"type": "string"},
        "list": {"items": {"properties": {"x": {"const": 1}}}},
    }
}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("", SCHEMA),
        ("/a~1b", {"type": "string"}),
        ("/list/*/x", {"const": 1}),
        ("/list/*/y", None),
        ("/a~1b/c", None),
    ],
)
def test_a_place_leads_to_its_schema(at: str, expected: Any) -> None:
    """Names are unescaped, `*` stands for elements, and what is not described is None."""
    assert described(SCHEMA, at) == expected


def test_a_pointer_names_each_step() -> None:
    """Members stand under `properties`, elements under `items`."""
    assert schema_pointer("/list/*/a~1b") == "/properties/list/items/properties/a~1b"
