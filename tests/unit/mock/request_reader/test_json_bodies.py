"""JSON bodies: what is no good one is refused in the vendor's envelope, and the server is alive."""

from typing import Any

import pytest
from tests.play import Play
from tests.unit.mock.posting import JSON_PATHS, KEY, is_alive

BROKEN_JSON = {
    "empty": b"",
    "truncated": b'{"model": "a',
    "not utf-8": b'{"model": "\xff\xfe"}',
    "nan": b'{"n": NaN}',
    "infinity": b'{"n": -Infinity}',
    "too large a number": b'{"n": 1e999}',
    "lone surrogate": b'{"prompt": "\\ud800"}',
    "encoded surrogate": b'{"prompt": "\xed\xa0\x80"}',
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "deep object": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "trailing garbage": b'{"model": "a"} {"model": "b"}',
    "byte order mark": b'\xef\xbb\xbf{"model": "a"}',
    "a list": b"[]",
    "a text": b'"hello"',
    "null": b"null",
    "control character": b'{"prompt": "a\nb"}',
    "huge integer": b'{"n": ' + b"9" * 5000 + b"}",
}


def error_text(vendor: str, response: Any) -> str:
    """Return the message of an error in the vendor's envelope."""
    body = response.json()
    return str(body["detail"] if vendor == "mulerouter" else body["error"]["message"])


@pytest.mark.parametrize("vendor", JSON_PATHS)
@pytest.mark.parametrize("data", BROKEN_JSON.values(), ids=list(BROKEN_JSON))
def test_a_broken_json_body_is_400(play: Play, vendor: str, data: bytes) -> None:
    """A body that is no JSON object is refused in the vendor's own words."""
    headers = {**KEY, "content-type": "application/json"}

    response = play.client.post(JSON_PATHS[vendor], content=data, headers=headers)

    assert response.status_code == 400
    assert error_text(vendor, response)
    assert response.headers["x-truecopy-explain"]
    assert is_alive(play)


@pytest.mark.parametrize("depth", [150, 199, 253, 255, 300, 1000, 1023])
def test_deep_json_that_parses_is_answered_or_refused(play: Play, depth: int) -> None:
    """What can be read can be handled: up to 200 levels are accepted, more are 400, none is an error."""
    inner = '{"a":' * depth + "1" + "}" * depth
    body = f'{{"model": "wan2.7-image-pro", "prompt": "A kite", "extra": {inner}}}'
    headers = {**KEY, "content-type": "application/json"}

    response = play.client.post(JSON_PATHS["powertokens"], content=body.encode(), headers=headers)
    form = play.send(
        "powertokens",
        "edit-image-form",
        {"model": "wan2.7-image-pro", "prompt": "A", "extra": inner},
    )

    assert response.status_code == (200 if depth <= 199 else 400)
    assert form.status_code == (200 if depth <= 200 else 400)
