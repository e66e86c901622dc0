"""The work of redaction grows with the length of what is redacted, whatever that is."""

import base64
import gzip
import itertools
import os

import pytest
from tests.growth import growth

from truecopy.model import Interaction
from truecopy.redaction import Redactor

# Large inputs, several times.
pytestmark = pytest.mark.slow

KEY = "mr-0123456789abcdef"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=X"
SMALL, LARGE = 20_000, 200_000
# Ten times the input; quadratic work would take a hundred times as long.
MOST_GROWTH = 50

REPEATED = {
    "JSON": b'{"',
    "texts of JSON": b'"a",',
    "names of JSON": b'"token":"a",',
    "quotation marks": b'"',
    "backslashes": b"\\",
    "escapes": b"\\n\\u0041",
    "brackets": b"[",
    "gzip": b"\x1f\x8b\x08",
    "zlib": b"\x78\x9c",
    "members of gzip": gzip.compress(b"abcdefgh"),
    "stored members of gzip": gzip.compress(bytes(range(250)), 0),
    "PEM": b"-----BEGIN PRIVATE KEY-----\n",
    "data": b"data:",
    "addresses": b"://",
    "paths": b"://a/bbbbbbbb/%41",
    "parameters": b"?a=b&",
    "percent": b"%41",
    "entities": b"&#65;&amp;",
    "quoted-printable": b"=41=\n",
    "base64": b"QUJD",
    "hex": b"4142",
    "UTF-16": b"a\0",
    "lines of JSON": b'{"a": 1}\n',
    "line ends": b"\r\n",
    "prefixes": b"sk-",
    "JWT": b"eyJaaaaaa.",
    "keys": b"sk-abcdefghijklmnop1234 ",
    "known secrets": KEY.encode() + b" ",
    "suspects": b"abcdefghij-",
    "webhooks": b"hooks.slack.com/services/",
    "connection strings": b"Password=",
}


def redact(body: bytes, content_type: str = "") -> None:
    """Redact and check one request."""
    headers = (("content-type", content_type),)
    interaction = Interaction(
        method="POST", url="http://a/", request_headers=headers, request_body=body
    )
    Redactor([KEY]).examine([interaction])


@pytest.mark.parametrize("name", REPEATED)
def test_a_body_costs_what_it_weighs(name: str) -> None:
    """Ten times the bytes take about ten times as long, however they are chosen."""
    unit = REPEATED[name]

    def work(size: int) -> None:
        redact(unit * (size // len(unit)))

    assert growth(work, SMALL, LARGE, most=MOST_GROWTH) < MOST_GROWTH


@pytest.mark.parametrize(
    ("content_type", "begin", "unit"),
    [
        (FORM, b"", b"=&"),
        (FORM, b"", b"a=b&"),
        (FORM, b"", b"token=abcdefgh1&"),
        (FORM, b"a=", b"%41%25"),
        (MULTIPART, b"", b"--X\r\n"),
        (MULTIPART, b"--X\r\n", b"content-disposition:"),
        (MULTIPART, b"--X\r\ncontent-disposition:", b' name="'),
        (MULTIPART, b"--X\r\ncontent-disposition: form-data\r\n\r\n", b"\r\n\r\n--X"),
        ("multipart/form-data; boundary=" + "a=" * 99, b"", b"--a"),
    ],
)
def test_a_form_costs_what_it_weighs(content_type: str, begin: bytes, unit: bytes) -> None:
    """Fields, boundaries and heads of parts are each looked at once."""

    def work(size: int) -> None:
        redact(begin + unit * (size // len(unit)), content_type)

    assert growth(work, SMALL, LARGE, most=MOST_GROWTH) < MOST_GROWTH


@pytest.mark.parametrize("name", ["cookie", "set-cookie", "authorization", "x-any", "location"])
@pytest.mark.parametrize("unit", ["a=b;", "a=b,", ",", ";", " ", "Bearer ", "a ", "?a=b&"])
def test_a_header_costs_what_it_weighs(name: str, unit: str) -> None:
    """Cookies and credentials are taken apart in one go."""

    def work(size: int) -> None:
        headers = ((name, unit * (size // len(unit))),)
        interaction = Interaction(method="GET", url="http://a/", headers=headers)
        Redactor([KEY]).examine([interaction])

    assert growth(work, SMALL, LARGE, most=MOST_GROWTH) < MOST_GROWTH


def test_secrets_that_are_learned_do_not_slow_it_down() -> None:
    """A body full of secrets, each another, costs what it weighs too."""

    def work(size: int) -> None:
        members = (
            f'{{"token": "abcd-{number:08}", "url": "a://b"}}' for number in itertools.count()
        )
        body = ",".join(itertools.islice(members, size // 45))
        redact(b"[" + body.encode() + b"]")

    assert growth(work, SMALL, LARGE, most=MOST_GROWTH) < MOST_GROWTH


def test_pictures_cost_what_they_weigh() -> None:
    """Bytes without any meaning, and base64 of them."""
    noise = os.urandom(LARGE)

    assert growth(lambda size: redact(noise[:size]), SMALL, LARGE, most=MOST_GROWTH) < MOST_GROWTH
    assert (
        growth(lambda size: redact(base64.b64encode(noise[:size])), SMALL, LARGE, most=MOST_GROWTH)
        < MOST_GROWTH
    )
