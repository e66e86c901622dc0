"""The Prefer header: read as RFC 7240 writes it, in time that grows with its length."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import growth
from tests.play import Play
from tests.unit.mock.posting import GOOD, post

from truecopy.mock.preferences import NONE, Preferences, read_preferences

# Each is what made an expression with a repeat inside a repeat try every way to cut it.
HOSTILE: dict[str, Callable[[int], str]] = {
    "blanks before a quote": lambda size: "a=" + " " * size + 'x"y"',
    "blanks only": lambda size: " " * size + "=",
    "names": lambda size: "a" * size,
    "quotes": lambda size: "seed=" + '"' * size,
    "parts": lambda size: "a=b;," * size,
}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", NONE),
        ("respond-async, wait=10", NONE),
        ("scenario", NONE),
        ("scenario=overloaded", Preferences(scenario="overloaded")),
        ('Scenario = "overloaded"', Preferences(scenario="overloaded")),
        ("wait=10; code=503, delay=1.5", Preferences(code=503, delay_s=1.5)),
        ("seed= 7 ,seed=8", Preferences(seed=8)),
    ],
)
def test_what_a_header_asks_for(header: str, expected: Preferences) -> None:
    """Known preferences are read with or without quotes and blanks; the last of a name counts."""
    assert read_preferences(header) == expected


@pytest.mark.parametrize("header", ["code=200", "code=", "delay=-1", "delay=soon", "seed=1.5"])
def test_what_cannot_be_followed_says_why(header: str) -> None:
    """A value that the mock cannot follow is a problem that names it."""
    problem = read_preferences(header).problem

    assert problem is not None
    assert header in problem


@given(st.text())
def test_any_text_is_read(header: str) -> None:
    """Whatever a client sends is read as preferences, as none, or as a problem."""
    assert isinstance(read_preferences(header), Preferences)


@pytest.mark.parametrize("name", HOSTILE)
def test_reading_takes_time_in_proportion(name: str) -> None:
    """A header sixteen times as long takes some sixteen times as long, whatever stands in it."""
    make = HOSTILE[name]

    assert growth(lambda size: read_preferences(make(size)), 2_000, 32_000) < 16 * 5


@pytest.mark.parametrize(
    "wish", ["code=99", "code=x", "delay=-1", "delay=1e9", "delay=nan", "seed=-4"]
)
def test_a_preference_that_cannot_be_followed_is_refused(play: Play, wish: str) -> None:
    """A wish out of range is an error, not ignored."""
    response = post(play, authorization="Bearer k", prefer=wish)

    assert response.status_code == 400
    assert "Prefer:" in response.headers["x-truecopy-explain"]


def test_prefer_seed_chooses_the_pictures(play: Play) -> None:
    """The same preferred seed gives the same picture, another one another."""
    body = {**GOOD, "response_format": "b64_json", "size": "512*512"}

    one, two, three = (
        post(play, body=body, authorization="Bearer k", prefer=f"seed={seed}, other=1").json()[
            "data"
        ]
        for seed in (1, 1, 2)
    )

    assert one == two != three


@pytest.mark.parametrize("wish", ["code=204", "code=200", "code=302"])
def test_a_code_that_is_no_error_is_refused(play: Play, wish: str) -> None:
    """Only errors can be asked for by their status; anything else would be ignored silently."""
    response = post(play, authorization="Bearer k", prefer=wish)

    assert response.status_code == 400
    assert "400 to 599" in response.headers["x-truecopy-explain"]
