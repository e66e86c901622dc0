"""What the leak check tells, and what it lets pass."""

import base64
import gzip
import json
import os
from typing import Any

import pytest
from tests.unit.redaction.redacting import (
    KEY,
    URL,
    leaks_of,
    make_interaction,
)

from truecopy.redaction import Leak, Redactor


@pytest.mark.parametrize(
    ("values", "place", "what"),
    [
        ({"url": f"{URL}/{KEY}"}, "URL", "a known secret"),
        ({"url": f"{URL}?a=mr%2D0123456789abcdef"}, "URL", "a known secret percent-encoded"),
        ({"request_headers": (("X-Any", KEY),)}, "request header X-Any", "a known secret"),
        ({"request_body": KEY.encode()}, "request body", "a known secret"),
        ({"headers": (("x-any", KEY),)}, "answer header x-any", "a known secret"),
        ({"failure": KEY.encode().hex()}, "failure", "a known secret as hex"),
        (
            {
                "body": json.dumps(
                    {"data": [{"b": base64.b64encode(KEY.encode()).decode()}]}
                ).encode()
            },
            "answer body /data/0/b",
            "a known secret as base64",
        ),
        (
            {"body": json.dumps({"a/b": json.dumps({"c": KEY})}).encode()},
            "answer body /a~1b/c",
            "a known secret",
        ),
        (
            {"body": b"x" + gzip.compress(KEY.encode())},
            "answer body",
            "a known secret compressed",
        ),
        (
            {"body": base64.b64encode(gzip.compress(KEY.encode()))},
            "answer body",
            "a known secret as base64, compressed",
        ),
        (
            {"body": gzip.compress(f"{KEY} {list(range(999))}".encode())[:-900]},
            "answer body",
            "a known secret compressed",
        ),
    ],
)
def test_a_known_secret_is_told_wherever_it_stands(
    values: dict[str, Any], place: str, what: str
) -> None:
    """A leak names where the secret stands and in which form, in gzip that is damaged too."""
    assert leaks_of(Redactor([KEY]), **values) == [(place, what)]


@pytest.mark.parametrize(
    ("values", "place", "what"),
    [
        (
            {"request_headers": (("x-api-key", "x"),)},
            "request header x-api-key",
            "a key or token that is not replaced",
        ),
        (
            {"headers": (("set-cookie", "a=b; Path=/"),)},
            "answer header set-cookie",
            "a cookie that is not replaced",
        ),
        ({"url": f"{URL}?sig=x"}, "URL parameter sig", "a signature that is not replaced"),
        ({"url": "https://u:p@h/"}, "URL password", "a password that is not replaced"),
        (
            {"url": f"{URL}/sk-abcdefghijklmnop1234"},
            "URL path",
            "a key with the prefix sk-",
        ),
        (
            {"body": b'{"data": [{"token": "x"}]}'},
            "answer body /data/0/token",
            "a key or token that is not replaced",
        ),
        ({"body": b'{"user_id": 7}'}, "answer body /user_id", "an account that is not replaced"),
        (
            {"body": json.dumps({"u": f"{URL}?sig=x"}).encode()},
            "answer body /u, URL parameter sig",
            "a signature that is not replaced",
        ),
        (
            {
                "request_body": b"api_key=x",
                "request_headers": (("content-type", "application/x-www-form-urlencoded"),),
            },
            "request body field api_key",
            "a key or token that is not replaced",
        ),
        ({"failure": "sk-abcdefghijklmnop1234"}, "failure", "a key with the prefix sk-"),
        ({"failure": "AKIAIOSFODNN7EXAMPLE"}, "failure", "the id of an AWS access key"),
        ({"failure": "Bearer 0123456789abcdefghij"}, "failure", "a bearer token"),
    ],
)
def test_a_value_in_a_secret_s_place_is_told(values: dict[str, Any], place: str, what: str) -> None:
    """What redaction would replace is a leak while it is there, however short, and none afterwards."""
    redactor = Redactor()
    assert leaks_of(**values) == [(place, what)]

    redacted = redactor.redact([make_interaction(**values)])

    assert list(redactor.leaks(redacted)) == list(Redactor().leaks(redacted)) == []


def test_a_learned_secret_is_told_elsewhere() -> None:
    """What one cassette gave away is a leak in the next, if that was not redacted."""
    redactor = Redactor()
    redactor.redact([make_interaction(request_headers=(("x-api-key", "learned-secret"),))])

    assert leaks_of(redactor, failure="learned-secret") == [("failure", "a secret found elsewhere")]


def test_a_leak_says_which_interaction_it_is_in() -> None:
    """Interactions are counted from 0, and a leak is told once."""
    clean, bad = make_interaction(), make_interaction(failure=f"{KEY} {KEY}")

    assert list(Redactor([KEY]).leaks([clean, bad])) == [
        Leak(number=1, place="failure", what="a known secret")
    ]


@pytest.mark.parametrize(
    ("encoding", "body", "what"),
    [
        ("br", b"\x0b\x02\x80abc\x03", "a body in the encoding br, which cannot be looked into"),
        ("zstd", b"\x28\xb5\x2f\xfd", "a body in the encoding zstd, which cannot be looked into"),
        ("gzip, br", b"x", "a body in the encoding gzip, br, which cannot be looked into"),
    ],
)
def test_a_body_that_cannot_be_opened_is_told(encoding: str, body: bytes, what: str) -> None:
    """Nobody knows what is in a body that cannot be decoded, so it is not let pass."""
    headers = (("content-encoding", encoding),)

    assert leaks_of(body=body, headers=headers) == [("answer body", what)]
    assert leaks_of(body=b"", headers=headers) == []


def test_what_is_nested_deeper_than_is_looked_into_ends() -> None:
    """Data that swells beyond all reason is not unpacked to its end."""
    body = gzip.compress(bytes(70_000_000), compresslevel=1)

    assert leaks_of(Redactor([KEY]), body=body) == []


def test_what_cannot_be_opened_is_left_as_it_is() -> None:
    """Redaction does not touch damaged data."""
    interaction = make_interaction(
        body=gzip.compress(KEY.encode() * 99)[:-9], headers=(("content-encoding", "gzip"),)
    )

    assert Redactor([KEY]).redact([interaction]) == (interaction,)


def test_an_ordinary_exchange_has_no_leak() -> None:
    """What an API for images sends, large pictures too, passes as it is."""
    picture = base64.b64encode(os.urandom(1_000_000)).decode()
    token = base64.urlsafe_b64encode(os.urandom(225)).decode()
    answer = {
        "id": "123e4567-e89b-12d3-a456-426614174000",
        "request_id": "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0",
        "task_id": "0123456789abcdef0123456789abcdef",
        "created": 1_790_000_000,
        "data": [
            {"b64_json": picture, "revised_prompt": "A cat, in the style of a key-visual"},
            {"url": f"http://127.0.0.1:4747/_pictures/{token}.png"},
        ],
        "usage": {"total_tokens": 4160, "max_tokens": 100, "user": None},
    }
    interaction = make_interaction(
        url=f"http://127.0.0.1:4747/_pictures/{token}.png",
        request_headers=(
            ("content-type", "multipart/form-data; boundary=----WebKitFormBoundarya1B2c3D4e5F6"),
            ("idempotency-key", "123e4567-e89b-12d3-a456-426614174000"),
        ),
        request_body=b"------WebKitFormBoundarya1B2c3D4e5F6\r\nContent-Disposition: form-data; "
        b'name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        + os.urandom(500_000)
        + b"\r\n------WebKitFormBoundarya1B2c3D4e5F6--\r\n",
        headers=(
            ("content-type", "application/json"),
            ("x-request-id", "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0"),
            ("x-ratelimit-remaining-tokens", "149984"),
            ("etag", 'W/"a1b2c3d4e5f6g7h8i9j0k1l2m3"'),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ),
        body=json.dumps(answer).encode(),
    )
    redactor = Redactor(["mr-some-key-0123456789"])

    assert redactor.redact([interaction]) == (interaction,)
    assert list(redactor.leaks([interaction])) == []
