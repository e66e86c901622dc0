"""Which texts may be keys of vendors whose keys nobody knows."""

import json
from typing import Any

import pytest
from tests.unit.redaction.redacting import URL, WIDE, leaks_of, make_interaction

from truecopy.redaction import Redactor


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"failure": f"bad key {WIDE}"}, "failure"),
        ({"headers": (("x-any", WIDE),)}, "answer header x-any"),
        ({"url": f"{URL}?who={WIDE}&b=1"}, "URL parameter who"),
        ({"body": json.dumps({"a": [f"key {WIDE}"]}).encode()}, "answer body /a/0"),
        (
            {
                "request_body": f"who={WIDE}".encode(),
                "request_headers": (("content-type", "application/x-www-form-urlencoded"),),
            },
            "request body field who",
        ),
    ],
)
def test_a_key_of_an_unknown_vendor_is_told(values: dict[str, Any], place: str) -> None:
    """A prefix with letters and digits behind it may be a key; redaction leaves that to the user."""
    assert leaks_of(**values) == [(place, "a text like a key with the prefix mr-")]
    assert leaks_of(Redactor(allowed=["mr-[a-z0-9]+"]), **values) == []
    assert Redactor().redact([make_interaction(**values)]) == (make_interaction(**values),)


@pytest.mark.parametrize(
    "text",
    [
        "req_a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "img-a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "chatcmpl-a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "Task_run_a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "sha256-a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "edit-0123456789abcdef0123456789abcdef",
        "cmpl-7QyqpwdfhqwajicIEznoc6Q47XAyW",
        "call_5f2babcdefghijklmnopqrstu1",
        "video_68d7512d07848190b3e45da0ecbebcde004d",
        "mr-abcdefghijklmnopqrstuvwxyz",
        "mr-12345678901234567890123456",
        "mr-a1b2c3d4e5f6",
        "123e4567-e89b-12d3-a456-426614174000",
        "abcdefab-cafe-babe-beef-426614174000",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0",
        "+mr-a1b2c3d4e5f6g7h8i9j0k1l2m3",
    ],
)
def test_ids_are_no_keys(text: str) -> None:
    """Ids of requests, tasks and pictures open nothing, and neither do words or numbers."""
    body = json.dumps({"id": text}).encode()

    assert leaks_of(body=body, headers=(("x-any", text),), failure=f"see {text}") == []


@pytest.mark.parametrize(
    "name", ["x-request-id", "X-Amzn-Trace-Id", "etag", "cf-ray", "Content-Type", "date"]
)
def test_headers_that_name_requests_hold_no_keys(name: str) -> None:
    """Headers for ids and boundaries may look like anything."""
    assert leaks_of(headers=((name, WIDE),)) == []
