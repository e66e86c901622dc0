"""Interactions redacted, and looked through, for tests."""

import json
from typing import Any

from truecopy.model import Interaction
from truecopy.redaction import Redactor

URL = "https://api.example.com/v1/images"
KEY = "mr-0123456789abcdef"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nx/y+z==\n-----END RSA PRIVATE KEY-----"
WIDE = "mr-a1b2c3d4e5f6g7h8i9j0k1l2m3"


def make_interaction(**values: Any) -> Interaction:
    """Return an interaction, of which a test says only what matters."""
    return Interaction(**{"method": "POST", "url": URL, "status": 200, **values})


def redact_one(redactor: Redactor | None = None, **values: Any) -> Interaction:
    """Return a redacted interaction."""
    (redacted,) = (redactor or Redactor()).redact([make_interaction(**values)])
    return redacted


def redact_body(body: Any, **values: Any) -> Any:
    """Return a redacted JSON body."""
    return json.loads(redact_one(body=json.dumps(body).encode(), **values).body)


def form_of(boundary: str, *parts: tuple[str, bytes]) -> bytes:
    """Return a multipart form; each part is what follows `form-data;`, and its content."""
    written = [
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in parts
    ]
    return b"".join(written) + f"--{boundary}--\r\n".encode()


def leaks_of(redactor: Redactor | None = None, **values: Any) -> list[tuple[str, str]]:
    """Return place and look of what would leak, without redaction."""
    found = (redactor or Redactor()).leaks([make_interaction(**values)])
    return [(each.place, each.what) for each in found]
