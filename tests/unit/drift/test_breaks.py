"""Whom a change breaks, in words."""

from typing import Any

import pytest

from truecopy.drift.breaks import breaks
from truecopy.model import RULES, Severity

CASES: list[tuple[str, str, Any, Any, str]] = [
    ("request-maximum-lowered", "make.request.n#maximum", 6, 4, "who sends n above 4"),
    ("request-enum-shrunk", "make.request.a.b#enum", ["x", "y"], ["y"], "who sends a.b as x"),
    ("request-enum-added", "make.request.a#enum", None, ["y"], "who sends a as anything but y"),
    (
        "request-type-narrowed",
        "make.request.a#type",
        ["string", "null"],
        "string",
        "who sends a as null",
    ),
    ("request-field-required", "make.request.a#required", None, True, "who does not send a"),
    (
        "request-size-side-narrowed",
        "make.request.s#x-dimensions/side",
        {"minimum": 1, "maximum": 9},
        {"minimum": 2, "maximum": 8},
        "who sends s with a side that is not 2 to 8",
    ),
    ("request-pattern-changed", "make.request.a#pattern", "a", "b", "who sends a otherwise than b"),
    ("request-default-changed", "make.request.n#default", 1, 2, "who leaves out n and relies on 1"),
    (
        "answer-enum-grown",
        "make.200.s#enum",
        ["a"],
        ["a", "b", "c"],
        "who has no branch for b, c in s",
    ),
    ("answer-field-removed", "make.200.data[].url#required", True, None, "who reads data[].url"),
    (
        "answer-type-widened",
        "make.200.a#type",
        "string",
        ["string", "null"],
        "who reads a and does not expect null",
    ),
    (
        "answer-lifetime-shortened",
        "make.200.a#x-promises/lifetime",
        {"seconds": 9},
        {"seconds": 3},
        "who fetches what a names later than 3 s",
    ),
    ("operation-auth-changed", "make#auth", "bearer", "basic", "who sends the key as before"),
    (
        "lifecycle-end-added",
        "lifecycle#terminal",
        ["a"],
        ["a", "b"],
        "who waits for a task and does not know b",
    ),
    ("operation-removed", "make#path", "/a", None, "who calls make"),
]


@pytest.mark.parametrize(("rule", "claim", "old", "new", "words"), CASES)
def test_who_meets_a_change_is_said_in_words(
    rule: str, claim: str, old: Any, new: Any, words: str
) -> None:
    """With the field, and the value that makes the difference."""
    assert breaks(rule, RULES[rule].severity, claim, old, new) == words


@pytest.mark.parametrize("values", [(None, 4), (6, None), (["a"], {"b": [1]}), ("{x}", "{0}")])
def test_every_rule_has_words(values: tuple[Any, Any]) -> None:
    """An addition breaks nobody; whatever the values are, they are only shown."""
    for rule in RULES.values():
        if rule.is_of_change:
            told = breaks(rule.slug, rule.severity, "make.request.n#maximum", *values)

            assert bool(told) is (rule.severity is not Severity.INFO)
            assert "None" not in told


def test_an_exclusive_bound_breaks_who_sends_the_bound_itself() -> None:
    """What is refused begins with the value."""
    claim = "order.request.n#exclusiveMaximum"

    assert breaks("request-maximum-added", Severity.ERROR, claim, None, 6) == (
        "who sends n of 6 or above"
    )
