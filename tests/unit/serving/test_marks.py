"""Headers of Truecopy's own servers."""

import pytest

from truecopy.serving.marks import explanation_header, mark


def test_a_mark_says_what_answers() -> None:
    """A client can tell that it does not talk to the vendor."""
    assert mark("mock") == (b"x-truecopy", b"mock")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("/n: is 7, at most 6", b"/n: is 7, at most 6"),
        ("two\r\nlines  and\ttabs", b"two lines and tabs"),
        ("雨 \x00", rb"\u96e8 ?"),
        ("x" * 5_000, b"x" * 1024),
    ],
    ids=["plain", "lines", "other scripts", "long"],
)
def test_an_explanation_is_a_safe_header(text: str, value: bytes) -> None:
    """It is one line of printable ASCII, of at most 1 KB, whatever a client has sent."""
    assert explanation_header(text) == (b"x-truecopy-explain", value)
