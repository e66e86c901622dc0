"""Limits that a sentence takes back for some requests."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.limit_exceptions import read_context
from truecopy.derive.prose import read_limits


def limits(text: str, kind: str = "integer") -> dict[str, object]:
    """Return the limits that a text states of a field."""
    return {each.keyword: each.value for each in read_limits(text, make_field(kind))}


@pytest.mark.parametrize(
    "exception",
    [
        "With press-3 up to 10.",
        "For press-3 the maximum is 10.",
        "With turbo, 10 are allowed.",
        "turbo-2: 1-10.",
        "Models of the second family allow up to 10.",
        "Verified accounts can have 20.",
        "On the gold plan, any number is allowed.",
        "Pro users may have more.",
        "This limit does not apply to press-3.",
        "Contact us to raise this limit.",
        "When quality is low, 2k.",
        "企业用户最多 10 个。",
    ],
)
def test_limit_that_some_may_pass_is_none(exception: str) -> None:
    """It would refuse what the vendor accepts."""
    assert limits(f"How many. At most 4. {exception}") == {}
    assert limits(f"How many. At most 4.\n\n{exception}") == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "With press-3 only 2 are allowed.",
        "If omitted, 10 are struck.",
        "For best results use 8.",
        "For example 3.",
        "When the order is large, it takes 30 seconds.",
        "Pictures of more than 1024 pixels take longer on the small plan.",
        "With press-3 costs $10.",
        "The 20 houses strike alike.",
    ],
)
def test_limit_that_nobody_may_pass_stays(sentence: str) -> None:
    """What is tighter for some, advice, times and what holds of the absent field take nothing back."""
    assert limits(f"How many. At most 4. {sentence}") == {"maximum": 4}


@pytest.mark.parametrize(
    ("kind", "text", "left"),
    [
        ("string", "Up to 500 characters. With press-3 up to 2,000 characters.", {}),
        ("string", "Up to 500 characters. With press-3 up to 2000.", {}),
        ("string", "Up to 500 characters. With press-3 up to 2000 coins.", {"maxLength": 500}),
        ("string", "One of red, blue. With press-3 also green.", {}),
        ("photos", "Max 3MB per photo. Pro accounts: 9 MB.", {}),
        ("photos", "Max 3MB per photo. Pro accounts: 2 MB.", {"x-image/bytes": None}),
        ("integer", "A multiple of 8. With press-3 a multiple of 4.", {}),
        ("integer", "A multiple of 8. With press-3 a multiple of 16.", {"multipleOf": 8}),
        ("integer", "At least 10. With press-3 from 5 on.", {}),
        ("integer", "Between 1 and 4. With press-3 up to 10.", {}),
    ],
)
def test_exception_is_of_the_same_kind(kind: str, text: str, left: dict[str, object]) -> None:
    """A number takes back a limit in its own unit; both ends of one sentence go, for it is not kept whole."""
    found = limits(text, kind)

    assert set(found) == set(left)
    assert all(value is None or found[key] == value for key, value in left.items())


def test_exception_may_stand_in_another_paragraph() -> None:
    """The whole description counts, not the piece alone."""
    context = read_context("At most 4.\n\nLarger values are clamped.", make_field("integer"))

    assert read_limits("At most 4.", make_field("integer"), context) == []
