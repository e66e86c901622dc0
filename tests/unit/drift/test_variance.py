"""What a change does to the values that a contract allows."""

from typing import Any

import pytest

from truecopy.drift.variance import constraint_rule, is_same
from truecopy.model import ABSENT, RULES

CASES: list[tuple[str, Any, Any, str, str, str]] = [
    # keyword, old, new, rest of the slug, severity in a request, in an answer
    ("maximum", 6, 4, "maximum-lowered", "error", "info"),
    ("maximum", 4, 6, "maximum-raised", "info", "error"),
    ("maxLength", ABSENT, 4, "max-length-added", "error", "info"),
    ("maxItems", 4, ABSENT, "max-items-dropped", "info", "error"),
    ("minimum", 1, 2, "minimum-raised", "error", "info"),
    ("minLength", 2, 1, "min-length-lowered", "info", "error"),
    ("exclusiveMaximum", 2, 1, "maximum-lowered", "error", "info"),
    ("type", ["string", "null"], "string", "type-narrowed", "error", "info"),
    ("type", "integer", "number", "type-widened", "info", "error"),
    ("type", "integer", "string", "type-changed", "error", "error"),
    ("type", ["number", "null"], ["null", "integer"], "type-narrowed", "error", "info"),
    ("enum", ["a", "b"], ["b"], "enum-shrunk", "error", "info"),
    ("enum", ["a"], ["b", "a"], "enum-grown", "info", "warning"),
    ("enum", ["a"], ["b"], "enum-changed", "error", "error"),
    ("const", "a", "b", "enum-changed", "error", "error"),
    ("enum", ["a"], ABSENT, "enum-dropped", "info", "error"),
    ("x-image/formats", ["png"], ["png", "gif"], "image-formats-grown", "info", "error"),
    (
        "x-image/side",
        {"minimum": 1, "maximum": 9},
        {"minimum": 2, "maximum": 8},
        "image-side-narrowed",
        "error",
        "info",
    ),
    (
        "x-image/side",
        {"minimum": 1, "maximum": 9},
        {"minimum": 2, "maximum": 10},
        "image-side-changed",
        "error",
        "error",
    ),
    (
        "x-dimensions/side",
        {"minimum": 1},
        {"minimum": 1, "maximum": 9},
        "size-side-narrowed",
        "error",
        "info",
    ),
    ("x-dimensions/pixels", {"minimum": 5}, {}, "size-pixels-widened", "info", "error"),
    (
        "x-image/bytes",
        {"accepted": 1, "refused": 3},
        {"accepted": 2, "refused": 3},
        "image-bytes-widened",
        "info",
        "error",
    ),
    ("x-dimensions/empty", ABSENT, True, "size-empty-allowed", "info", "error"),
    ("x-dimensions/empty", True, ABSENT, "size-empty-refused", "error", "info"),
    ("pattern", "a", "b", "pattern-changed", "error", "error"),
    ("format", "uri", ABSENT, "format-dropped", "info", "error"),
    ("multipleOf", ABSENT, 2, "constraint-added", "error", "info"),
    ("maximum", 1, "2", "constraint-changed", "error", "error"),
]


@pytest.mark.parametrize(("keyword", "old", "new", "slug", "sent", "answered"), CASES)
def test_requests_and_answers_vary_in_opposite_ways(
    keyword: str, old: Any, new: Any, slug: str, sent: str, answered: str
) -> None:
    """What refuses more is grave where it is sent, what promises less where it is answered."""
    for side, severity in (("request", sent), ("answer", answered)):
        rule = constraint_rule(side, keyword, old, new)

        assert rule == f"{side}-{slug}"
        assert RULES[rule].severity == severity


@pytest.mark.parametrize(
    ("keyword", "old", "new", "same"),
    [
        ("enum", ["a", "b"], ["b", "a"], True),
        ("enum", [1, "1"], [1, 1.0, "1"], True),
        ("enum", [1], ["1"], False),
        ("enum", [1], [True], False),
        ("type", "string", ["string"], True),
        ("maximum", 6, 6.0, True),
        ("default", ["a", "b"], ["b", "a"], False),
        ("default", None, ABSENT, False),
        ("default", 0, False, False),
    ],
)
def test_the_order_of_a_choice_says_nothing(
    keyword: str, old: Any, new: Any, *, same: bool
) -> None:
    """Lists that are sets are the same in any order; numbers are the same in any writing."""
    assert is_same(keyword, old, new) is same
