"""Looks at something until it ends: how often, and with which waits."""

from collections.abc import Iterator
from typing import Any

import pytest

from truecopy.wire import Budget, Keys, Poller, RequestSender, Target

NEAR, FAR = "http://127.0.0.1:9", "https://api.example.com"


def poller(waits: list[float], url: str = FAR, **settings: Any) -> Poller:
    """Return a poller that waits at once, and notes how long."""
    target = Target(url, Keys(good=None))
    sender = RequestSender(target, Budget(), sleep=waits.append)
    return Poller(sender, **{"interval_s": 2.0, "timeout_s": 9.0, **settings})


def looks(*shown: object) -> Iterator[object]:
    """Yield what looks show, the last one for ever."""
    yield from shown
    while True:
        yield shown[-1]


def test_what_ends_at_once_is_not_waited_for() -> None:
    """The first look comes before any wait."""
    waits: list[float] = []

    seen = poller(waits).poll(iter(["done"]).__next__, lambda each: each == "done")

    assert (seen, waits) == ("done", [])


def test_waits_are_all_alike_elsewhere() -> None:
    """A target elsewhere is looked at once an interval until its time is over, and once more then."""
    waits: list[float] = []

    seen = poller(waits, timeout_s=5.0).poll(looks("open").__next__, lambda _: False)

    assert (seen, waits) == ("open", [2.0, 2.0, 2.0])


def test_waits_grow_on_this_machine() -> None:
    """A target of this machine is looked at soon, then less and less often."""
    waits: list[float] = []

    poller(waits, NEAR, timeout_s=5.0).poll(looks("open").__next__, lambda _: False)

    assert waits == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.6, 2.0])


def test_without_time_there_is_one_look() -> None:
    """A timeout of nothing still looks."""
    waits: list[float] = []
    shown = looks("open")

    poller(waits, timeout_s=0.0).poll(shown.__next__, lambda _: False)

    assert waits == []


@pytest.mark.parametrize(
    ("shown", "is_missed", "number"),
    [
        ([None, None, None], True, 2),
        ([None, None, "open", None, None, None], True, 5),
        ([None, None, "done"], False, 2),
    ],
)
def test_misses_count_in_a_row(shown: list[object], number: int, *, is_missed: bool) -> None:
    """Looks that find nothing end it when there are too many in a row."""
    waits: list[float] = []
    one = poller(waits, interval_s=1.0, timeout_s=99.0, most_misses=3)

    one.poll(looks(*shown).__next__, lambda each: each == "done", lambda each: each is not None)

    assert (one.is_missed, len(waits)) == (is_missed, number)
    assert one.has_found == (shown != [None, None, None])


def test_waits_of_one_poller_add_up() -> None:
    """Looks for a second state of one thing have what the first left of its time."""
    waits: list[float] = []
    one = poller(waits, timeout_s=6.0)

    one.poll(looks("pending", "processing").__next__, lambda each: each == "processing")
    one.poll(looks("processing").__next__, lambda each: each == "completed")

    assert (waits, one.waited_s) == ([2.0, 2.0, 2.0], 6.0)


def test_what_takes_long_is_looked_at_less_often() -> None:
    """A thing that has not ended after minutes is not looked at a hundred times."""
    waits: list[float] = []

    poller(waits, timeout_s=600.0).poll(looks("open").__next__, lambda _: False)

    assert waits[:5] == [2.0] * 5
    assert len(waits) < 40
    assert max(waits) <= 0.2 * sum(waits)
