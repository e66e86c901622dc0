"""How credentials in headers are taken apart."""

import base64

import pytest
from tests.unit.redaction.redacting import (
    KEY,
    URL,
    redact_one,
)


@pytest.mark.parametrize(
    ("name", "value", "redacted"),
    [
        ("Authorization", f"Bearer {KEY}", "Bearer redacted-key-1"),
        ("authorization", "Basic dTpw", "Basic redacted-key-1"),
        ("AUTHORIZATION", "short", "redacted-key-1"),
        ("Authorization", "Bearer", "Bearer"),
        ("Proxy-Authorization", 'Digest a="b", c="d"', "Digest redacted-key-1"),
        ("X-Api-Key", KEY, "redacted-key-1"),
        ("x_api_key", "test", "redacted-key-1"),
        ("x-auth-token", "Bearer abc", "Bearer redacted-key-1"),
        ("Ocp-Apim-Subscription-Key", "abc", "redacted-key-1"),
        ("x-amz-security-token", "abc", "redacted-key-1"),
        ("x-some-secret", "abc", "redacted-key-1"),
        ("x-webhook-signature", "sha256=abc", "redacted-signature-1"),
        ("OpenAI-Organization", "org-abc", "redacted-account-1"),
        ("x-tenant-id", "42", "redacted-account-1"),
        ("x-amzn-account-id", "42", "redacted-account-1"),
        ("cookie", "a=1; b=; c", "a=redacted-cookie-1; b=; redacted-cookie-2"),
        ("cookie", 'a="x=y"', 'a="redacted-cookie-1"'),
        ("set-cookie", "a=1; Path=/; Max-Age=9", "a=redacted-cookie-1; Path=/; Max-Age=9"),
        (
            "set-cookie",
            "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2; Secure",
            "a=redacted-cookie-1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=redacted-cookie-2; Secure",
        ),
        ("location", f"{URL}?sig=abc&x=1", f"{URL}?sig=redacted-signature-1&x=1"),
        ("x-request-id", "0123456789abcdef0123456789abcdef01234567", None),
        ("idempotency-key", "5f0c1c5e-8a55-4a57-9d7b-1f0c7a3d0a11", None),
        ("x-ratelimit-remaining-tokens", "1000", None),
        ("content-type", "application/json", None),
        ("www-authenticate", 'Bearer realm="images", error="invalid_token"', None),
    ],
)
def test_headers_of_a_secret_s_name_are_replaced(
    name: str, value: str, redacted: str | None
) -> None:
    """By its name a header's value is secret, but for the scheme and the attributes; others stay."""
    headers = redact_one(request_headers=((name, value),)).request_headers

    assert headers == ((name, value if redacted is None else redacted),)
    assert redact_one(headers=((name, value),)).headers == headers


def test_a_basic_password_is_known_elsewhere() -> None:
    """The password in a Basic credential is replaced where it stands in plain too."""
    pair = base64.b64encode(b"me:correct-horse").decode()

    redacted = redact_one(
        request_headers=(("Authorization", f"Basic {pair}"),), failure="correct-horse is wrong"
    )

    assert redacted.request_headers == (("Authorization", "Basic redacted-key-1"),)
    assert redacted.failure == "redacted-password-1 is wrong"
