"""The fields of a request."""

from typing import Any

import pytest
from tests.examining import VENDORS, load

from truecopy.contract import CompiledSchema, compile_operations
from truecopy.judge.request_fields import accepted_claims, fields_of
from truecopy.model.pointers import node

SCHEMA: dict[str, Any] = {
    "properties": {
        "messages": {
            "items": {
                "properties": {
                    "role": {"type": "string"},
                    "content": {"items": {"properties": {"text": {}, "image": {}}}},
                }
            }
        },
        "a/b": {"type": ["string", "null"]},
    }
}
TALK = {"messages": [{"role": "user", "content": [{"text": "x"}, {"image": "y"}]}], "a/b": None}


def test_every_node_of_a_schema_is_a_field() -> None:
    """Outermost first, each with its place in a good request and in the schema."""
    found = {each.at: each.pattern for each in fields_of(CompiledSchema(SCHEMA), TALK)}

    assert found == {
        "": "",
        "/messages": "/messages",
        "/messages/0": "/messages/*",
        "/messages/0/role": "/messages/*/role",
        "/messages/0/content": "/messages/*/content",
        "/messages/0/content/0": "/messages/*/content/*",
        "/messages/0/content/0/text": "/messages/*/content/*/text",
        "/messages/0/content/1/image": "/messages/*/content/*/image",
        "/a~1b": "/a~1b",
    }


def test_a_field_is_called_by_its_last_name() -> None:
    """Numbers are no names, and the whole is the body."""
    names = [each.name for each in fields_of(CompiledSchema(SCHEMA), TALK)]

    assert names[:3] == ["body", "messages", "messages"]
    assert names[-2] == "image"


def test_a_field_of_a_list_has_a_good_element() -> None:
    """It is the one of the good request, else the plainest."""
    schema = CompiledSchema({"properties": {"tags": {"items": {"type": "string"}}}})

    def element(instance: Any) -> Any:
        return next(each.element for each in fields_of(schema, instance) if each.name == "tags")

    assert element({"tags": ["kite"]}) == "kite"
    assert isinstance(element({}), str)


@pytest.mark.parametrize("vendor", VENDORS)
def test_places_lead_where_they_say(vendor: str) -> None:
    """The pointer into the schema leads to the field's schema, and its claims are the contract's."""
    contract = load(vendor)
    for compiled in compile_operations(contract).values():
        if compiled.request is None:
            continue
        for each in fields_of(compiled.request, compiled.operation.example or {}):
            assert node(compiled.request.schema, each.schema_at) == each.schema
            assert set(each.claims("type", "maxLength", "maximum")) <= contract.claims.keys()


def test_an_accepted_request_speaks_for_what_it_shows() -> None:
    """A value at its lowest shows the lower bound; one above shows only its type."""
    contract = load("mulerouter")
    compiled = compile_operations(contract)["create-generation"]
    at_least = "create-generation.request.n#minimum"

    shown = set(accepted_claims(compiled, {"images": ["x"], "prompt": "x", "n": 1}))
    above = set(accepted_claims(compiled, {"images": ["x", "x"], "prompt": "x", "n": 2}))

    assert {"create-generation#method", "create-generation#path", at_least} <= shown
    assert shown - above == {at_least, "create-generation.request.images#minItems"}
