"""JSON read strictly."""

from typing import Any

import pytest

from truecopy.contract.jsontext import DEEPEST, parse_json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        ('"\u96e8"', "\u96e8"),
        (b"[" * DEEPEST + b"1" + b"]" * DEEPEST, None),
        (b'"' + b"[" * 1_000 + b'"', "[" * 1_000),
    ],
    ids=["object", "text", "deepest", "brackets in a text"],
)
def test_json_is_read(text: bytes | str, value: Any) -> None:
    """Bytes and texts are read; brackets in a text are no depth."""
    found = parse_json(text)

    assert value is None or found == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"NaN",
        b"-Infinity",
        b'"\xff"',
        b'"\\ud800"',
        b"[" * (DEEPEST + 1) + b"1" + b"]" * (DEEPEST + 1),
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b"[" * 100_000,
    ],
    ids=["nothing", "half", "nan", "infinity", "utf-8", "surrogate", "lists", "objects", "endless"],
)
def test_anything_else_is_refused(text: bytes) -> None:
    """What could not be written again is not read."""
    with pytest.raises(ValueError):  # noqa: PT011 - each reader has its own words
        parse_json(text)
