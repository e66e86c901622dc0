"""How many elements a list may have."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.prose import read_limits

CASES = [
    ("Required array length: 1 - 3 elements", "array", {"minItems": 1, "maxItems": 3}),
    ("Exactly 3 coins", "array", {"minItems": 3, "maxItems": 3}),
    ("最多 3 张", "array", {"maxItems": 3}),
    ("Max. 5 coins, 10 MB each.", "array", {"maxItems": 5}),
    ("A list of coins (max 5).", "array", {"maxItems": 5}),
    ("A list of names (max 5), each 20 characters.", "array", {}),
    ("Cannot be empty.", "array", {"minItems": 1}),
    ("Elements must not be empty.", "array", {}),
    ("maxItems: 5", "array", {"maxItems": 5}),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CASES)
def test_bounds_in_their_wordings(text: str, kind: str, expected: dict[str, object]) -> None:
    """Each wording says its bounds, and nothing else."""
    assert {each.keyword: each.value for each in read_limits(text, make_field(kind))} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 to 4 images.", {"minItems": 1, "maxItems": 4}),
        ("At least one image is required.", {"minItems": 1}),
        ("The number of images must be between 1 and 4.", {"minItems": 1, "maxItems": 4}),
        ("1 to 4 faces.", {}),
    ],
)
def test_counts_of_what_a_list_is_called_after(text: str, expected: dict[str, object]) -> None:
    """A number of what the name of the list says bounds it."""
    found = read_limits(text, make_field("array", name="source_images"))

    assert {each.keyword: each.value for each in found} == expected
