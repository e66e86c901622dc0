"""What many answers show together."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.examining import load

from truecopy.drift.observed import FieldTally
from truecopy.model import Contract, Interaction, Severity

SCHEMA = {
    "type": "object",
    "properties": {
        "a": {"type": ["string", "null"]},
        "b": {"type": "string"},
        "c/d": {"type": ["integer", "null"]},
        "list": {"type": "array", "items": {"properties": {"x": {"type": "string"}}}},
    },
}
OPERATION = "edit-image-json"


def contract() -> Contract:
    """Return a contract with an answer of our own."""
    known = load("powertokens")
    operation = replace(known.operations[OPERATION], responses={200: SCHEMA, 400: None})
    return replace(known, operations={OPERATION: operation})


def told(*bodies: Any, status: int = 200) -> dict[str, str]:
    """Return pointer -> rule of what some answers show."""
    tally = FieldTally(contract=contract())
    for body in bodies:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        tally.add(OPERATION, Interaction(method="POST", url="x", status=status, body=data))
    findings = list(tally.findings())
    assert all(each.severity is Severity.INFO for each in findings)
    return {each.pointer: each.rule for each in findings}


def test_what_never_comes_and_what_is_always_null_is_told() -> None:
    """From three answers on."""
    assert told(*[{"a": None, "list": [{}]}] * 3) == {
        "/a": "answer-field-always-null",
        "/b": "answer-field-never-there",
        "/c~1d": "answer-field-never-there",
        "/list/*/x": "answer-field-never-there",
    }
    assert told(*[{"a": None}] * 2) == {}


def test_what_may_be_null_and_never_is_is_told() -> None:
    """A field that may not be null is no news."""
    seen = told(*[{"a": "x", "b": "y", "c/d": 5, "list": [{"x": "z"}]}] * 3)

    assert seen == {"/a": "answer-field-never-null", "/c~1d": "answer-field-never-null"}


def test_what_differs_from_answer_to_answer_is_no_news() -> None:
    """Once there, once null, once filled."""
    full = {"b": "x", "c/d": None, "list": [{"x": ""}]}

    assert told({**full, "a": None}, {**full, "a": "x", "c/d": 1}, {**full, "a": "y"}) == {}


def test_refusals_and_what_cannot_be_read_do_not_count() -> None:
    """Nor statuses without a schema."""
    assert told(*[{}] * 3, status=400) == {}
    assert told(*[b"{"] * 3) == {}
    assert told(*[{}] * 3, status=201) == {}


@given(
    st.lists(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=3),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["a", "b", "c/d", "list", "x"]), inner, max_size=4
                )
            ),
        ),
        max_size=5,
    )
)
def test_any_answers_are_counted(bodies: list[Any]) -> None:
    """Whatever they hold."""
    assert set(told(*bodies).values()) <= {
        "answer-field-never-there",
        "answer-field-always-null",
        "answer-field-never-null",
    }
