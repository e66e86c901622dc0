"""What of an interaction is rewritten, and what stays."""

import base64
import gzip
from urllib.parse import quote

import pytest
from tests.unit.redaction.redacting import (
    KEY,
    make_interaction,
    redact_one,
)

from truecopy.redaction import Redactor


@pytest.mark.parametrize(
    "body",
    [
        b"\x00before" + gzip.compress(b"a key " + KEY.encode(), mtime=0) + b"after",
        b"\x89PNG\x00" + KEY.encode() + b"\xff",
        base64.b64encode(b"a key " + KEY.encode()),
        KEY.encode().hex().encode(),
        KEY.encode("utf-16"),
        quote(KEY, safe="").replace("-", "%2d").encode(),
    ],
)
def test_what_does_not_parse_is_left_and_told(body: bytes) -> None:
    """In bytes, and in texts that are written in another way, a secret stays, and is a leak."""
    redaction = Redactor([KEY]).examine([make_interaction(body=body)])

    assert redaction.interactions == (make_interaction(body=body),)
    assert [each.place for each in redaction.leaks] == ["answer body"]
    assert redaction.leaks[0].what.startswith("a known secret")


@pytest.mark.parametrize(
    ("length", "corrected"), [("30", "25"), (" 30 ", "25"), ("999", "999"), ("x", "x")]
)
def test_only_a_length_that_was_right_is_corrected(length: str, corrected: str) -> None:
    """A Content-Length that counted something else, as after HEAD, stays."""
    body = f'{{"k": "{KEY}"}} '.encode()
    assert len(body) == 29
    headers = (("content-length", length.replace("30", "29")),)

    redacted = redact_one(Redactor([KEY]), body=body, headers=headers)

    assert redacted.headers == (("content-length", corrected.replace("25", "24")),)
    assert len(redacted.body) == 24


def test_half_a_surrogate_pair_does_no_harm() -> None:
    """A text that is no Unicode is redacted all the same, and otherwise stays."""
    redactor = Redactor(patterns=["k.y"])

    redacted = redact_one(
        redactor,
        failure=f"\ud800 {KEY}",
        request_headers=(("x", "\ud800"), ("x-api-key", "\ud800a")),
    )

    assert redacted.failure == f"\ud800 {KEY}"
    assert redacted.request_headers == (("x", "\ud800"), ("x-api-key", "redacted-key-1"))
    assert redact_one(Redactor([KEY]), failure=f"\ud800 {KEY}").failure.endswith(" redacted-key-1")


def test_everything_else_of_an_interaction_stays() -> None:
    """Method, status, times and names of headers are as they were."""
    interaction = make_interaction(
        method="GET", status=418, is_sent=False, sent_at=1.5, elapsed_s=2.5, failure=KEY
    )

    (redacted,) = Redactor([KEY]).redact([interaction])

    assert redacted == make_interaction(
        method="GET",
        status=418,
        is_sent=False,
        sent_at=1.5,
        elapsed_s=2.5,
        failure="redacted-key-1",
    )
