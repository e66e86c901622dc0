"""How placeholders are numbered."""

import json

from tests.unit.redaction.redacting import (
    KEY,
    URL,
    make_interaction,
    redact_one,
)

from truecopy.redaction import Redactor


def test_numbers_count_by_kind_as_secrets_appear() -> None:
    """Each kind is counted from 1, in the order in which an interaction is read."""
    redacted = redact_one(
        Redactor(["zzz-known-zzz"]),
        url=f"{URL}?key=first&sig=second",
        request_headers=(("x-api-key", "third"), ("cookie", "a=fourth"), ("x-user-id", "me")),
        request_body=b'{"api_key": "fifth", "prompt": "zzz-known-zzz", "token": "sixth"}',
    )

    assert redacted.url == f"{URL}?key=redacted-key-1&sig=redacted-signature-1"
    assert [value for _, value in redacted.request_headers] == [
        "redacted-key-2",
        "a=redacted-cookie-1",
        "redacted-account-1",
    ]
    assert list(json.loads(redacted.request_body).values()) == [
        "redacted-key-3",
        "redacted-key-4",
        "redacted-key-5",
    ]


def test_a_cassette_that_is_extended_counts_on() -> None:
    """Placeholders from before are no secrets, and numbers go on after them."""
    old = make_interaction(
        request_headers=(("x-api-key", "redacted-key-7"),), body=b'{"user_id": 1000003}'
    )
    new = make_interaction(request_headers=(("x-api-key", KEY),), body=b'{"user_id": 5}')

    one, two = Redactor().redact([old, new])

    assert one == old
    assert two.request_headers == (("x-api-key", "redacted-key-8"),)
    assert two.body == b'{"user_id": 1000004}'


def test_a_number_that_nobody_counts_to_is_not_counted() -> None:
    """A text that only looks like a placeholder of a huge number does not move the count."""
    odd = f"redacted-key-{'9' * 5000} redacted-key-99999"

    redacted = redact_one(failure=odd, request_headers=(("x-api-key", KEY),))

    assert redacted.failure == odd
    assert redacted.request_headers == (("x-api-key", "redacted-key-1"),)


def test_a_redactor_remembers() -> None:
    """The same secret has the same placeholder in the next cassette."""
    redactor = Redactor()
    redactor.redact([make_interaction(request_headers=(("x-api-key", KEY),))])

    again = redact_one(redactor, request_headers=(("x-api-key", "other"),), failure=KEY)

    assert (again.request_headers, again.failure) == (
        (("x-api-key", "redacted-key-2"),),
        "redacted-key-1",
    )


def test_a_number_and_its_text_are_one_account() -> None:
    """An account's number is one secret as a number and as a text."""
    redacted = redact_one(
        request_headers=(("x-account-id", "12345678"),),
        url=f"{URL}/accounts/12345678",
        body=b'{"account_id": 12345678, "name": "acc-12345678"}',
    )

    assert redacted.request_headers == (("x-account-id", "redacted-account-1"),)
    assert redacted.url == f"{URL}/accounts/redacted-account-1"
    assert redacted.body == b'{"account_id": 1000001, "name": "acc-redacted-account-1"}'
