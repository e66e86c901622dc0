"""Bounds of numbers, and of the lengths of texts and lists."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.prose import read_limits

CASES = [
    ("Required string length: 1 - 80", "string", {"minLength": 1, "maxLength": 80}),
    ("Required string length: 5", "string", {"minLength": 5, "maxLength": 5}),
    ("Must not exceed 80 characters", "string", {"maxLength": 80}),
    ("80 characters max", "string", {"maxLength": 80}),
    ("3-80 characters", "string", {"minLength": 3, "maxLength": 80}),
    ("Exactly 5 characters", "string", {"minLength": 5, "maxLength": 5}),
    ("length ≤ 80", "string", {"maxLength": 80}),
    ("length ≥ 3", "string", {"minLength": 3}),
    ("长度不超过80个字符", "string", {"maxLength": 80}),
    ("80 个字符以内", "string", {"maxLength": 80}),
    ("Required range: 0 < x <= 1", "number", {"exclusiveMinimum": 0, "maximum": 1}),
    ("Required range: x >= 1", "integer", {"minimum": 1}),
    ("Required range: x < 1", "number", {"exclusiveMaximum": 1}),
    ("at most 9", "integer", {"maximum": 9}),
    ("Maximum: 9", "integer", {"maximum": 9}),
    ("Minimum value is 2", "integer", {"minimum": 2}),
    ("must be greater than 0", "number", {"exclusiveMinimum": 0}),
    ("multiple of 8", "integer", {"multipleOf": 8}),
    ("8的倍数", "integer", {"multipleOf": 8}),
    ("取值范围:1-9", "integer", {"minimum": 1, "maximum": 9}),
    ("最大值为 9", "integer", {"maximum": 9}),
    ("9 or fewer", "integer", {"maximum": 9}),
    ("between 9 and 2", "integer", {}),
    ("Required array length: 1 - 3 elements", "array", {"minItems": 1, "maxItems": 3}),
    ("Exactly 3 coins", "array", {"minItems": 3, "maxItems": 3}),
    ("最多 3 张", "array", {"maxItems": 3}),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CASES)
def test_bounds_in_their_wordings(text: str, kind: str, expected: dict[str, object]) -> None:
    """Each wording says its bounds, and nothing else."""
    assert {each.keyword: each.value for each in read_limits(text, make_field(kind))} == expected


def test_digits_without_end_take_no_time() -> None:
    """A number of 16,000 digits is no limit."""
    assert read_limits("at most " + "9" * 16_000, make_field("integer")) == []
