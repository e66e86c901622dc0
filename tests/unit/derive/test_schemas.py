"""Claims become schemas."""

from typing import Any

import pytest

from truecopy.derive.schemas import build_schema
from truecopy.derive.statements import layer_of
from truecopy.errors import DeriveError
from truecopy.model import Claim
from truecopy.model.pointers import node

NODE_KEYWORDS: list[tuple[str, Any]] = [
    ("description", "words"),
    ("type", "string"),
    ("enum", ["a"]),
    ("const", "a"),
    ("format", "uri"),
    ("pattern", "^a$"),
    ("minLength", 1),
    ("maxLength", 2),
    ("minimum", 1),
    ("maximum", 2),
    ("exclusiveMinimum", 0),
    ("exclusiveMaximum", 3),
    ("multipleOf", 1),
    ("minItems", 1),
    ("maxItems", 2),
    ("uniqueItems", True),
    ("minProperties", 1),
    ("default", None),
    ("examples", ["a"]),
    ("x-dimensions/separator", "*"),
    ("x-dimensions/side", {"minimum": 1, "maximum": 2}),
    ("x-image/bytes", {"accepted": 1, "refused": 2}),
    ("x-image/square", True),
]


def make_claim(subject: str, keyword: str, value: Any) -> Claim:
    """Return a claim about a part of `a.request`."""
    return Claim(
        id=f"a.request{subject}#{keyword}",
        layer=layer_of(f"a.request{subject}", keyword),
        value=value,
    )


def build(*claims: Claim) -> tuple[dict[str, Any], tuple[Claim, ...]]:
    """Return the schema of a request and its claims with their pointers."""
    found = build_schema("mint", "a", "request", claims)
    assert found.path == "schemas/a/request.json"
    return dict(found.schema), found.claims


def landing(schema: dict[str, Any], claim: Claim) -> Any:
    """Return what stands where a claim landed."""
    path, _, pointer = claim.pointer.partition("#")
    assert path == "schemas/a/request.json"
    return node(schema, pointer)


@pytest.mark.parametrize(("keyword", "value"), NODE_KEYWORDS)
@pytest.mark.parametrize("subject", ["", ".face", ".faces[].rim", ".odd%2Ename%23", ".a/b~c"])
def test_pointer_of_a_keyword_leads_to_its_value(keyword: str, value: Any, subject: str) -> None:
    """Whatever the keyword and however deep, the claim's pointer leads to its value."""
    schema, (claim,) = build(make_claim(subject, keyword, value))

    assert landing(schema, claim) == value


def test_required_members_have_a_place_in_the_list() -> None:
    """Each required member's pointer leads to its own name."""
    schema, claims = build(
        make_claim(".b", "required", value=True),
        make_claim(".a", "required", value=True),
        make_claim(".c.d", "required", value=True),
        make_claim(".c.e%2Ef", "required", value=True),
    )

    assert [landing(schema, claim) for claim in claims] == ["b", "a", "d", "e.f"]
    assert schema["required"] == ["b", "a"]
    assert set(schema["properties"]) == {"a", "b", "c"}


def test_claim_that_something_is_not_required_is_refused() -> None:
    """What is not required has no claim that says so; such a claim is withdrawn instead."""
    with pytest.raises(DeriveError, match="withdrawn"):
        build(make_claim(".b", "required", value=False))


def test_property_lands_at_its_node() -> None:
    """A field that is only known to be there has a schema of its own, that accepts anything."""
    schema, (claim,) = build(make_claim(".a", "property", value=True))

    assert landing(schema, claim) == {}


def test_promises_stand_at_the_root() -> None:
    """A promise says what it is about as a pattern; its pointer is its place in the list."""
    schema, claims = build(
        make_claim(".data", "x-promises/count", {"equals": 1}),
        make_claim(".data[].a/b", "x-promises/dimensions", {"equals": "request:/size"}),
    )

    assert schema["x-promises"] == [
        {"kind": "count", "at": "/data", "equals": 1},
        {"kind": "dimensions", "at": "/data/*/a~1b", "equals": "request:/size"},
    ]
    assert [claim.pointer[-13:] for claim in claims] == ["/x-promises/0", "/x-promises/1"]


def test_unknown_keyword_is_refused() -> None:
    """A decision cannot bring in a keyword that nothing enforces."""
    with pytest.raises(DeriveError, match="'maxSize' is no keyword"):
        build(make_claim(".a", "maxSize", 1))
