"""Addresses of recorded pictures, led elsewhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.recording.links import Links

PLACE = "http://here/"
ONE = "https://a.example/1?x=1&y=2"
TWO = "https://a.example/1"
LINKS = Links({ONE: 1, TWO: 2})


def led(body: str) -> str:
    """Return a body with its links led elsewhere."""
    return LINKS.led_to(PLACE, body.encode()).decode()


def test_each_address_leads_to_its_picture() -> None:
    """An address stands for its own picture, also where it is the beginning of another."""
    assert json.loads(led(json.dumps([ONE, TWO, TWO]))) == [f"{PLACE}1", f"{PLACE}2", f"{PLACE}2"]


@pytest.mark.parametrize(
    "text",
    [ONE.replace("/", "\\/"), ONE.replace("&", "\\u0026")],
    ids=["slashes", "ampersands"],
)
def test_addresses_with_escapes_are_known(text: str) -> None:
    """An address in JSON may have escapes; what stands in its place is JSON too."""
    assert json.loads(led(f'["{text}"]')) == [f"{PLACE}1"]


@pytest.mark.parametrize(
    "more", [".png", "/2", "?x=1", "?x=1&y=3", "#a", "%20", "-b", "\\/2", "\\u0026a", "0"]
)
def test_a_longer_address_is_another(more: str) -> None:
    """An address that goes on is left as it is."""
    assert led(f'"{TWO}{more}"') == f'"{TWO}{more}"'


@pytest.mark.parametrize("after", ['"', " ", ")", "<", "'", ". And", "\n", "\\n", "]", ""])
def test_an_address_ends_where_text_goes_on(after: str) -> None:
    """What no address goes on with is its end."""
    assert led(f"{TWO}{after}") == f"{PLACE}2{after}"


@given(body=st.binary(max_size=200))
def test_without_addresses_nothing_changes(body: bytes) -> None:
    """Where nothing is led elsewhere, a body is passed on byte for byte."""
    assert Links({}).led_to(PLACE, body) == body


@given(body=st.binary(max_size=200))
def test_bytes_without_an_address_stay(body: bytes) -> None:
    """Bytes in which no address stands are passed on as they are."""
    assert LINKS.led_to(PLACE, body) == body
