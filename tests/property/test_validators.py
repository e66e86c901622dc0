"""jsonschema-rs decides, the jsonschema package words: the two hold the same instances valid."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truecopy import create_app
from truecopy.contract.reference_validator import reference_validator
from truecopy.contract.validate import CompiledSchema, compile_test

CONTRACTS = create_app().contracts
# A strategy for a whole schema has a long name; nobody reads it.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

SCHEMAS: dict[str, Mapping[str, Any]] = {
    str(schema["$id"]): schema
    for contract in CONTRACTS.values()
    for operation in contract.operations.values()
    for schema in (operation.request, operation.path_parameters, *operation.responses.values())
    if schema
}

anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**40), 2**40),
        st.floats(allow_nan=False, allow_infinity=False, width=32),
        st.text(max_size=8),
        st.sampled_from(
            ["", "a\n", "512*512", "512*512\n", "1024*99999", "٣*٣", "https://x.example/a"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@cache
def near(name: str) -> st.SearchStrategy[Any]:
    """Return a strategy of instances that are nearly, or wholly, valid under a schema."""
    return _near(SCHEMAS[name])


def _near(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    good = [_good(kind, schema) for kind in _types(schema)]
    return st.one_of(*good, *good, *good, anything)


def _types(schema: Mapping[str, Any]) -> list[str]:
    kind = schema.get("type", "object")
    return [kind] if isinstance(kind, str) else list(kind)


def _good(kind: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "object":
        members = {name: _near(inner) for name, inner in schema.get("properties", {}).items()}
        required = {name: members[name] for name in schema.get("required", ()) if name in members}
        optional = {name: made for name, made in members.items() if name not in required}
        return st.fixed_dictionaries(required, optional=optional)
    if kind == "array":
        low, high = schema.get("minItems", 0), schema.get("maxItems", 3)
        inner = _near(schema["items"]) if "items" in schema else anything
        return st.lists(inner, min_size=max(0, low - 1), max_size=high + 1)
    if kind == "string":
        return _text(schema)
    simple: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(schema.get("minimum", -5) - 1, schema.get("maximum", 50) + 1),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return simple[kind]


def _text(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], f"{schema['enum'][0]}x", f"{schema['enum'][0]}\n"])
    if "pattern" in schema:
        side = st.integers(300, 5000)
        return st.builds(
            lambda a, b, end: f"{a}*{b}{end}", side, side, st.sampled_from(["", "\n", " "])
        )
    formats = {
        "uuid": st.uuids().map(str),
        "uri": st.sampled_from(["https://example.com/a.png", "/a.png", "https://", "http://a b"]),
        "date-time": st.sampled_from(
            [
                "2026-09-21T08:23:12.657134+00:00",
                "2026-09-21T08:23:12Z",
                "2026-13-01T00:00:00Z",
                "2026-09-21 08:23:12Z",
                "2026-09-21T08:23:12",
                "2026-09-21t08:23:12z",
            ]
        ),
    }
    limit = schema.get("maxLength")
    long = [st.booleans().map(lambda is_over: "雨" * (limit + is_over))] if limit else []
    return st.one_of(formats.get(schema.get("format", ""), st.text(max_size=5)), *long)


@pytest.mark.parametrize("name", SCHEMAS)
def test_both_validators_agree(name: str) -> None:
    """An instance is valid for both or for neither, and a problem is worded exactly when it is invalid."""
    compiled = CompiledSchema(SCHEMAS[name])
    reference = reference_validator(SCHEMAS[name], compile_test)

    @given(near(name))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def agree(instance: Any) -> None:
        is_valid = compiled.is_valid(instance)
        assert is_valid == reference.is_valid(instance)
        assert is_valid == (not compiled.problems(instance))

    agree()


@pytest.mark.parametrize("name", SCHEMAS)
def test_problems_are_located(name: str) -> None:
    """The place of each problem is there in the instance, or is the member that is missing from it."""
    compiled = CompiledSchema(SCHEMAS[name])

    @given(near(name))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def located(instance: Any) -> None:
        for problem in compiled.problems(instance):
            here = instance
            *parents, last = problem.pointer.split("/")[1:] or [""]
            for step in parents:
                here = here[int(step)] if isinstance(here, list) else here[step]
            if last and problem.message != "is missing":
                assert (last in here) if isinstance(here, dict) else int(last) < len(here)
            assert len(problem.message) <= 400

    located()


def test_no_pattern_uses_what_validators_read_differently() -> None:
    """Patterns have no escaped classes of digits, words or white space."""
    text = json.dumps(list(SCHEMAS.values()))

    assert not re.search(r'"pattern": "[^"]*\\\\[dws]', text)
