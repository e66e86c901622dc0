"""Numbers with the words that go with them."""

from collections import Counter
from collections.abc import Iterable

from truecopy.model import Severity


def counted(number: int, noun: str) -> str:
    """Return a number and its noun: `1 cassette`, `2 cassettes`; info has no plural."""
    return f"{number} {noun}" if number == 1 or noun == Severity.INFO else f"{number} {noun}s"


def counted_severities(found: Iterable[Severity]) -> str:
    """Return how many there are of each severity, the gravest first; empty where there are none."""
    counts = Counter(found)
    return ", ".join(counted(counts[each], each.value) for each in Severity if counts[each])
