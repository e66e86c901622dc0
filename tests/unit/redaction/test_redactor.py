"""What is learned as secret, what takes its place, and what stays."""

import json
from base64 import b64encode
from typing import Any

import pytest
from tests.unit.redaction.redacting import redact_one

from truecopy.errors import UsageError
from truecopy.model import Interaction
from truecopy.redaction import Redactor


def test_patterns_of_the_user_are_secret() -> None:
    """A match as a whole is secret, or its group `secret`; short ones only where they match."""
    redactor = Redactor(patterns=[r"cust(omer)?-[a-z]+\d+", r"pin: (?P<secret>\d{4})"])

    redacted = redact_one(redactor, failure="customer-abc123, cust-a1, pin: 1234, not 1234")

    assert redacted.failure == "redacted-key-1, redacted-key-2, pin: redacted-key-3, not 1234"


def test_what_the_user_allows_stays() -> None:
    """An allowed text is no secret by its look or its place; a known one is secret all the same."""
    redactor = Redactor(known=["sk-known-known-known"], allowed=["sk-[a-z-]+", "demo"])

    redacted = redact_one(
        redactor,
        request_headers=(("x-api-key", "demo"), ("x-auth-token", "demo2")),
        failure="sk-allowed-allowed-allowed sk-known-known-known sk-other-0123456789",
    )

    assert redacted.request_headers == (("x-api-key", "demo"), ("x-auth-token", "redacted-key-1"))
    assert redacted.failure == "sk-allowed-allowed-allowed redacted-key-2 redacted-key-3"


@pytest.mark.parametrize("role", ["patterns", "allowed"])
@pytest.mark.parametrize(
    ("pattern", "message"),
    [("(", r"'\(' is no regular expression"), ("x*", r"'x\*' matches the empty text")],
)
def test_a_pattern_that_cannot_be_used_is_named(role: str, pattern: str, message: str) -> None:
    """A pattern that is none, or that everything matches, is the user's mistake."""
    options: dict[str, Any] = {role: ["fine", pattern]}

    with pytest.raises(UsageError, match=message):
        Redactor(**options)


def test_an_address_that_hides_a_known_secret_is_one_still() -> None:
    """A vendor may write the prompt into its links, and a word of the prompt may be the key: the answer is judged as it came."""
    link = f"https://x.example/{b64encode(b'a secret garden').decode()}.png"
    body = json.dumps({"url": link, "token": link.partition("example/")[2]}).encode()

    hidden = Redactor(known=["secret"]).hide(Interaction(method="GET", url="", body=body))

    assert json.loads(hidden.body) == {
        "url": "https://x.example/redacted-key-1",
        "token": "redacted-key-1",
    }
