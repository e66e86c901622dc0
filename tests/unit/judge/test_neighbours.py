"""Values next to what is documented."""

from typing import Any

import pytest

from truecopy.judge.neighbours import other_choice, past


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (["a", "b"], "ax"),
        ([8000, 16_000, 24_000], 8001),
        ([1, 2, 3], 4),
        ([1, None], 2),
        ([0.5, 1.0, 2.0], 0.75),
        ([0.5], 1.5),
        ([True], "Truex"),
        ([None], 1),
        ([1, "auto"], "1x"),
    ],
)
def test_another_choice_is_of_the_same_kind(known: list[Any], other: Any) -> None:
    """A number that is none of them: a text would be refused for its type, by who takes any number."""
    assert other_choice(known) == other


@pytest.mark.parametrize(
    ("bound", "direction", "schema", "value"),
    [
        (6, 1, {"type": "integer"}, 7),
        (1, -1, {}, 0),
        (2, 1, {"type": "number"}, 2.1),
        (0.5, -1, {"type": "number"}, 0.4),
        (0.25, -1, {"type": ["number", "null"]}, 0.24),
        (1e17, 1, {"type": "number"}, 1e17 + 16),
        (2048, 1, {"type": "integer", "multipleOf": 64}, 2112),
        (100, 1, {"type": "integer", "multipleOf": 64}, 101),
    ],
)
def test_the_value_past_a_bound_is_the_next_one(
    bound: float, direction: int, schema: Any, value: float
) -> None:
    """Who takes speeds from 0 in place of 0.5 refuses -0.5 as well, and 0.4 not."""
    assert past(bound, direction, schema) == value
