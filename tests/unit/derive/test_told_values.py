"""Values that are told to have changed."""

from typing import Any

import pytest
from tests.unit.derive.test_page_changes import changed

from truecopy.derive.told_values import ToldValues

BEFORE = "title\nYou may have 6 of 1,000 pictures as 512*512 or raw.\nend"


@pytest.mark.parametrize(
    ("after", "pairs", "explained"),
    [
        ("You may have 4 of 1,000 pictures as 512*512 or raw.", [(6, 4)], True),
        ("You may have 4 of 2000 pictures as 512*512 or raw.", [(6, 4), (1000, 2000)], True),
        (
            "You may have 4 of 2,000 pictures as 512*512 or raw.",
            [({"a": 1000, "b": 6}, {"a": 2000, "b": 4})],
            True,
        ),
        (
            "You may have 6 of 1,000 pictures as 512*512 or jpeg.",
            [(["png", "raw"], ["png", "jpeg"])],
            True,
        ),
        ("You may have 6 of 1,000 images as 512*512 or raw.", [("pictures", "images")], True),
        ("You may have 4 of 1,000 pictures as 512*512 or raw.", [(6, 5)], False),
        ("You must have 4 of 1,000 pictures as 512*512 or raw.", [(6, 4)], False),
        ("You may have 4 of 1,000 pictures as 512*512 or raw.", [], False),
        (
            "You may have 4 of 1,000 pictures as 512*512 or raw.",
            [(True, 4), ([6], 4), (None, 4)],
            False,
        ),
    ],
)
def test_a_sentence_that_differs_in_told_values_alone(
    after: str, pairs: list[tuple[Any, Any]], *, explained: bool
) -> None:
    """Values in either writing explain it, other words and other values do not."""
    page = changed(f"title\n{after}\nend", BEFORE)

    assert ToldValues(pairs).explain(page, 1, 1) is explained


def test_too_many_values_explain_nothing() -> None:
    """A sentence of figures alone is not tried in all ways."""
    page = changed("a\n" + "4 " * 30 + "\nend", "a\n" + "6 " * 30 + "\nend")

    assert not ToldValues([(6, 4)]).explain(page, 1, 1)
