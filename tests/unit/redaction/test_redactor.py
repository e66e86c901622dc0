"""What is learned as secret, what takes its place, and what stays."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote

import pytest

from truecopy.errors import UsageError
from truecopy.model import Interaction
from truecopy.redaction import Redactor

URL = "https://api.example.com/v1/images"
KEY = "mr-0123456789abcdef"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nx/y+z==\n-----END RSA PRIVATE KEY-----"


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


@pytest.mark.parametrize(
    ("name", "value", "redacted"),
    [
        ("Authorization", f"Bearer {KEY}", "Bearer redacted-key-1"),
        ("authorization", "Basic dTpw", "Basic redacted-key-1"),
        ("AUTHORIZATION", "short", "redacted-key-1"),
        ("Authorization", "Bearer", "Bearer"),
        ("Proxy-Authorization", 'Digest a="b", c="d"', "Digest redacted-key-1"),
        ("X-Api-Key", KEY, "redacted-key-1"),
        ("x_api_key", "test", "redacted-key-1"),
        ("x-auth-token", "Bearer abc", "Bearer redacted-key-1"),
        ("Ocp-Apim-Subscription-Key", "abc", "redacted-key-1"),
        ("x-amz-security-token", "abc", "redacted-key-1"),
        ("x-some-secret", "abc", "redacted-key-1"),
        ("x-webhook-signature", "sha256=abc", "redacted-signature-1"),
        ("OpenAI-Organization", "org-abc", "redacted-account-1"),
        ("x-tenant-id", "42", "redacted-account-1"),
        ("x-amzn-account-id", "42", "redacted-account-1"),
        ("cookie", "a=1; b=; c", "a=redacted-cookie-1; b=; redacted-cookie-2"),
        ("cookie", 'a="x=y"', 'a="redacted-cookie-1"'),
        ("set-cookie", "a=1; Path=/; Max-Age=9", "a=redacted-cookie-1; Path=/; Max-Age=9"),
        (
            "set-cookie",
            "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2; Secure",
            "a=redacted-cookie-1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=redacted-cookie-2; Secure",
        ),
        ("location", f"{URL}?sig=abc&x=1", f"{URL}?sig=redacted-signature-1&x=1"),
        ("x-request-id", "0123456789abcdef0123456789abcdef01234567", None),
        ("idempotency-key", "5f0c1c5e-8a55-4a57-9d7b-1f0c7a3d0a11", None),
        ("x-ratelimit-remaining-tokens", "1000", None),
        ("content-type", "application/json", None),
        ("www-authenticate", 'Bearer realm="images", error="invalid_token"', None),
    ],
)
def test_headers_of_a_secret_s_name_are_replaced(
    name: str, value: str, redacted: str | None
) -> None:
    """By its name a header's value is secret, but for the scheme and the attributes; others stay."""
    headers = redact_one(request_headers=((name, value),)).request_headers

    assert headers == ((name, value if redacted is None else redacted),)
    assert redact_one(headers=((name, value),)).headers == headers


@pytest.mark.parametrize(
    ("tail", "redacted"),
    [
        ("?key=test&n=1", "?key=redacted-key-1&n=1"),
        ("?n=1&API_Key=test", "?n=1&API_Key=redacted-key-1"),
        ("?sig=a%2Fb%3D#x", "?sig=redacted-signature-1#x"),
        ("?Policy=abc&Key-Pair-Id=K1", "?Policy=redacted-signature-1&Key-Pair-Id=redacted-key-1"),
        (
            "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2Fb&X-Amz-Date=20261125T000000Z"
            "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=abc",
            "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=redacted-key-1&X-Amz-Date=20261125T000000Z"
            "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=redacted-signature-1",
        ),
        (
            "?OSSAccessKeyId=abc&Expires=1790000000&Signature=def",
            "?OSSAccessKeyId=redacted-key-1&Expires=1790000000&Signature=redacted-signature-1",
        ),
        ("?x-oss-process=image/resize&x-oss-signature=a", None),
        ("#access_token=abc&state=1", "#access_token=redacted-key-1&state=1"),
        (
            "?to=https%3A%2F%2Fb.example%2F%3Fsig%3Dabc%26x%3D1",
            "?to=https%3A%2F%2Fb.example%2F%3Fsig%3Dredacted-signature-1%26x%3D1",
        ),
        ("/sk-abcdefghijklmnop1234/x", "/redacted-key-1/x"),
        ("?page_token=abc&max_tokens=9&sigma=1&sort_key=2", "same"),
    ],
)
def test_parameters_of_a_secret_s_name_are_replaced(tail: str, redacted: str | None) -> None:
    """By its name a parameter's value is secret; when it expires, and how it is signed, stays."""
    if redacted is None:
        redacted = "?x-oss-process=image/resize&x-oss-signature=redacted-signature-1"

    assert redact_one(url=URL + tail).url == URL + (tail if redacted == "same" else redacted)


def test_an_address_s_password_is_replaced() -> None:
    """Of the user's part of an address only the password goes."""
    redacted = redact_one(url="https://me:hunter2@api.example.com/", failure="no https://u:p@h/")

    assert redacted.url == "https://me:redacted-password-1@api.example.com/"
    assert redacted.failure == "no https://u:redacted-password-2@h/"


@pytest.mark.parametrize(
    ("member", "redacted"),
    [
        ({"api_key": "test"}, {"api_key": "redacted-key-1"}),
        ({"clientSecret": "test"}, {"clientSecret": "redacted-key-1"}),
        ({"openai_api_key": "test"}, {"openai_api_key": "redacted-key-1"}),
        ({"token": 'a"b\\\n/é'}, {"token": "redacted-key-1"}),
        ({"token": '[é"'}, {"token": "redacted-key-1"}),
        ({"authorization": "Bearer abc"}, {"authorization": "Bearer redacted-key-1"}),
        ({"password": "x"}, {"password": "redacted-password-1"}),
        ({"signature": "x"}, {"signature": "redacted-signature-1"}),
        ({"credentials": ["x", "y"]}, {"credentials": ["redacted-key-1", "redacted-key-2"]}),
        ({"user_id": "u1"}, {"user_id": "redacted-account-1"}),
        ({"orgId": 42}, {"orgId": 1_000_001}),
        ({"account_id": 2**60}, {"account_id": 1_000_001}),
        ({"account_id": -(2**60)}, {"account_id": 1_000_001}),
        ([{"a": [{"token": "x"}]}], [{"a": [{"token": "redacted-key-1"}]}]),
    ],
)
def test_members_of_a_secret_s_name_are_replaced(member: Any, redacted: Any) -> None:
    """By its name a text in JSON is secret, however short, and an account's number stays a number."""
    assert redact_body(member) == redacted
    assert redact_body({"inner": json.dumps(member)}) == {"inner": json.dumps(redacted)}


@pytest.mark.parametrize(
    "body",
    [
        {"usage": {"total_tokens": 7, "max_tokens": 9}},
        {"id": "x", "task_id": "y", "request_id": "z", "next_page_token": "p"},
        {"token": "", "api_key": None, "secret": True, "password": 7, "user_id": 1.5},
        {"user": "me", "key": "value", "tokens": ["a"]},
    ],
)
def test_other_members_stay(body: Any) -> None:
    """Ids, counts and pages are no secrets, nor is what is empty or no text."""
    assert redact_body(body) == body


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("sk-abcdefghijklmnop1234", "redacted-key-1"),
        ("AKIAIOSFODNN7EXAMPLE", "redacted-key-1"),
        ("ASIAIOSFODNN7EXAMPLE", "redacted-key-1"),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "redacted-key-1"),
        ("github_pat_0123456789abcdefghij_ABCDEFGHIJ", "redacted-key-1"),
        ("glpat-0123456789abcdefghij", "redacted-key-1"),
        ("xoxb-0123456789-abcdef", "redacted-key-1"),
        ("AIza0123456789abcdefghijABCDEFGHIJ01234", "redacted-key-1"),
        ("hf_0123456789abcdefghijABCDEFGHIJ", "redacted-key-1"),
        ("sk_live_0123456789abcdef", "redacted-key-1"),
        ("rk_live_0123456789abcdef", "redacted-key-1"),
        ("whsec_0123456789abcdef", "redacted-key-1"),
        (JWT, "redacted-key-1"),
        (PEM, "redacted-key-1"),
        ("Bearer 0123456789abcdefghij", "Bearer redacted-key-1"),
        ("sk-short", None),
        ("Ask-me-anything-about-this", None),
        ("task-0123456789abcdef0123", None),
        ("bearer of good news", None),
        ("v1.2.3", None),
    ],
)
def test_secrets_are_known_by_their_look(text: str, redacted: str | None) -> None:
    """Keys of well-known shapes are secret wherever they stand; what only resembles them stays."""
    wanted = text if redacted is None else redacted

    assert redact_body({"message": f"bad: {text}"}) == {"message": f"bad: {wanted}"}
    assert redact_one(failure=f"({text})").failure == f"({wanted})"
    assert redact_one(body=f"<p>{text}</p>".encode()).body == f"<p>{wanted}</p>".encode()


def test_base64_has_no_shape_by_chance() -> None:
    """Within base64 the letters of a key's prefix mean nothing."""
    picture = "iVBORsk-abcdefghijklmnop1234/AKIAIOSFODNN7EXAMPLE+hf_0123456789abcdefghijABCDEFGHIJ"

    assert redact_body({"b64_json": picture}) == {"b64_json": picture}


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


def test_a_signed_link_is_the_same_in_answer_and_request() -> None:
    """An address in an answer still equals the request that followed it, however it was written."""
    link = f"{URL}/1.png?Expires=1&Signature=ab%2Fcd%2Bef%3D%3D&x=1"
    written = [
        json.dumps({"url": link}).encode(),
        json.dumps({"url": link}).replace("/", "\\/").replace("&", "\\u0026").encode(),
        json.dumps({"inner": json.dumps({"url": link}).replace("&", "\\u0026")}).encode(),
    ]

    *answers, request = Redactor().redact(
        [*(make_interaction(body=each) for each in written), make_interaction(url=link)]
    )

    links = [json.loads(each.body) for each in answers]
    assert request.url == f"{URL}/1.png?Expires=1&Signature=redacted-signature-1&x=1"
    assert links[0]["url"] == links[1]["url"] == request.url
    assert json.loads(links[2]["inner"])["url"] == request.url


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"see {URL}?sig=abc.", f"see {URL}?sig=redacted-signature-1."),
        (f"[x]({URL}?sig=abc)", f"[x]({URL}?sig=redacted-signature-1)"),
        (
            f"<a href='{URL}?a=1&amp;sig=abc'>",
            f"<a href='{URL}?a=1&amp;sig=redacted-signature-1'>",
        ),
        (f"{URL}?sig=", f"{URL}?sig="),
        ("?sig=abc", "?sig=abc"),
    ],
)
def test_addresses_in_texts_end_where_they_end(text: str, redacted: str) -> None:
    """In a text an address ends before punctuation, quotes and brackets."""
    assert redact_one(body=text.encode()).body == redacted.encode()


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


@pytest.mark.parametrize(
    "text",
    [
        'data: {"token": "abc"}\n\ndata: [DONE]\n\n',
        '{"n": 1}\n{"token": "abc"}\n',
        '  \n{"token": "abc"}',
        '{"token": "abc',
        '{"token": "abc"} and what is no JSON',
    ],
)
def test_members_are_found_in_what_is_nearly_json(text: str) -> None:
    """Streams of events, lines of JSON and JSON that was cut off have members too."""
    assert redact_one(body=text.encode()).body == text.replace("abc", "redacted-key-1").encode()


@pytest.mark.parametrize(
    "body",
    [
        b"\x00before" + gzip.compress(b"a key " + KEY.encode(), mtime=0) + b"after",
        b"\x89PNG\x00" + KEY.encode() + b"\xff",
        base64.b64encode(b"a key " + KEY.encode()),
        KEY.encode().hex().encode(),
        KEY.encode("utf-16"),
        quote(KEY, safe="").replace("-", "%2d").encode(),
    ],
)
def test_what_does_not_parse_is_left_and_told(body: bytes) -> None:
    """In bytes, and in texts that are written in another way, a secret stays, and is a leak."""
    redaction = Redactor([KEY]).examine([make_interaction(body=body)])

    assert redaction.interactions == (make_interaction(body=body),)
    assert [each.place for each in redaction.leaks] == ["answer body"]
    assert redaction.leaks[0].what.startswith("a known secret")


@pytest.mark.parametrize(
    ("length", "corrected"), [("30", "25"), (" 30 ", "25"), ("999", "999"), ("x", "x")]
)
def test_only_a_length_that_was_right_is_corrected(length: str, corrected: str) -> None:
    """A Content-Length that counted something else, as after HEAD, stays."""
    body = f'{{"k": "{KEY}"}} '.encode()
    assert len(body) == 29
    headers = (("content-length", length.replace("30", "29")),)

    redacted = redact_one(Redactor([KEY]), body=body, headers=headers)

    assert redacted.headers == (("content-length", corrected.replace("25", "24")),)
    assert len(redacted.body) == 24


def test_a_basic_password_is_known_elsewhere() -> None:
    """The password in a Basic credential is replaced where it stands in plain too."""
    pair = base64.b64encode(b"me:correct-horse").decode()

    redacted = redact_one(
        request_headers=(("Authorization", f"Basic {pair}"),), failure="correct-horse is wrong"
    )

    assert redacted.request_headers == (("Authorization", "Basic redacted-key-1"),)
    assert redacted.failure == "redacted-password-1 is wrong"


def test_patterns_of_the_user_are_secret() -> None:
    """A match as a whole is secret, or its group `secret`; short ones only where they match."""
    redactor = Redactor(patterns=[r"cust(omer)?-[a-z]+\d+", r"pin: (?P<secret>\d{4})"])

    redacted = redact_one(redactor, failure="customer-abc123, cust-a1, pin: 1234, not 1234")

    assert redacted.failure == "redacted-key-1, redacted-key-2, pin: redacted-key-3, not 1234"


def test_patterns_match_what_json_says() -> None:
    """A pattern is held against what a text says, not against its escapes."""
    redactor = Redactor(patterns=["geheim-[äöü/]+"])

    redacted = redact_one(
        redactor, body=b'{"a": "geheim-\\u00e4\\/\\u00f6", "b": "geheim-\xc3\xa4"}'
    )

    assert redacted.body == b'{"a": "redacted-key-1", "b": "redacted-key-2"}'


def test_a_pattern_does_not_match_placeholders() -> None:
    """However wide a pattern is, what it matches in a placeholder is no secret again."""
    redactor = Redactor(patterns=["k.y", "[a-z]+-[a-z]+-[0-9]+"])

    (redacted,) = first = redactor.redact([make_interaction(failure="the key is x-kay-1")])

    assert redacted.failure == "the redacted-key-1 is redacted-key-2"
    assert redactor.redact(first) == first
    assert list(redactor.leaks(first)) == []


def test_what_the_user_allows_stays() -> None:
    """An allowed text is no secret by its look or its place; a known one is secret all the same."""
    redactor = Redactor(known=["sk-known-known-known"], allowed=["sk-[a-z-]+", "demo"])

    redacted = redact_one(
        redactor,
        request_headers=(("x-api-key", "demo"), ("x-auth-token", "demo2")),
        failure="sk-allowed-allowed-allowed sk-known-known-known sk-other-0123456789",
    )

    assert redacted.request_headers == (("x-api-key", "demo"), ("x-auth-token", "redacted-key-1"))
    assert redacted.failure == "sk-allowed-allowed-allowed redacted-key-2 redacted-key-3"


@pytest.mark.parametrize("role", ["patterns", "allowed"])
@pytest.mark.parametrize(
    ("pattern", "message"),
    [("(", r"'\(' is no regular expression"), ("x*", r"'x\*' matches the empty text")],
)
def test_a_pattern_that_cannot_be_used_is_named(role: str, pattern: str, message: str) -> None:
    """A pattern that is none, or that everything matches, is the user's mistake."""
    options: dict[str, Any] = {role: ["fine", pattern]}

    with pytest.raises(UsageError, match=message):
        Redactor(**options)


@pytest.mark.parametrize(
    "known", ["", "   ", "redacted-key-1", "redacted", "********", "%2A%2A%2A%2A%2A%2A%2A%2A"]
)
def test_values_that_would_eat_placeholders_are_not_looked_for(known: str) -> None:
    """What is empty, or part of every placeholder, is replaced nowhere but in a secret's place."""
    failure = f"a {known.replace('%2A', '*')} b redacted-key-1 c ******** d"

    assert redact_one(Redactor([known]), failure=failure).failure == failure


def test_half_a_surrogate_pair_does_no_harm() -> None:
    """A text that is no Unicode is redacted all the same, and otherwise stays."""
    redactor = Redactor(patterns=["k.y"])

    redacted = redact_one(
        redactor,
        failure=f"\ud800 {KEY}",
        request_headers=(("x", "\ud800"), ("x-api-key", "\ud800a")),
    )

    assert redacted.failure == f"\ud800 {KEY}"
    assert redacted.request_headers == (("x", "\ud800"), ("x-api-key", "redacted-key-1"))
    assert redact_one(Redactor([KEY]), failure=f"\ud800 {KEY}").failure.endswith(" redacted-key-1")


def test_everything_else_of_an_interaction_stays() -> None:
    """Method, status, times and names of headers are as they were."""
    interaction = make_interaction(
        method="GET", status=418, is_sent=False, sent_at=1.5, elapsed_s=2.5, failure=KEY
    )

    (redacted,) = Redactor([KEY]).redact([interaction])

    assert redacted == make_interaction(
        method="GET",
        status=418,
        is_sent=False,
        sent_at=1.5,
        elapsed_s=2.5,
        failure="redacted-key-1",
    )
