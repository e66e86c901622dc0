"""Schemas compiled: what is wrong, where, and which claim says so."""

import sys
from typing import Any

import pytest

from truecopy.contract.validate import CompiledOperation, CompiledSchema
from truecopy.model import Operation

SCHEMA = {
    "type": "object",
    "required": ["model", "prompt"],
    "properties": {
        "model": {"enum": ["kite-1"]},
        "prompt": {"type": "string", "maxLength": 5},
        "size": {"x-dimensions": {"separator": "*", "side": {"minimum": 8, "maximum": 64}}},
        "tags": {"items": {"type": "string"}},
    },
}
GOOD = {"model": "kite-1", "prompt": "kite"}


def found(instance: Any) -> dict[str, str]:
    """Return the pointer of each problem with its keyword."""
    return {each.pointer: each.keyword for each in CompiledSchema(SCHEMA).problems(instance)}


@pytest.mark.parametrize(
    ("instance", "problems"),
    [
        (GOOD, {}),
        ({**GOOD, "unknown": 1}, {}),
        ({"model": "kite-1"}, {"/prompt": "required"}),
        ({}, {"/model": "required", "/prompt": "required"}),
        ({**GOOD, "prompt": "kites!"}, {"/prompt": "maxLength"}),
        ({**GOOD, "size": "7*8"}, {"/size": "x-dimensions"}),
        ({**GOOD, "tags": ["a", 1, 2]}, {"/tags/1": "type", "/tags/2": "type"}),
        ([], {"": "type"}),
    ],
)
def test_a_problem_has_its_place_and_keyword(instance: Any, problems: dict[str, str]) -> None:
    """A missing member is told at its own place; what is good has no problem."""
    assert found(instance) == problems
    assert CompiledSchema(SCHEMA).is_valid(instance) == (not problems)


def test_messages_are_short() -> None:
    """A long value is cut where it is shown."""
    (problem,) = CompiledSchema(SCHEMA).problems({**GOOD, "prompt": "x" * 100_000})

    assert len(problem.message) < 400
    assert "100000 characters" in problem.message
    assert problem.message.endswith("is too long: at most 5 characters")


def test_messages_name_the_limit() -> None:
    """Whoever sends too many wants to know how many are taken."""
    schema = {"minItems": 1, "maxItems": 2}

    told = [CompiledSchema(schema).problems(each)[0].message for each in ([], [1, 2, 3])]

    assert told[0].endswith(": at least 1 entries")
    assert told[1].endswith("is too long: at most 2 entries")


def test_each_operation_has_its_schemas_compiled() -> None:
    """Bodies, parameters and answers are compiled once; what has no schema stays without."""
    operation = Operation(
        id="make",
        method="POST",
        path="/kites/{id}",
        media_type="application/json",
        responses={200: {"type": "object"}, 401: None},
        request=SCHEMA,
        path_parameters=None,
    )

    compiled = CompiledOperation(operation, {})

    assert compiled.request is not None
    assert compiled.path is None
    assert compiled.responses[401] is None
    assert compiled.responses[200] is not None
    assert compiled.responses[200].is_valid({})


def test_what_is_good_needs_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that words problems is asked only once there is one."""
    monkeypatch.setitem(sys.modules, "truecopy.contract.reference_validator", None)
    schema = CompiledSchema(SCHEMA)

    assert schema.problems(GOOD) == []
    with pytest.raises(ImportError):
        schema.problems({})


@pytest.mark.parametrize(("value", "told"), [(None, "null is not"), (True, "true is not")])
def test_values_are_told_as_json_writes_them(value: object, told: str) -> None:
    """Whoever sent them has never seen `None`."""
    (problem,) = CompiledSchema(SCHEMA).problems({**GOOD, "prompt": value})

    assert problem.message == f"{told} of type 'string'"
