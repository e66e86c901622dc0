"""Any request against the contract."""

import json
from typing import Any

import pytest
from tests.unit.judge.operations import make_operation

from truecopy.contract import CompiledOperation
from truecopy.judge.requests import RequestJudge, cautious_schema
from truecopy.model import Claim, Ground, Layer, Outcome

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string"},
        "n": {"type": "integer", "maximum": 6},
        "seed": {"type": "integer"},
        "size": {"type": "string", "x-dimensions": {"separator": "*"}},
        "extra": {"type": "object"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def expected(body: Any) -> tuple[Outcome | None, str, str]:
    """Return what must become of a JSON body: outcome, rule and pointer."""
    judge = RequestJudge(CompiledOperation(make_operation(SCHEMA), {}), "/n")
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    found = judge.expected(*judge.problems("application/json", data))
    return found.outcome, found.rule, found.pointer


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "A kite"},
        {"prompt": "A kite", "n": 4, "seed": 1_000, "size": "512*512", "tags": ["a"]},
        {"prompt": "Two\nlines", "extra": {}},
    ],
)
def test_what_the_contract_allows_must_be_accepted(body: Any) -> None:
    """Nothing of it is past anything that the documents leave open."""
    assert expected(body)[0] is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": ""},
        {"prompt": "x" * 201},
        {"prompt": "A kite", "seed": -1},
        {"prompt": "A kite", "size": "4096*4096"},
        {"prompt": "A kite", "style": "bold"},
        {"prompt": "A kite", "extra": {"a": 1}},
        {"prompt": "A kite", "tags": []},
        {"prompt": "A\u0007kite"},
        {"prompt": "A kite", "seed": 1.0},
    ],
)
def test_what_the_documents_leave_open_may_be_either(body: Any) -> None:
    """An empty prompt, many pictures, an unknown field: nobody can say what becomes of it."""
    assert expected(body)[0] is None


@pytest.mark.parametrize(
    ("body", "rule", "pointer"),
    [
        ({}, "request-invalid-accepted", "/prompt"),
        ({"prompt": 5}, "request-invalid-accepted", "/prompt"),
        ({"prompt": "A kite", "n": 7}, "request-invalid-accepted", "/n"),
        (b"{", "request-unreadable-accepted", ""),
        (b"[]", "request-invalid-accepted", ""),
    ],
)
def test_what_breaks_the_contract_must_be_refused(body: Any, rule: str, pointer: str) -> None:
    """The first of several problems is told, with the rule for its acceptance."""
    assert expected(body) == (Outcome.REFUSED, rule, pointer)


def test_a_request_without_a_body_has_no_problems() -> None:
    """Where none is documented, none is judged."""
    judge = RequestJudge(CompiledOperation(make_operation(None, media_type=None), {}))

    payload, problems = judge.problems("", b"anything")

    assert payload is not None
    assert problems == []


def test_a_cautious_schema_has_a_bound_everywhere() -> None:
    """What is bounded already stays so; nothing that it accepts is left open."""
    made = cautious_schema(SCHEMA, "/n")

    assert made["properties"]["prompt"] == {"type": "string", "minLength": 1, "maxLength": 200}
    assert made["properties"]["n"] == {"type": "integer", "minimum": 1, "maximum": 6}
    assert made["properties"]["seed"]["maximum"] == 1000
    unbounded = {"properties": {"n": {"type": "integer"}}}
    assert cautious_schema(unbounded, "/n")["properties"]["n"]["maximum"] == 4
    assert made["properties"]["extra"]["maxProperties"] == 0
    assert made["properties"]["tags"]["maxItems"] == 3
    assert made["additionalProperties"] is False


def test_of_several_problems_the_surest_is_told() -> None:
    """A limit that is stated counts, whatever else is wrong that only examples show."""
    operation = make_operation(SCHEMA)
    folder = f"schemas/{operation.id}/request.json#/properties"
    claims = {
        f"{folder}/{name}": Claim(id=name, layer=Layer.ASSERTION, value=None, ground=ground)
        for name, ground in (("prompt/type", Ground.EXAMPLE), ("n/maximum", Ground.STATED))
    }
    judge = RequestJudge(CompiledOperation(operation, claims))

    found = judge.expected(*judge.problems("application/json", b'{"prompt": 5, "n": 7}'))

    assert (found.claim, found.pointer) == ("n/maximum", "/n")
