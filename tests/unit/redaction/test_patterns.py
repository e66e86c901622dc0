"""Which texts are secret by their look, and which only resemble them."""

import re

import pytest

from truecopy.redaction.patterns import SecretPatterns, told

HEX = "0123456789abcdef0123456789abcdef"
LONG = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"
BLOCK = "MIIEpAIBAAKCAQEA7\nx/y+z==\n"
SECRETS = [
    "sk-abcdefghijklmnop1234",
    "sk-proj-abc_def-abcdefghijklmnop1234",
    "sk_live_0123456789abcdef",
    "sk_test_0123456789abcdef",
    "rk_live_0123456789abcdef",
    "whsec_0123456789abcdef",
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "LTAI4GabcdefGHIJ1234",
    "LTAI5tabcdefghijklmnopqr",
    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3",
    *(f"gh{letter}_{LONG[:36]}" for letter in "pousr"),
    f"github_pat_{LONG[:22]}_{LONG}",
    "glpat-0123456789abcdefghij",
    *(f"xox{letter}-0123456789-abcdefghij" for letter in "abeoprs"),
    "xapp-1-A0123456789-abcdef",
    f"AIza{LONG[:35]}",
    f"ya29.{LONG}",
    f"1//0{LONG}",
    f"GOCSPX-{LONG[:28]}",
    f"SG.{LONG[:22]}.{LONG}abc",
    f"hf_{LONG[:34]}",
    f"npm_{LONG[:36]}",
    f"pypi-AgEIcHlwaS5vcmc{LONG}",
    f"dop_v1_{HEX}{HEX}",
    f"shpat_{HEX}",
    f"sq0atp-{LONG[:22]}",
    f"key-{HEX}",
    f"SK{HEX}",
    f"dapi{HEX}",
    f"hvs.{LONG}",
    f"gsk_{LONG}",
    f"xai-{LONG}",
    f"pplx-{LONG}",
    f"nvapi-{LONG}",
    f"r8_{LONG}",
    f"glsa_{LONG}",
    f"lin_api_{LONG}",
    f"ntn_{LONG}",
    f"PMAK-{LONG}",
    f"figd_{LONG}",
    f"dckr_pat_{LONG}",
    f"AGE-SECRET-KEY-1{'Q' * 58}",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    f"-----BEGIN RSA PRIVATE KEY-----\n{BLOCK}-----END RSA PRIVATE KEY-----",
    f"-----BEGIN PRIVATE KEY-----\n{BLOCK}-----END PRIVATE KEY-----",
    f"-----BEGIN OPENSSH PRIVATE KEY-----\n{BLOCK}",
    f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,AB\n\n{BLOCK}-----END RSA PRIVATE KEY-----",
    f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{BLOCK}-----END PGP PRIVATE KEY BLOCK-----",
]
BEHIND_WORDS = [
    ("Bearer ", "0123456789abcdefghij"),
    ("bearer  ", "0123456789abcdefghij"),
    ("https://hooks.slack.com/services/", f"T00000000/B00000000/{LONG[:24]}"),
    ("https://discord.com/api/webhooks/", f"123456789012345678/{LONG}"),
    ("https://api.telegram.org/bot", f"123456789:AA{LONG[:33]}"),
    ("DefaultEndpointsProtocol=https;AccountName=me;AccountKey=", "abcd1234+/=="),
    ("Endpoint=sb://x/;SharedAccessKey=", "abcd1234="),
    ("Server=db;User Id=me;Password=", "hunter22"),
    ("Server=db;Uid=me;Pwd=", "hunter22"),
]
HARMLESS = [
    "sk-short",
    "Ask-me-anything-about-this",
    "task-0123456789abcdef0123",
    "bearer of good news",
    "v1.2.3",
    HEX,
    f"{HEX}01234567",
    "application/vnd.openxmlformats/Spread1sheet",
    "path/to/Some/Folder/With1/FortyCharacters/x/yz",
    "-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA7abcdefgh\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA7abcdefgh\n-----END PUBLIC KEY-----",
    "wd=abcdefgh",
    "call_5f2babcdefghijklmnopqrstu1",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_known_by_their_look(secret: str) -> None:
    """The whole of it is found, wherever it stands in a text, and is named."""
    text = f'see "{secret}" here'

    (found,) = SecretPatterns().shaped(text)

    assert text[found.begin : found.end].rstrip("\n") == secret.rstrip("\n")
    assert told(text, found).startswith(("a ", "an ", "the "))


@pytest.mark.parametrize(("before", "secret"), BEHIND_WORDS)
def test_secrets_are_known_by_the_words_before_them(before: str, secret: str) -> None:
    """Only the secret is found, not the words that give it away."""
    text = f"see {before}{secret} here"

    (found,) = SecretPatterns().shaped(text)

    assert text[found.begin : found.end] == secret


@pytest.mark.parametrize("text", HARMLESS)
def test_what_resembles_a_secret_stays(text: str) -> None:
    """Words, digests, ids, paths and public keys are none."""
    assert SecretPatterns().shaped(f"see {text} here") == []


@pytest.mark.parametrize("secret", [each for each in SECRETS if "\n" not in each])
def test_base64_has_no_look_by_chance(secret: str) -> None:
    """Right behind the letters of base64 a prefix means nothing."""
    assert SecretPatterns().shaped(f"iVBOR{secret}") == []


def test_a_pattern_of_the_user_may_name_the_secret_in_it() -> None:
    """The group `secret` is the secret, else all that matches."""
    patterns = SecretPatterns([re.compile("pin: (?P<secret>[0-9]+)"), re.compile("x+y")])
    text = "pin: 1234 xxy"

    found = patterns.shaped(text)

    assert [text[each.begin : each.end] for each in found] == ["1234", "xxy"]
    assert [told(text, each) for each in found] == [
        "a match of the pattern 'pin: (?P<secret>[0-9]+)'",
        "a match of the pattern 'x+y'",
    ]
