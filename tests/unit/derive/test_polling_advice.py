"""Advice on polling."""

import pytest

from truecopy.derive.polling_advice import read_advice


@pytest.mark.parametrize(
    ("text", "slug", "seconds"),
    [
        ("  1. Initial Wait: wait 2-3 seconds before polling first", "first-poll", (2, 3)),
        ("- Poll Interval: every 5 seconds while it is queued", "interval", (5, 5)),
        ("  3. Timeout: think of a timeout (e.g., 5 minutes)", "give-up", (300, 300)),
        ("We recommend polling every 2 to 4 seconds.", "interval", (2, 4)),
        ("Stop polling after 10 minutes.", "give-up", (600, 600)),
        ("* Posters: 1 minute between polls", "posters", (60, 60)),
        ("Poll every 2.5 seconds.", "interval", (2.5, 2.5)),
        ("Leave 500 ms between polls.", "interval", (0.5, 0.5)),
        ("Poll every two seconds.", "interval", (2, 2)),
        ("Poll once per second.", "interval", (1, 1)),
        ("每 2-3 秒轮询一次", "interval", (2, 3)),
        ("Do not poll more often than once a second.", "least-interval", (1, 1)),
        ("Never poll more frequently than every 3 seconds.", "least-interval", (3, 3)),
        ("Polling faster than every 2 seconds is stopped.", "least-interval", (2, 2)),
        ("You must not poll more than once per second.", "least-interval", (1, 1)),
    ],
)
def test_advice_has_a_kind_and_seconds(text: str, slug: str, seconds: tuple[float, float]) -> None:
    """Under a title on polling, and where a sentence speaks of it, a duration is advice, and cites all of it."""
    (found,) = read_advice("Polling Guidelines", text)

    assert (found.slug, found.seconds) == (slug, seconds)
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "seconds", "left"),
    [
        (
            "Start polling after 5 s, then every 2 s, and give up after 10 minutes.",
            {"first-poll": 5, "interval": 2, "give-up": 600},
            "",
        ),
        (
            "Wait at least 2 seconds between polls, at most 10 minutes in total.",
            {"interval": 2, "give-up": 600},
            "",
        ),
        (
            "Poll every 5 seconds, but never more often than every 2 seconds.",
            {"interval": 5, "least-interval": 2},
            "",
        ),
        ("Poll every 5 seconds for up to 10 minutes.", {"interval": 5, "give-up": 600}, ""),
        ("At most 60 polls, one every 5 seconds", {"interval": 5}, "At most 60 polls,"),
        (
            "Poll every 2 seconds; stamps usually take 30 seconds.",
            {"interval": 2},
            "; stamps usually take 30 seconds.",
        ),
        (
            "Poll Interval: every 2 s while queued, every 9 s afterwards",
            {"interval": 2},
            ", every 9 s afterwards",
        ),
    ],
)
def test_each_piece_of_advice_has_its_part_of_the_sentence(
    text: str, seconds: dict[str, int], left: str
) -> None:
    """What is not taken lies outside, so that it is told as half-read."""
    found = read_advice("Polling", text)

    assert {each.slug: each.seconds[1] for each in found} == seconds
    for each in reversed(found):
        text = text[: each.start] + text[each.end :]
    assert text == left


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Notes", "Every 5 seconds a coin drops."),
        ("Polling", "Be patient."),
        ("Polling", "Most tasks finish within 30 seconds."),
        ("Polling", "5 s " * 300),
    ],
)
def test_other_prose_gives_no_advice(title: str, text: str) -> None:
    """Without polling, or without a duration of a known kind, nothing is advised; nor in a line without end."""
    assert read_advice(title, text) == []
