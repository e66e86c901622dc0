"""In which ways of writing a known secret is found, and how much is looked at."""

import base64
import gzip
import json
import os
import quopri
import textwrap
import zlib
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest

from truecopy.redaction.readings import readings
from truecopy.redaction.values import SecretValues

SECRET = "Mr-0123/4567+89ab=cdef"
ODD = 'p"äss\\wörd/<&>'
MOST_BYTES = 100_000_000


def b64(data: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return base64 that has some bytes in it."""
    return base64.b64encode(before + data + after)


def every_character(text: str, form: str) -> bytes:
    """Return a text with every character written in one way."""
    return "".join(form.format(ord(each)) for each in text).encode()


def lines(data: bytes, width: int, end: str) -> bytes:
    """Return bytes in lines."""
    return end.join(textwrap.wrap(data.decode(), width)).encode()


WRITINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "upper case": bytes.upper,
    "lower case": bytes.lower,
    "percent": lambda data: quote(data, safe="").encode(),
    "percent, lower": lambda data: quote(data, safe="").lower().encode(),
    "percent, every character": lambda data: b"".join(b"%%%02x" % each for each in data),
    "percent twice": lambda data: quote(quote(data, safe=""), safe="").encode(),
    "JSON": lambda data: json.dumps(data.decode()).encode(),
    "JSON, slashes": lambda data: json.dumps(data.decode()).replace("/", "\\/").encode(),
    "JSON, every character": lambda data: every_character(data.decode(), "\\u{:04X}"),
    "JSON in JSON": lambda data: json.dumps(json.dumps(data.decode())).encode(),
    "JSON in JSON in JSON": lambda data: json.dumps(json.dumps(json.dumps(data.decode()))).encode(),
    "HTML": lambda data: escape(data.decode()).encode(),
    "HTML, decimal": lambda data: every_character(data.decode(), "&#{};"),
    "HTML, hexadecimal": lambda data: every_character(data.decode(), "&#x{:x};"),
    "base64": b64,
    "base64, one byte before": lambda data: b64(data, b"\xff"),
    "base64, two bytes before": lambda data: b64(data, b"\xff\xfe", b"\0"),
    "base64, one character before": lambda data: b"x" + b64(data, b"\xff"),
    "base64, two before": lambda data: b"xy" + b64(data),
    "base64, three before": lambda data: b"xyz" + b64(data, b"ab", b"c"),
    "base64, URL-safe": lambda data: base64.urlsafe_b64encode(b"\xfb\xff" + data),
    "base64 without padding": lambda data: b64(data).rstrip(b"="),
    "base64 in lines": lambda data: lines(b64(data), 8, "\n"),
    "base64 in lines of CRLF": lambda data: lines(b64(data), 11, "\r\n"),
    "base64 in lines of JSON": lambda data: json.dumps(
        {"a": lines(b64(data), 9, "\n").decode()}
    ).encode(),
    "base64 in indented lines": lambda data: lines(b64(data), 9, "\n    "),
    "base64 of upper case": lambda data: b64(data.upper()),
    "base64 of base64": lambda data: b64(b64(data)),
    "base64 thrice": lambda data: b64(b64(b64(data))),
    "base64, percent-encoded": lambda data: quote(b64(data, b"\xff"), safe="").encode(),
    "base64 of percent": lambda data: b64(quote(data, safe="").encode()),
    "base64 of JSON": lambda data: b64(json.dumps({"a": data.decode()}).encode()),
    "base64 in JSON": lambda data: (
        json.dumps({"a": b64(data).decode()}).replace("/", "\\/").encode()
    ),
    "hex": lambda data: data.hex().encode(),
    "hex, upper": lambda data: data.hex().upper().encode(),
    "hex, one digit before": lambda data: b"a" + data.hex().encode(),
    "hex of base64": lambda data: b64(data).hex().encode(),
    "base64 of hex": lambda data: b64(data.hex().encode()),
    "hex in lines": lambda data: lines(data.hex().encode(), 7, "\n"),
    "gzip": lambda data: b"xx" + gzip.compress(b"a " + data),
    "gzip in gzip": lambda data: gzip.compress(gzip.compress(data)),
    "gzip, cut off": lambda data: gzip.compress(data * 9 + os.urandom(400))[:-200],
    "deflate": zlib.compress,
    "gzip in base64": lambda data: b64(gzip.compress(data)),
    "deflate in base64": lambda data: b64(zlib.compress(data)),
    "gzip in base64 in JSON": lambda data: json.dumps(
        {"a": b64(gzip.compress(data)).decode()}
    ).encode(),
    "base64 in gzip": lambda data: gzip.compress(b64(data, b"\xff")),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16, big": lambda data: data.decode().encode("utf-16-be"),
    "UTF-16 in base64": lambda data: b64(data.decode().encode("utf-16-le")),
    "quoted-printable": quopri.encodestring,
    "quoted-printable, every character": lambda data: b"".join(b"=%02X" % each for each in data),
    "quoted-printable, soft line ends": lambda data: (
        data[:9].replace(b"=", b"=3D") + b"=\r\n" + data[9:].replace(b"=", b"=3D")
    ),
    "over a line end": lambda data: data[:9] + b"\n" + data[9:],
    "over line ends": lambda data: data[:3] + b"\r\n" + data[3:5] + b"\r\n  " + data[5:],
    "over a line end in JSON": lambda data: json.dumps(
        data[:9].decode() + "\n" + data[9:].decode()
    ).encode(),
}


@pytest.mark.parametrize("name", WRITINGS)
@pytest.mark.parametrize("secret", [SECRET, "0123456789abcdefghij", "sixsix"])
def test_a_secret_is_found_in_every_way_of_writing(name: str, secret: str) -> None:
    """What docs/recordings.md promises to find is found, between other text."""
    written = b'{"before": "text ' + WRITINGS[name](secret.encode()) + b' text"}'

    hit = SecretValues([secret]).hit(written)

    assert hit is not None
    assert hit.value == secret


@pytest.mark.parametrize(
    "name",
    [
        each
        for each in WRITINGS
        if "case" not in each and not each.startswith(("JSON, every", "over", "UTF", "quoted"))
    ],
)
def test_letters_of_any_script_are_found(name: str) -> None:
    """A secret of other letters, and of the signs that every way of writing escapes, is found too."""
    written = WRITINGS[name](ODD.encode())

    assert SecretValues([ODD]).hit(b"before " + written + b" after") is not None


def test_other_values_are_not_found() -> None:
    """In pictures, in text, and in what only resembles a secret nothing is found."""
    values = SecretValues([SECRET, "sixsix"])

    assert values.hit(os.urandom(2_000_000)) is None
    assert values.hit(json.dumps({"b64_json": b64(os.urandom(500_000)).decode()}).encode()) is None
    assert values.hit(SECRET[:-1].encode() + b" sixsi x six") is None


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(bytes(90_000_000), compresslevel=1),
        gzip.compress(gzip.compress(bytes(90_000_000), compresslevel=9), compresslevel=9),
        b"\\\\u0041%41&#65;=41QUJD" * 2_000,
        b64(b64(b64(b64(os.urandom(20_000))))),
    ],
    ids=["bomb", "bomb in bomb", "escapes", "base64"],
)
def test_readings_are_bounded(data: bytes) -> None:
    """What swells beyond all reason is not read to its end, however it is nested."""
    assert sum(len(read) for _, read in readings(data)) <= MOST_BYTES
    assert max(len(how) for how, _ in readings(data)) <= 4
