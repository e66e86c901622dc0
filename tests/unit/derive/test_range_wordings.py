"""Bounds of numbers."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.prose import read_limits

CASES = [
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
    ("1 to 5 (5 is best)", "integer", {"minimum": 1, "maximum": 5}),
    ("Between 3600 (1 hour) and 86400 (1 day)", "integer", {"minimum": 3600, "maximum": 86400}),
    ("Min: 1, Max: 100", "integer", {"minimum": 1, "maximum": 100}),
    ("Max. 100", "integer", {"maximum": 100}),
    ("Allowed: 1..100", "integer", {"minimum": 1, "maximum": 100}),
    ("Gain, in the range [-96.0, 16.0].", "number", {"minimum": -96, "maximum": 16}),
    ("Cannot be lower than 18 or higher than 120.", "integer", {"minimum": 18, "maximum": 120}),
    ("Must not be negative.", "integer", {"minimum": 0}),
    ("Anything over 100 is rejected.", "integer", {"maximum": 100}),
    ("Values over 100 will be treated as 100.", "integer", {}),
    ("Allowed values: 5, 10", "integer", {"enum": [5, 10]}),
    ("The minimum height is 8.", "integer", {}),
    ("Response time: 1 to 5", "integer", {}),
    ("From 60 (small) to 90 (large) works best.", "integer", {}),
    ("Default is 10, maximum is 100.", "integer", {"default": 10, "maximum": 100}),
    ("Default is 10, or 20 for studios", "integer", {}),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CASES)
def test_bounds_in_their_wordings(text: str, kind: str, expected: dict[str, object]) -> None:
    """Each wording says its bounds, and nothing else."""
    assert {each.keyword: each.value for each in read_limits(text, make_field(kind))} == expected


def test_digits_without_end_take_no_time() -> None:
    """A number of 16,000 digits is no limit."""
    assert read_limits("at most " + "9" * 16_000, make_field("integer")) == []


def test_the_words_of_a_field_name_it() -> None:
    """A bound that is said of something of a field's name is one of the field."""
    field = make_field("integer", name="job_priority")

    found = read_limits("Priority of the job: 1 (lowest) to 10 (highest)", field)

    assert {each.keyword: each.value for each in found} == {"minimum": 1, "maximum": 10}
