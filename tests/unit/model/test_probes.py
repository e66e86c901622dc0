"""Requests as they are planned."""

import pytest

from truecopy.model import ABSENT, NO_BODY, Credentials, Draft, Payload


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials.GOOD, "Bearer sk-good"),
        (Credentials.SECOND, "Bearer sk-other"),
        (Credentials.MISSING, None),
        (Credentials.OTHER_SCHEME, "Basic dHJ1ZWNvcHk6dHJ1ZWNvcHk="),
        (Credentials.WRONG_KEY, "Bearer sk-truecopy-invalid-key-0000"),
        (Credentials.WITHOUT_PREFIX, "Bearer truecopy-invalid-key-0000"),
    ],
)
def test_each_kind_of_credentials_has_its_header(
    credentials: Credentials, header: str | None
) -> None:
    """A wrong key is wrong in one way: it keeps the documented prefix, or lacks only that."""
    assert credentials.header("sk-good", "sk-other", "sk-") == header


def test_a_payload_is_what_promises_refer_to() -> None:
    """Raw bytes and no body at all have nothing that a promise could name."""
    body = Payload(instance={"n": 1})

    assert Draft(operation="make", method="POST", path="/", body=body).payload is body
    assert Draft(operation="make", method="POST", path="/", body=b"{").payload is NO_BODY
    assert Draft(operation="look", method="GET", path="/").payload is NO_BODY


def test_what_takes_a_field_away_is_no_value() -> None:
    """It is told apart from null, and says what it does."""
    assert ABSENT is not None
    assert repr(ABSENT) == "absent"
