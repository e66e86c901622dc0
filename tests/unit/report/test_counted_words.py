"""Numbers with the words that go with them."""

import pytest

from truecopy.model import Severity
from truecopy.report.counted_words import counted, counted_severities


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [(1, "cassette", "1 cassette"), (0, "cassette", "0 cassettes"), (2, "info", "2 info")],
)
def test_a_noun_goes_with_its_number(number: int, noun: str, told: str) -> None:
    """One thing has no plural, and neither has info."""
    assert counted(number, noun) == told


def test_severities_are_counted_by_gravity() -> None:
    """The gravest first; nothing where nothing was found."""
    found = [Severity.INFO, Severity.ERROR, Severity.INFO, Severity.ERROR, Severity.WARNING]

    assert counted_severities(found) == "2 errors, 1 warning, 2 info"
    assert counted_severities([]) == ""
