"""Which names say that a value is secret, and of what kind."""

import pytest

from truecopy.redaction.names import kind_of_header, kind_of_member, kind_of_parameter

SECRET_MEMBERS = [
    "api_keys",
    "secrets",
    "api_key",
    "apiKey",
    "API-KEY",
    "x_api_key",
    "openai_api_key",
    "accessKey",
    "access_key_id",
    "awsAccessKeyId",
    "secret_key",
    "privateKey",
    "signing_key",
    "encryptionKey",
    "masterKey",
    "AccountKey",
    "storageKey",
    "subscriptionKey",
    "sharedKey",
    "hmac_key",
    "authKey",
    "app_key",
    "client_key",
    "sessionKey",
    "serviceKey",
    "licenseKey",
    "secret",
    "appSecret",
    "app_secret",
    "clientSecret",
    "client_secret",
    "webhookSecret",
    "consumerSecret",
    "sharedSecret",
    "secretId",
    "token",
    "access_token",
    "accessToken",
    "refreshToken",
    "id_token",
    "authToken",
    "sas_token",
    "sessionToken",
    "bearerToken",
    "csrf_token",
    "bot_token",
    "deploy-token",
    "securityToken",
    "session",
    "session_id",
    "sessionId",
    "sid",
    "JSESSIONID",
    "PHPSESSID",
    "jwt",
    "bearer",
    "auth",
    "authorization",
    "connectionString",
    "connection_string",
    "connStr",
    "credential",
    "credentials",
    "sas",
]
PASSWORDS = [
    "otp",
    "passwords",
    "password",
    "passwd",
    "pwd",
    "user_pwd",
    "userPassword",
    "newPassword",
    "db_password",
    "passphrase",
    "passcode",
    "pass",
    "dbPass",
]
HARMLESS = [
    "tokens",
    "max_tokens",
    "total_tokens",
    "tokenizer",
    "token_type",
    "next_page_token",
    "pageToken",
    "nextToken",
    "continuationToken",
    "pad_token",
    "eos_token",
    "key",
    "keys",
    "sort_key",
    "primaryKey",
    "cacheKey",
    "partition_key",
    "public_key",
    "idempotency_key",
    "id",
    "task_id",
    "request_id",
    "user",
    "name",
    "author",
    "authors",
    "authority",
    "code",
    "compass",
    "bypass",
    "sigma",
    "design",
    "signed_at",
    "sessions",
    "secretary",
    "passed",
    "passenger",
    "created_at",
    "prompt",
    "url",
]


@pytest.mark.parametrize("name", SECRET_MEMBERS)
def test_members_of_these_names_hold_keys(name: str) -> None:
    """In JSON, forms, addresses and headers alike."""
    assert kind_of_member(name) == kind_of_parameter(name) == "key"
    assert kind_of_member(f"outer[{name}]") == "key"
    assert kind_of_header(f"X-{name}") == "key"


@pytest.mark.parametrize("name", PASSWORDS)
def test_members_of_these_names_hold_passwords(name: str) -> None:
    """In JSON, forms, addresses and headers alike."""
    assert (
        kind_of_member(name) == kind_of_parameter(name) == kind_of_header(f"X-{name}") == "password"
    )


@pytest.mark.parametrize("name", HARMLESS)
def test_other_members_hold_no_secrets(name: str) -> None:
    """Counts, pages, ids and words that only sound alike stay; so does a name that is none."""
    assert kind_of_member(name) == ""
    assert kind_of_member("api_key" * 20) == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            (name, "key")
            for name in ("key", "auth", "code", "ak", "sk", "AWSAccessKeyId", "OSSAccessKeyId")
        ),
        *(
            (name, "key")
            for name in ("Key-Pair-Id", "x-oss-credential", "amp;token", "X-Amz-Security-Token")
        ),
        *(
            (name, "signature")
            for name in ("sig", "sign", "signature", "Policy", "X-Goog-Signature")
        ),
        *(
            (name, "")
            for name in ("sigma", "page_token", "Expires", "x-oss-process", "q", "sort_key")
        ),
    ],
)
def test_parameters_of_addresses_have_short_names(name: str, kind: str) -> None:
    """What signs an address, and what a login leads back with, is secret there."""
    assert kind_of_parameter(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            (name, "key")
            for name in ("Authorization", "Proxy-Authorization", "X-Session-Id", "X-Auth", "apikey")
        ),
        *(
            (name, "key")
            for name in (
                "Ocp-Apim-Subscription-Key",
                "X-Vault-Token",
                "x-some-secret",
                "X-JWT",
                "Authentication",
            )
        ),
        *((name, "password") for name in ("X-Password", "x-pwd")),
        *((name, "cookie") for name in ("Cookie", "set-cookie")),
        *((name, "account") for name in ("OpenAI-Organization", "x-tenant-id")),
        *(
            (name, "signature")
            for name in (
                "x-hub-signature",
                "X-Hub-Signature-256",
                "OK-ACCESS-SIGN",
                "Stripe-Signature",
            )
        ),
        *(
            (name, "")
            for name in (
                "x-request-id",
                "Idempotency-Key",
                "cache-key",
                "www-authenticate",
                "etag",
                "x-design",
            )
        ),
        ("x-" + "a" * 200 + "-key", ""),
    ],
)
def test_headers_say_what_they_hold(name: str, kind: str) -> None:
    """By the whole name, by its end, or as members do."""
    assert kind_of_header(name) == kind
