"""How a text is found and replaced in each encoding, down to the byte."""

import base64
import json
import os
import time
from urllib.parse import quote

import pytest

from truecopy.recording.redaction.encodings import Hunt
from truecopy.recording.redaction.needles import Sought, fitted

SECRET = 'a/b+c "d\\e'
PLACEHOLDER = b"redacted-key-1"


def make_hunt(*texts: str) -> Hunt:
    """Return a hunt for some texts, the first of which is the key 1."""
    return Hunt(
        Sought(text=text, placeholder=f"redacted-key-{number}", number=1_000_000 + number)
        for number, text in enumerate(texts, 1)
    )


def every_character_escaped(text: str) -> str:
    """Return a text as JSON that has no character as it is."""
    return "".join(f"\\u{ord(each):04X}" for each in text)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SECRET, id="plain"),
        pytest.param(quote(SECRET), id="percent-encoded in part"),
        pytest.param(quote(SECRET, safe="").lower(), id="in lower case"),
        pytest.param("".join(f"%{ord(each):02x}" for each in SECRET), id="percent-encoded whole"),
        pytest.param(quote(quote(SECRET, safe="")), id="percent-encoded twice"),
        pytest.param(json.dumps(SECRET)[1:-1], id="JSON"),
        pytest.param(json.dumps(SECRET)[1:-1].replace("/", "\\/"), id="JSON with slashes escaped"),
        pytest.param(every_character_escaped(SECRET), id="every character escaped"),
        pytest.param("\\u0061/b\\u002Bc \\u0022d\\\\e", id="some characters escaped"),
        pytest.param(json.dumps(json.dumps(SECRET)[1:-1])[1:-1], id="JSON in JSON"),
        pytest.param(
            json.dumps(every_character_escaped(SECRET))[1:-1], id="JSON in JSON, every character"
        ),
        pytest.param(json.dumps(quote(SECRET)).replace("/", "\\/")[1:-1], id="an address in JSON"),
        pytest.param(quote(SECRET).replace("%20", "+"), id="a plus for the blank"),
    ],
)
def test_escapes_do_not_hide_a_text(written: str) -> None:
    """However its characters are escaped, the placeholder takes its place as it is."""
    data = f'before "{written}" after'.encode()

    assert make_hunt(SECRET).replaced(data) == b'before "redacted-key-1" after'


@pytest.mark.parametrize(
    "text", ["pässwörd", "пароль-123", "鍵鍵鍵鍵鍵鍵鍵鍵", "key\U0001f511\U0001f511key"]
)
def test_letters_of_any_script_are_found(text: str) -> None:
    """UTF-8, its percent signs, JSON's pairs of surrogates, and Latin-1 where it is that."""
    written = [
        text.encode(),
        quote(text).encode(),
        json.dumps(text)[1:-1].encode(),
        text.encode().decode("latin-1").encode(),
    ]
    if text == "pässwörd":
        written.append(text.encode("latin-1"))

    assert {make_hunt(text).replaced(b"(%b)" % each) for each in written} == {b"(redacted-key-1)"}


@pytest.mark.parametrize("is_upper", [False, True])
def test_hex_stays_hex_of_the_same_length(*, is_upper: bool) -> None:
    """Hex of a secret becomes hex of the placeholder, in the same case and of the same length."""
    written, wanted = SECRET.encode().hex(), fitted("redacted-key-1", len(SECRET)).hex()
    if is_upper:
        written, wanted = written.upper(), wanted.upper()

    assert make_hunt(SECRET).replaced(f"0{written}0".encode()) == f"0{wanted}0".encode()


def test_a_placeholder_is_cut_or_filled() -> None:
    """Where the length has to stay, the placeholder is cut, or filled with asterisks."""
    assert fitted("redacted-key-1", 8) == b"redacted"
    assert fitted("redacted-key-1", 17) == b"redacted-key-1***"


@pytest.mark.parametrize("alphabet", [b"+/", b"-_"])
@pytest.mark.parametrize("before", [b"", b"\xff", b"\xfb\xef", b"abc"])
@pytest.mark.parametrize("after", [b"", b"\xff", b"\xfb\xef", b"\xff\xff\xff"])
@pytest.mark.parametrize("text", ["8 bytes!", "nine bytes", "~~~ten~~~~", "eleven bytes"])
def test_base64_is_replaced_at_every_alignment(
    before: bytes, after: bytes, text: str, alphabet: bytes
) -> None:
    """The neighbours keep each of their bits, and the length stays, padded or not."""
    # What shows the alphabet stands in front, as it does in any longer text.
    before = b"\xfb\xff\xfe" + before
    written = base64.b64encode(before + text.encode() + after, alphabet)
    wanted = before + fitted("redacted-key-1", len(text)) + after

    for each in (written, written.rstrip(b"=")):
        replaced = make_hunt(text).replaced(b'"' + each + b'"')[1:-1]
        padding = b"=" * (-len(replaced) % 4)
        assert len(replaced) == len(each)
        assert base64.b64decode(replaced + padding, alphabet, validate=True) == wanted


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda text: text.replace("/", "\\/"), id="slashes escaped"),
        pytest.param(lambda text: quote(text, safe=""), id="percent-encoded"),
        pytest.param(lambda text: "\n".join(text[at : at + 4] for at in range(0, 80, 4)), id="LF"),
        pytest.param(
            lambda text: "\r\n".join(text[at : at + 7] for at in range(0, 80, 7)), id="CRLF"
        ),
        pytest.param(lambda text: f"{text[:9]}\\n{text[9:]}", id="a line break in JSON"),
        pytest.param(lambda text: f"{text[:9]}\\\\r\\\\n{text[9:]}", id="in JSON in JSON"),
    ],
)
@pytest.mark.parametrize("before", ["", "?", "??"])
def test_base64_is_found_with_escapes_and_line_breaks(before: str, wrap: object) -> None:
    """What stands between the characters of base64 does not hide a text in it."""
    assert callable(wrap)
    written = base64.b64encode(f"{before}???>>>{SECRET}>>>".encode()).decode()

    replaced = make_hunt(SECRET).replaced(str(wrap(written)).encode())

    hunted = make_hunt(SECRET).hits(replaced)
    assert hunted == []
    assert replaced != str(wrap(written)).encode()


def test_percent_signs_come_back_around_base64() -> None:
    """Base64 in an address is written so that it still reads as base64 there."""
    inner = b"\xfb\xff\xfe" + SECRET.encode() + b"\x0f\xff\xff"
    written = quote(base64.b64encode(inner).decode(), safe="").encode()

    replaced = make_hunt(SECRET).replaced(b"?data=" + written)

    assert (
        replaced
        == b"?data="
        + quote(
            base64.b64encode(inner.replace(SECRET.encode(), PLACEHOLDER[:10])).decode(), safe=""
        ).encode()
    )


def test_the_longest_text_goes_first() -> None:
    """A secret within another does not leave the rest of it behind, whatever the escapes."""
    hunt = make_hunt("/inner/secret", "outer/inner/secret")

    assert hunt.replaced(b"/inner/secret") == b"redacted-key-1"
    assert hunt.replaced(b"outer/inner/secret") == b"redacted-key-2"
    assert hunt.replaced(b"outer\\/inner/secret") == b"redacted-key-2"


@pytest.mark.parametrize(
    ("data", "replaced"),
    [
        (b'{"user": 12345678}', b'{"user": 1000001}'),
        (b'{"users": [1,12345678,2]}', b'{"users": [1,1000001,2]}'),
        (b'{"user": "12345678"}', b'{"user": "redacted-account-1"}'),
        (b"/accounts/12345678/images", b"/accounts/redacted-account-1/images"),
        (b'{"created": 1712345678}', b'{"created": 1712345678}'),
        (b'{"size": 123456789}', b'{"size": 123456789}'),
    ],
)
def test_a_number_stays_a_number(data: bytes, replaced: bytes) -> None:
    """Digits that were learned are replaced by a number where they are one, and left within others."""
    account = Sought(
        text="12345678", placeholder="redacted-account-1", number=1_000_001, is_known=False
    )

    assert Hunt([account]).replaced(data) == replaced


def test_a_known_key_of_digits_is_replaced_within_others() -> None:
    """What the user says is secret goes, wherever it stands."""
    assert make_hunt("12345678").replaced(b"91234567890") == b"9redacted-key-190"


def test_hits_say_what_a_text_looks_like() -> None:
    """A hit names its form, and where it stands in the bytes as they are."""
    data = b"known-secret %6Bnown-secret 6b6e6f776e2d736563726574 a25vd24tc2VjcmV0"

    hits = sorted(make_hunt("known-secret").hits(data), key=lambda hit: hit.begin)

    assert [(hit.form, data[hit.begin : hit.end]) for hit in hits] == [
        ("", b"known-secret"),
        ("with escapes", b"%6Bnown-secret"),
        ("as hex", b"6b6e6f776e2d736563726574"),
        ("as base64", b"a25vd24tc2VjcmV0"),
    ]


def test_most_texts_are_not_even_looked_for() -> None:
    """In a short text, a thousand secrets are found as one is."""
    hunt = make_hunt(*(f"secret-number-{number:04}" for number in range(1000)))

    assert hunt.replaced(b"x secret-number-0700 y") == b"x redacted-key-701 y"
    assert hunt.replaced(b"x SECRET-number-0700 y") == b"x SECRET-number-0700 y"


def test_a_large_picture_is_looked_through_in_time() -> None:
    """Two megabytes of base64 take a small part of a second, with slashes escaped too."""
    picture = base64.b64encode(os.urandom(1_500_000))
    hunt = make_hunt("secret-1-abcdef", "secret-2-abcdef", "secret-3-abcdef")
    start = time.process_time()

    for data in (picture, picture.replace(b"/", b"\\/")):
        assert hunt.replaced(b'{"b64_json": "%b"}' % data) == b'{"b64_json": "%b"}' % data

    # Twenty times what it takes, so that a busy machine does not fail it.
    assert time.process_time() - start < 10
