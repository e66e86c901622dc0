"""Which values are looked for, and where."""

import pytest
from tests.unit.redaction.redacting import KEY, URL, make_interaction, redact_body, redact_one

from truecopy.redaction import Redactor


def test_a_secret_is_replaced_wherever_it_stands() -> None:
    """What a place gives away has the same placeholder everywhere else, before that place too."""
    first = make_interaction(failure=f"echo {KEY}", body=f"<b>{KEY}</b>".encode())
    second = make_interaction(request_headers=(("Authorization", f"Bearer {KEY}"),))

    one, two = Redactor().redact([first, second])

    assert (one.failure, one.body) == ("echo redacted-key-1", b"<b>redacted-key-1</b>")
    assert two.request_headers == (("Authorization", "Bearer redacted-key-1"),)


def test_short_values_are_replaced_in_their_places_only() -> None:
    """The key `test` does not take every `test` with it, and no scheme's word is a secret."""
    redacted = redact_body({"api_key": "test", "token": "undefined", "m": "a test, undefined"})

    assert redacted == {
        "api_key": "redacted-key-1",
        "token": "redacted-key-2",
        "m": "a test, undefined",
    }


def test_a_known_value_that_is_short_is_replaced_as_a_word() -> None:
    """What the user names is replaced whatever it is; a short one not within other words."""
    redacted = redact_one(
        Redactor(["pin7", "12345678"]), url=f"{URL}?key=pin7&q=pin7", failure="PIN7 pin77 12345678"
    )

    assert redacted.url == f"{URL}?key=redacted-key-1&q=redacted-key-1"
    assert redacted.failure == "redacted-key-1 pin77 redacted-key-2"


def test_a_known_value_has_one_placeholder_in_any_case() -> None:
    """Letter case hides nothing, and makes no second secret."""
    redacted = redact_one(
        Redactor([KEY]),
        request_headers=(("authorization", f"Bearer {KEY}"),),
        body=f'{{"error": "{KEY.upper()} is bad", "{KEY}": 1}}'.encode(),
    )

    assert redacted.request_headers == (("authorization", "Bearer redacted-key-1"),)
    assert redacted.body == b'{"error": "redacted-key-1 is bad", "redacted-key-1": 1}'


@pytest.mark.parametrize(
    "known", ["", "   ", "redacted-key-1", "redacted", "********", "%2A%2A%2A%2A%2A%2A%2A%2A"]
)
def test_values_that_would_eat_placeholders_are_not_looked_for(known: str) -> None:
    """What is empty, or part of every placeholder, is replaced nowhere but in a secret's place."""
    failure = f"a {known.replace('%2A', '*')} b redacted-key-1 c ******** d"

    assert redact_one(Redactor([known]), failure=failure).failure == failure
