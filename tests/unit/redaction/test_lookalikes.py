"""Texts for people, in which nothing that looks like a secret is left."""

import pytest

from truecopy.redaction import without_lookalikes

KEY = "sk-live-0123456789abcdef0123"


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        (f"/n: '{KEY}' is no number", "", "/n: '[key]' is no number"),
        (f"{KEY} and {KEY}", "", "[key] and [key]"),
        (f"no path /v1/{KEY}/x", "", "no path /v1/[key]/x"),
        ("no path /v1/my-own-key", "my-own-key", "no path /v1/[key]"),
        ("/n: 7 is too much [edit.request.n#maximum; edit:67]", "", None),
        ("", "", None),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, key: str, told: str | None) -> None:
    """A key that is known is hidden however it looks; everything else stays."""
    assert without_lookalikes(text, key) == (text if told is None else told)
