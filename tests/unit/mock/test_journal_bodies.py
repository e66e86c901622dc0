"""Bodies as the journal shows them."""

import json
from hashlib import sha256
from typing import Any

import pytest

from truecopy.mock.journal_bodies import LONGEST_TEXT, cut_text, shown_body, shown_json

FORM = "multipart/form-data; boundary=b"


def form(*parts: tuple[str, bytes]) -> bytes:
    """Return a form of parts: disposition and content."""
    pieces = [
        f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in parts
    ]
    return b"".join(pieces) + b"--b--\r\n"


@pytest.mark.parametrize("value", [{"a": [1, None, True, {"b": "c"}]}, [], "text", 5, None])
def test_json_is_shown_as_json(value: Any) -> None:
    """Whatever its Content-Type says."""
    assert shown_body(json.dumps(value).encode(), "text/plain") == value


def test_a_form_is_shown_as_its_parts() -> None:
    """Texts with their values, files with name, type, size and digest; a name that comes again is a list."""
    png = 'name="image"; filename="a.png"\r\nContent-Type: image/png'
    body = form(('name="n"', b"2"), (png, b"png"), ('name="tag"', b"x"), ('name="tag"', b"y"))

    assert shown_body(body, FORM) == {
        "n": "2",
        "image": {
            "filename": "a.png",
            "type": "image/png",
            "size_bytes": 3,
            "sha256": sha256(b"png").hexdigest(),
        },
        "tag": ["x", "y"],
    }


@pytest.mark.parametrize("content_type", ["", FORM, "application/json"])
def test_what_is_neither_is_text_or_a_digest(content_type: str) -> None:
    """No bytes break the journal."""
    assert shown_body(b"{broken", content_type) == "{broken"
    assert shown_body(b"\xff\xfe", content_type)["size_bytes"] == 2


def test_long_texts_are_cut_and_their_length_told() -> None:
    """A picture in base64 is known by its beginning."""
    text = "x" * 10_000

    assert shown_json({"image": text}) == {"image": cut_text(text)}
    assert cut_text(text) == "x" * LONGEST_TEXT + "... (10000 characters)"
    assert cut_text("short") == "short"


@pytest.mark.parametrize(
    "value",
    [
        ["x" * 5_000] * 10_000,
        {str(number): number for number in range(100_000)},
        [[[1] * 1_000] * 1_000] * 2,
        {"x" * 5_000 + str(number): 1 for number in range(1_000)},
    ],
    ids=["texts", "members", "items", "names"],
)
def test_a_body_is_bounded_however_it_is_large(value: Any) -> None:
    """What is left out is told by dots."""
    shown = shown_json(value)

    assert len(json.dumps(shown)) < 200_000
    assert "..." in json.dumps(shown)
