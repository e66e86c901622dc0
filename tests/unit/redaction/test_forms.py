"""Secrets in the fields of forms."""

from tests.unit.redaction.redacting import KEY, form_of, redact_one

from truecopy.redaction import Redactor


def test_fields_of_a_form_are_replaced_by_name() -> None:
    """In an urlencoded form secrets are known by name, by address, and by members of JSON in it."""
    body = "api_key=te%73t&prompt=a+test&ui%5Bpassword%5D=a+b&hook=https%3A%2F%2Fh%2F%3Fsig%3Dx%26y%3D1"
    more = "&extra=%7B%22token%22%3A+%22z%22%7D"

    redacted = redact_one(
        request_headers=(("content-type", "application/x-www-form-urlencoded; charset=utf-8"),),
        request_body=(body + more).encode(),
    )

    assert redacted.request_body == (
        b"api_key=redacted-key-1&prompt=a+test&ui%5Bpassword%5D=redacted-password-1"
        b"&hook=https%3A%2F%2Fh%2F%3Fsig%3Dredacted-signature-1%26y%3D1"
        b"&extra=%7B%22token%22%3A+%22redacted-key-2%22%7D"
    )


def test_parts_of_a_form_are_replaced_by_name() -> None:
    """In a multipart form texts of a secret's name go, and of files that are text what is known as secret."""
    parts = [
        ('name="api_key"', b"test"),
        ('name="prompt"', b"a test"),
        ('name="options"', b'{"token": "abc", "n": 1}'),
        ('name="token"; filename="a.txt"', b"a text with " + KEY.encode()),
        ('name="token"; filename="a.png"', b"\x89PNG\r\n\x1a\n\x00\r\n\xff"),
    ]
    redacted = [
        (parts[0][0], b"redacted-key-1"),
        parts[1],
        (parts[2][0], b'{"token": "redacted-key-2", "n": 1}'),
        (parts[3][0], b"a text with redacted-key-3"),
        parts[4],
    ]

    for boundary in ('"b 1"', "b1"):
        mark = boundary.strip('"')
        found = redact_one(
            Redactor([KEY]),
            request_headers=(("Content-Type", f"multipart/form-data; boundary={boundary}"),),
            request_body=form_of(mark, *parts),
        )
        assert found.request_body == form_of(mark, *redacted)
