"""Whether a text names width and height."""

from typing import Any

import pytest

from truecopy.derive.size_wordings import is_size


@pytest.mark.parametrize(
    ("name", "text", "known", "expected"),
    [
        ("size", "Size of the coin.", [], True),
        ("face", "In the form widthxheight.", ["64x64"], True),
        ("face", "What it shows.", [], False),
        ("size", "In the form widthxheight, or auto.", [], False),
        ("size", 'Its size; "original" keeps it.', [], False),
        ("size", "Size of the coin.", ["auto"], False),
        ("size", "Size of the coin.", [["64x64", "auto"]], False),
        ("size", "One of 64x64, 96x64 or auto. Both sides between 64 and 96.", [], False),
    ],
)
def test_text_is_a_size_where_it_can_be_nothing_else(
    name: str, text: str, known: list[Any], *, expected: bool
) -> None:
    """A word beside the sizes, and a list of choices, leave no limit to keep."""
    assert is_size(name, text, known) is expected
