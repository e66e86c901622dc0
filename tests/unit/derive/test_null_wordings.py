"""How pages say that a value may be null."""

import pytest

from truecopy.derive.null_wordings import null_place


@pytest.mark.parametrize(
    "text",
    [
        "Name of the dealer. Can be null.",
        "Nullable.",
        "Set to null to use the face of the account.",
        "Pass `null` for the default.",
        "One of `king`, `queen` or `null`.",
        "Allowed values: king, queen, null",
        "The next coin, null if there is none.",
        "null means the face of the account.",
        "可为空",
    ],
)
def test_text_says_that_a_value_may_be_null(text: str) -> None:
    """Permission, choice and meaning say so."""
    assert null_place(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Must not be empty or null.",
        "Cannot be null.",
        "Empty or null is rejected.",
        "What to do with null values.",
    ],
)
def test_text_that_forbids_null_says_no_such_thing(text: str) -> None:
    """A sentence that refuses null, or only speaks of it, permits none."""
    assert null_place(text) is None
