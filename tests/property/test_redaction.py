"""No secret is ever written, in any encoding: it is replaced, or refused; and nothing else is touched."""

import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from truecopy.model import Interaction
from truecopy.redaction import Redactor

URL = "https://api.example.com/v1/images"
BOUNDARY = "b0undary"
# What the carriers say themselves, and no redaction takes away.
OWN_WORDS = (
    "content-type authorization Authorization Content-Type Cookie location "
    "redacted-key-1 redacted-cookie-1 redacted-account-1 redacted-signature-1 redacted-password-1"
)

printable = st.characters(min_codepoint=33, max_codepoint=126)
letters = st.characters(min_codepoint=33, max_codepoint=0x1F600, categories=["L"])
secrets = st.one_of(
    st.text(printable, min_size=8, max_size=60),
    st.text(st.sampled_from('ab%41\\/u"+-_=0'), min_size=8, max_size=20),
    st.text(printable | letters, min_size=8, max_size=30),
).filter(lambda text: len(set(text)) > 1 and text not in OWN_WORDS)
neighbours = st.binary(max_size=7)


def make_interaction(**values: object) -> Interaction:
    """Return an interaction of an API for images."""
    return Interaction(**{"method": "POST", "url": URL, "status": 200, **values})  # type: ignore[arg-type]


def with_body(body: bytes | str, content_type: str = "application/json") -> Interaction:
    """Return an interaction with an answer."""
    data = body if isinstance(body, bytes) else body.encode()
    return make_interaction(body=data, headers=(("content-type", content_type),))


def every_character_escaped(text: str) -> str:
    """Return a text as JSON that has no character as it is."""
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def some_percent_encoded(draw: Callable[..., Any], text: str) -> str:
    """Return a text percent-encoded, where it need not be too."""
    writers: list[Callable[[int], str]] = [
        lambda byte: f"%{byte:02X}",
        lambda byte: f"%{byte:02x}",
        lambda byte: quote(bytes([byte]), safe=""),
    ]
    return "".join(draw(st.sampled_from(writers))(byte) for byte in text.encode())


def as_form(secret: str, *, is_file: bool) -> Interaction:
    """Return an interaction whose request is a form with a secret in it."""
    name = 'name="image"; filename="a.bin"' if is_file else 'name="prompt"'
    body = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode()
        + b"\x00\xff before "
        + secret.encode()
        + b" after \x89PNG"
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    headers = (("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),)
    return make_interaction(request_headers=headers, request_body=body)


def as_base64(draw: st.DrawFn, secret: str) -> str:
    """Return base64 that has a secret somewhere in it, with or without padding and line breaks."""
    data = draw(neighbours) + secret.encode() + draw(neighbours)
    encode = draw(st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]))
    text = encode(data).decode()
    if draw(st.booleans()):
        text = text.rstrip("=")
    width = draw(st.sampled_from([0, 0, 1, 4, 19, 76]))
    line_break = draw(st.sampled_from(["\n", "\r\n"]))
    return line_break.join(re.findall(f".{{1,{width}}}", text)) if width else text


@st.composite
def carriers(draw: st.DrawFn, secret: str) -> Interaction:
    """Draw an interaction that has a secret in one of many ways."""
    quoted = some_percent_encoded(draw, secret)
    text = json.dumps({"a": f"x {secret} y"}, ensure_ascii=draw(st.booleans()))
    carried = as_base64(draw, secret)
    hexed = (draw(neighbours) + secret.encode() + draw(neighbours)).hex()
    escaped = '{"a": "%s"}' % every_character_escaped(secret)  # noqa: UP031 - braces
    return draw(
        st.sampled_from(
            [
                make_interaction(url=f"{URL}/{quoted}/x"),
                make_interaction(url=f"{URL}?a=1&k={quoted}&b=2"),
                make_interaction(url=f"{URL}?to={quote(f'{URL}?k={quoted}', safe='')}"),
                make_interaction(request_headers=(("X-Some", f"a {secret} b"),)),
                make_interaction(request_headers=(("Authorization", f"Bearer {secret}"),)),
                make_interaction(headers=(("location", f"{URL}?k={quoted}"),)),
                make_interaction(request_headers=(("Cookie", f"a=b; sid={secret}; c=d"),)),
                make_interaction(failure=f"the key {secret} is bad"),
                with_body(text),
                with_body(text.replace("/", "\\/")),
                with_body(escaped),
                with_body(json.dumps({"inner": text})),
                with_body(json.dumps({"inner": json.dumps({"inner": escaped})})),
                with_body(json.dumps({"url": f"{URL}?k={quoted}"})),
                with_body(json.dumps({"b64_json": carried})),
                with_body(json.dumps({"b64_json": carried}).replace("/", "\\/")),
                with_body(carried, "text/plain"),
                with_body(f"a=1&data={quote(carried, safe='')}", "text/plain"),
                with_body(json.dumps({"hex": hexed.upper() if draw(st.booleans()) else hexed})),
                with_body(draw(neighbours) + gzip.compress(text.encode()) + draw(neighbours)),
                with_body(gzip.compress(gzip.compress(carried.encode()))),
                with_body(b"data: " + text.encode() + b"\n\n", "text/event-stream"),
                as_form(secret, is_file=False),
                as_form(secret, is_file=True),
            ]
        )
    )


values = st.one_of(
    st.text(st.sampled_from("ab1 =&;,%/\\\"'+-_.{}[]:é\n"), max_size=14),
    st.sampled_from(["redacted-key-3", "Bearer abc", "sk-abcdefghijklmnop1234", "test", "42"]),
    st.text(max_size=9),
    st.integers(0, 1_000_010).map(str),
)
names = st.sampled_from(["token", "api_key", "userId", "org-id", "prompt", "sig", "url", "x"])
members = st.dictionaries(names, values | st.integers(0, 2_000_000), max_size=4)
plain_headers = st.tuples(
    st.sampled_from(["Authorization", "cookie", "set-cookie", "x-api-key", "x-org-id", "location"]),
    values,
)
headers_of_any_kind = st.lists(
    st.tuples(
        st.sampled_from(["Authorization", "cookie", "content-type", "content-encoding", "x"]),
        st.text()
        | st.sampled_from(["gzip, deflate", "multipart/form-data; boundary=a", "Basic YTpi"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def make_cassettes(draw: st.DrawFn) -> Interaction:
    """Draw an interaction with values of any kind in the places of secrets."""
    query = "&".join(f"{draw(names)}={draw(values)}" for _ in range(draw(st.integers(0, 3))))
    form = "&".join(f"{draw(names)}={quote(draw(values))}" for _ in range(draw(st.integers(0, 3))))
    answer = {**draw(members), "link": f"{URL}?{query}", "inner": json.dumps(draw(members))}
    return make_interaction(
        url=f"{URL}?{query}",
        request_headers=(
            ("content-type", "application/x-www-form-urlencoded"),
            *draw(st.lists(plain_headers, max_size=3)),
        ),
        request_body=form.encode(),
        headers=tuple(draw(st.lists(plain_headers, max_size=3))),
        body=json.dumps(answer, ensure_ascii=draw(st.booleans())).encode(),
    )


cassettes = make_cassettes()


def parts(interaction: Interaction) -> Iterator[bytes]:
    """Yield all that an interaction holds."""
    yield interaction.url.encode()
    for name, value in (*interaction.request_headers, *interaction.headers):
        yield f"{name}: {value}".encode()
    yield interaction.request_body
    yield interaction.body
    yield interaction.failure.encode()


def unescaped(data: bytes) -> bytes:
    """Return bytes with the escapes of JSON undone."""
    letters_of_breaks = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def meant(match: re.Match[bytes]) -> bytes:
        if match[2]:
            return letters_of_breaks.get(match[2], match[2])
        units = bytes.fromhex(match[1].replace(b"\\u", b"").decode())
        return units.decode("utf-16-be", "replace").encode()

    return re.sub(rb'((?:\\u[0-9A-Fa-f]{4})+)|\\(["\\/bfnrt])', meant, data)


def gunzipped(data: bytes) -> Iterator[bytes]:
    """Yield what is in each gzip member."""
    for magic in re.finditer(rb"\x1f\x8b\x08", data):
        try:
            yield zlib.decompressobj(31).decompress(data[magic.start() :])
        except zlib.error:
            continue


def undone(data: bytes) -> Iterator[bytes]:
    """Yield bytes in every base64 and hex that they may be."""
    joined = re.sub(rb"\s+", b"", data)
    for text in (data, joined):
        for run in re.findall(rb"[A-Za-z0-9+/_-]{8,}", text):
            plain = run.replace(b"-", b"+").replace(b"_", b"/")
            for at in range(4):
                yield base64.b64decode(plain[at:] + b"A" * (-len(plain[at:]) % 4))
        for run in re.findall(rb"[0-9A-Fa-f]{16,}", text):
            for at in range(2):
                digits = run[at:].decode()
                yield bytes.fromhex(digits[: len(digits) // 2 * 2])


def readings(data: bytes) -> Iterator[bytes]:
    """Yield what bytes may mean to whoever tries everything."""
    seen, level = {data}, [data]
    for _ in range(4):
        yield from level
        for each in level:
            yield from undone(each)
        level = [
            read
            for each in level
            for read in (unquote_to_bytes(each), unescaped(each), *gunzipped(each))
            if read not in seen and not seen.add(read)  # type: ignore[func-returns-value]
        ]


def is_in(secret: str, interaction: Interaction) -> bool:
    """Whether a secret can be read out of an interaction."""
    wanted = secret.encode()
    return any(wanted in read for part in parts(interaction) for read in readings(part))


@settings(max_examples=500)
@given(st.data())
def test_no_secret_survives(data: st.DataObject) -> None:
    """A known secret cannot be read in what is written, whatever it was written as."""
    secret = data.draw(secrets)
    interaction = data.draw(carriers(secret))
    assert is_in(secret, interaction)

    redaction = Redactor([secret]).examine([interaction])

    assert redaction.leaks or not is_in(secret, redaction.interactions[0])


@settings(max_examples=200)
@given(st.data())
def test_no_secret_survives_another(data: st.DataObject) -> None:
    """Of two secrets that share a part neither can be read, in one interaction or in the other."""
    first = data.draw(secrets)
    second = data.draw(st.sampled_from([first[1:], first[:-1], first[4:] + "xyz", "xyz" + first]))
    assume(len(second) >= 8 and len(set(second)) > 1 and second not in OWN_WORDS)
    known = data.draw(st.permutations([first, second]))
    interactions = [data.draw(carriers(each)) for each in known]

    redaction = Redactor(known).examine(interactions)

    assert redaction.leaks or not any(
        is_in(secret, each) for secret in known for each in redaction.interactions
    )


@settings(max_examples=200)
@given(st.data())
def test_redacting_again_changes_nothing(data: st.DataObject) -> None:
    """What is redacted comes back as it is, from the same redactor and from a new one."""
    known = data.draw(st.lists(secrets, max_size=2))
    interactions = [data.draw(cassettes), *(data.draw(carriers(each)) for each in known)]
    redactor = Redactor(known)

    redacted = redactor.redact(interactions)

    assert redactor.redact(redacted) == redacted
    assert Redactor(known).redact(redacted) == redacted


@settings(max_examples=200)
@given(st.data())
def test_what_is_redacted_has_no_leak_of_a_secret(data: st.DataObject) -> None:
    """The leak check finds a known secret before redaction, and none after it that was not refused."""
    secret = data.draw(secrets)
    interaction = data.draw(carriers(secret))
    redactor = Redactor([secret])
    before = [each.what for each in redactor.leaks([interaction])]

    redaction = redactor.examine([interaction])

    assert any(each.startswith("a known secret") for each in before)
    told = [each for each in redactor.leaks(redaction.interactions) if "secret" in each.what]
    assert not told or redaction.leaks


@settings(max_examples=200)
@given(st.data())
def test_places_of_secrets_hold_placeholders(data: st.DataObject) -> None:
    """After redaction no header, parameter, member or field of a secret's name has a value of its own.

    A key that goes on past the end of a parameter, `1234567&`, cannot be replaced in an address, and is refused.
    """
    interaction = data.draw(cassettes)
    redactor = Redactor()

    redaction = redactor.examine([interaction])

    assert set(redactor.leaks(redaction.interactions)) <= set(redaction.leaks)


def test_a_key_across_the_parameters_of_an_address_is_refused() -> None:
    """Nothing could be put in its place there."""
    headers = (("Authorization", "1111111&"),)
    interaction = make_interaction(url=f"{URL}?userId=1111111&x=1", request_headers=headers)

    redaction = Redactor().examine([interaction])

    assert [each.place for each in redaction.leaks] == ["URL"]


@given(secret=secrets, body=st.binary() | st.text().map(str.encode), path=st.text(printable))
def test_what_holds_no_secret_stays_as_it_is(secret: str, body: bytes, path: str) -> None:
    """Without a secret in it every byte comes back."""
    interaction = make_interaction(url=f"{URL}/{quote(path, safe='')}", body=body, failure=path)
    assume(not is_in(secret, interaction))

    assert Redactor([secret]).redact([interaction]) == (interaction,)


@settings(max_examples=200)
@given(st.data())
def test_a_link_leads_to_the_request_that_followed_it(data: st.DataObject) -> None:
    """A secret has the same placeholder in an answer's link and in the address of a later request."""
    secret = data.draw(secrets)
    name = data.draw(st.sampled_from(["sig", "k"]))
    link = f"{URL}?{name}={some_percent_encoded(data.draw, secret)}&b=2"
    answer = json.dumps({"url": link}, ensure_ascii=data.draw(st.booleans()))
    redactor = Redactor([secret] if name == "k" else [])

    first, second = redactor.redact([with_body(answer), make_interaction(url=link)])

    assert json.loads(first.body)["url"] == second.url != link


@given(
    interaction=st.builds(
        make_interaction,
        url=st.text(),
        request_headers=headers_of_any_kind,
        request_body=st.binary(),
        headers=headers_of_any_kind,
        body=st.binary() | st.text().map(str.encode),
        failure=st.text(),
    )
)
def test_nothing_is_too_odd_to_be_redacted(interaction: Interaction) -> None:
    """Whatever a target answers, it is redacted, and again the same, and the leak check looks through it."""
    redactor = Redactor(["known-secret"])

    redacted = redactor.redact([interaction])

    assert redactor.redact(redacted) == redacted
    list(redactor.leaks(redacted))
