"""Secrets in addresses and in plain texts."""

import json

import pytest
from tests.unit.redaction.redacting import JWT, PEM, URL, make_interaction, redact_body, redact_one

from truecopy.redaction import Redactor


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


def test_a_plus_may_be_meant_as_one() -> None:
    """A known secret that ends with a plus is found in a parameter that spells it so."""
    redactor = Redactor(known=["abcd-1234+"])
    interaction = make_interaction(url=f"{URL}?x=abcd-1234+&y=a+b")

    redacted = redactor.redact([interaction])

    assert redacted[0].url.endswith("?x=redacted-key-1&y=a+b")
    assert list(redactor.leaks(redacted)) == []
