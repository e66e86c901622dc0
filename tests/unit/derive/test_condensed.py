"""Sentences without glosses and wide gaps, their places kept."""

import pytest

from truecopy.derive.condensed import condense


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("Between 60 (1 minute) and 120 (2 minutes).", "Between 60 and 120."),
        ("1 (worst) to 5 (the best quality)", "1 to 5"),
        ("1 to 5 (5 is best)", "1 to 5"),
        ("At   most\u00a0\u00a0 9", "At most\u00a09"),
        ("At most 9 (20 with press-3)", "At most 9 (20 with press-3)"),
        ("1 to 9 (recommended)", "1 to 9 (recommended)"),
    ],
)
def test_glosses_and_gaps_are_left_out(sentence: str, plain: str) -> None:
    """What says a number again goes; what may be a condition or advice stays."""
    assert condense(sentence).text == plain


def test_a_part_is_found_on_the_page_with_the_gloss_behind_it() -> None:
    """What a wording has read stands where the page has it, glosses included."""
    sentence = "Keep it between 60 (1 minute) and  120 (2 minutes)."
    plain = condense(sentence)
    at = plain.text.index("between")

    start, end = plain.span(at, plain.text.index("."))

    assert sentence[start:end] == "between 60 (1 minute) and  120 (2 minutes)"
