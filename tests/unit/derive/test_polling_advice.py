"""Advice on polling."""

import pytest

from truecopy.derive.polling_advice import read_advice


@pytest.mark.parametrize(
    ("text", "slug", "seconds"),
    [
        ("  1. Initial Wait: wait 2-3 seconds before polling first", "first-poll", [2, 3]),
        ("- Poll Interval: every 5 seconds while it is queued", "interval", [5, 5]),
        ("  3. Timeout: think of a timeout (e.g., 5 minutes)", "give-up", [300, 300]),
        ("We recommend polling every 2 to 4 seconds.", "interval", [2, 4]),
        ("Stop polling after 10 minutes.", "give-up", [600, 600]),
        ("* Posters: 1 minute between polls", "posters", [60, 60]),
    ],
)
def test_advice_has_a_kind_and_seconds(text: str, slug: str, seconds: list[int]) -> None:
    """Under a title on polling, and where a sentence speaks of it, a duration is advice."""
    found = read_advice("Polling Guidelines", text)

    assert found is not None
    assert found == (slug, seconds)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Notes", "Every 5 seconds a coin drops."),
        ("Polling", "Be patient."),
        ("Polling", "5 s " * 300),
    ],
)
def test_other_prose_gives_no_advice(title: str, text: str) -> None:
    """Without polling, or without a duration, nothing is advised; nor in a line without end."""
    assert read_advice(title, text) is None
