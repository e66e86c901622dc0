"""Values of headers that are more than ASCII."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.recording.header_text import HeaderText, header_bytes, readable_header


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"b\xe4r", "bär"),
        ("b\udce4r", "bär"),
        ("bär", "bär"),
        ("zeichen 中", "zeichen 中"),
        (12, "12"),
    ],
    ids=["bytes", "set aside", "text", "past Latin-1", "number"],
)
def test_a_value_becomes_readable(value: object, text: str) -> None:
    """Clients that read UTF-8 set other bytes aside as halves of characters, which no file can hold."""
    assert readable_header(value) == text


@given(st.binary())
def test_latin_1_gives_the_same_bytes(value: bytes) -> None:
    """What was read as Latin-1 goes out as it came in."""
    assert header_bytes(readable_header(value)) == value
    assert HeaderText(readable_header(value)).encode("ascii") == value


def test_a_client_reads_utf_8_where_it_is_utf_8() -> None:
    """One that takes the text reads it as aiohttp does, one that encodes it gets the bytes."""
    found = HeaderText("bÃ¤r")

    assert found == "bär"
    assert found.encode("ascii") == "bär".encode()
    assert copy.deepcopy(found).encode() == "bär".encode()
    assert HeaderText("bär").encode() == b"b\xe4r"
    assert HeaderText("中").encode() == "中".encode()
