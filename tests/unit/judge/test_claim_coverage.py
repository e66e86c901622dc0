"""Which claims an instance could have broken."""

from typing import Any

import pytest

from truecopy.contract import CompiledSchema
from truecopy.judge.claim_coverage import examined_claims
from truecopy.model import Claim, Layer

SCHEMA = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "data": {
            "type": "array",
            "minItems": 1,
            "items": {"properties": {"url": {"type": "string", "format": "uri"}}},
        },
        "n": {"maximum": 6},
        "size": {"x-dimensions": {"separator": "*"}},
        "a/b": {"minProperties": 1},
    },
}
POINTERS = (
    "/type",
    "/required/0",
    "/properties/data/type",
    "/properties/data/minItems",
    "/properties/data/items/properties/url/type",
    "/properties/data/items/properties/url/format",
    "/properties/n/maximum",
    "/properties/size/x-dimensions/separator",
    "/properties/a~1b/minProperties",
)


def examined(instance: Any) -> set[str]:
    """Return where in the schema stands what an instance could have broken."""
    claims = {
        f"a.json#{each}": Claim(id=each, layer=Layer.ASSERTION, value=None) for each in POINTERS
    }
    return examined_claims(CompiledSchema(SCHEMA, "a.json", claims), instance)


@pytest.mark.parametrize(
    ("instance", "pointers"),
    [
        ({}, {"/type", "/required/0"}),
        ([], {"/type"}),
        ({"n": 3}, {"/type", "/required/0", "/properties/n/maximum"}),
        ({"n": True}, {"/type", "/required/0"}),
        ({"n": "3"}, {"/type", "/required/0"}),
        ({"size": 5}, {"/type", "/required/0"}),
        (
            {"size": "1*1"},
            {"/type", "/required/0", "/properties/size/x-dimensions/separator"},
        ),
        ({"a/b": {}}, {"/type", "/required/0", "/properties/a~1b/minProperties"}),
        ({"a/b": []}, {"/type", "/required/0"}),
    ],
)
def test_a_claim_is_examined_where_its_keyword_applies(instance: Any, pointers: set[str]) -> None:
    """A bound of numbers says nothing of a text, and what is absent is not looked at."""
    assert examined(instance) == pointers


def test_elements_are_looked_into() -> None:
    """One element is enough to examine what is said of each; an empty list examines none."""
    inner = {each for each in POINTERS if "items" in each}

    assert inner <= examined({"data": [{}, {"url": "https://x.example/"}]})
    assert not inner & examined({"data": []})
