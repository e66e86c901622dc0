"""Bounds of the lengths of texts."""

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
    (
        "Must not be empty and must not exceed 40 characters.",
        "string",
        {"minLength": 1, "maxLength": 40},
    ),
    ("The folder must not be empty.", "string", {}),
    ("A 24-character hexadecimal string.", "string", {"minLength": 24, "maxLength": 24}),
    ("Returns a 24-character id.", "string", {}),
    (
        "Can't be longer than 40 characters or shorter than 3 characters.",
        "string",
        {"minLength": 3, "maxLength": 40},
    ),
    ("May have up to 40 UTF-8 characters.", "string", {"maxLength": 40}),
    ("Character limit: 255", "string", {"maxLength": 255}),
    ("Min length: 1. Max length: 50.", "string", {"minLength": 1, "maxLength": 50}),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CASES)
def test_bounds_in_their_wordings(text: str, kind: str, expected: dict[str, object]) -> None:
    """Each wording says its bounds, and nothing else."""
    assert {each.keyword: each.value for each in read_limits(text, make_field(kind))} == expected
