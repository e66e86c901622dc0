"""Texts and numbers in JSON, and in what is nearly JSON."""

import json
from typing import Any

import pytest
from tests.unit.redaction.redacting import redact_body, redact_one


@pytest.mark.parametrize(
    ("member", "redacted"),
    [
        ({"api_key": "test"}, {"api_key": "redacted-key-1"}),
        ({"clientSecret": "test"}, {"clientSecret": "redacted-key-1"}),
        ({"openai_api_key": "test"}, {"openai_api_key": "redacted-key-1"}),
        ({"token": 'a"b\\\n/é'}, {"token": "redacted-key-1"}),
        ({"token": '[é"'}, {"token": "redacted-key-1"}),
        ({"authorization": "Bearer abc"}, {"authorization": "Bearer redacted-key-1"}),
        ({"password": "x"}, {"password": "redacted-password-1"}),
        ({"signature": "x"}, {"signature": "redacted-signature-1"}),
        ({"credentials": ["x", "y"]}, {"credentials": ["redacted-key-1", "redacted-key-2"]}),
        ({"user_id": "u1"}, {"user_id": "redacted-account-1"}),
        ({"orgId": 42}, {"orgId": 1_000_001}),
        ({"account_id": 2**60}, {"account_id": 1_000_001}),
        ({"account_id": -(2**60)}, {"account_id": 1_000_001}),
        ({"otp": 9182}, {"otp": 1_000_001}),
        ({"password": 91827364}, {"password": 1_000_001}),
        ([{"a": [{"token": "x"}]}], [{"a": [{"token": "redacted-key-1"}]}]),
    ],
)
def test_members_of_a_secret_s_name_are_replaced(member: Any, redacted: Any) -> None:
    """By its name a text in JSON is secret, however short; the number of an account or a password stays a number."""
    assert redact_body(member) == redacted
    assert redact_body({"inner": json.dumps(member)}) == {"inner": json.dumps(redacted)}


@pytest.mark.parametrize(
    "body",
    [
        {"usage": {"total_tokens": 7, "max_tokens": 9}},
        {"id": "x", "task_id": "y", "request_id": "z", "next_page_token": "p"},
        {"token": "", "api_key": None, "secret": True, "password": 7, "user_id": 1.5},
        {"user": "me", "key": "value", "tokens": ["a"]},
        {"token": 4096, "secret": 12, "otp": 123},
    ],
)
def test_other_members_stay(body: Any) -> None:
    """Ids, counts and pages are no secrets, nor is what is empty or no text."""
    assert redact_body(body) == body


@pytest.mark.parametrize(
    "text",
    [
        'data: {"token": "abc"}\n\ndata: [DONE]\n\n',
        '{"n": 1}\n{"token": "abc"}\n',
        '  \n{"token": "abc"}',
        '{"token": "abc',
        '{"token": "abc"} and what is no JSON',
        '\ufeff{"n": 1, "token": "abc"}',
        'callback({"n": 1, "token": "abc"});',
        '<script>{ var a = { "n": "1", "token": "abc"} }</script>',
        'Here it is:\n```\n{\n  "n": 1,\n  "token": "abc"\n}\n```\n',
    ],
)
def test_members_are_found_in_what_is_nearly_json(text: str) -> None:
    """Streams of events, lines of JSON, JSON in a script or a text, and JSON that was cut off have members too."""
    assert redact_one(body=text.encode()).body == text.replace("abc", "redacted-key-1").encode()
