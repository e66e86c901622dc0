"""Statements that both layouts share."""

import json
from typing import Any

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive.blocks import (
    first_address_list,
    path_template,
    state_curl,
    state_lifetime,
    state_loose_prose,
)
from truecopy.derive.curl import read_curl
from truecopy.derive.located_json import read_json
from truecopy.derive.statements import Page


def read_commands(*commands: str) -> Page:
    """Return a page after its commands, one a line, were stated."""
    document = make_document("\n".join(commands))
    page = Page(document=document)
    for line in document.lines:
        state_curl(page, read_curl(document, line.start))
    return page


def read_prose(text: str) -> Page:
    """Return a page after its only line was read."""
    document = make_document(text)
    page = Page(document=document)
    state_loose_prose(page, document.lines[0])
    return page


def test_paths_that_differ_by_a_slash_are_aliases() -> None:
    """A second spelling with or without the trailing slash is an alias, another path contradicts."""
    page = read_commands(
        "curl https://a.example/v1", "curl https://a.example/v1/", "curl https://a.example/v2"
    )

    assert said(page, "", "path") == ["/v1", "/v2"]
    assert said(page, "", "alias") == ["/v1/"]
    assert said(page, "vendor", "base-url") == ["https://a.example"] * 3


def test_key_prefix_of_the_example_key() -> None:
    """Letters in front of a hyphen in the example key are its prefix; a placeholder has none."""
    page = read_commands("curl https://a.example -H 'Authorization: Bearer ink-key'")

    assert said(page, "", "key-prefix") == ["ink-"]
    assert (
        said(
            read_commands("curl https://a.example -H 'Authorization: Bearer <token>'"),
            "",
            "key-prefix",
        )
        == []
    )


@pytest.mark.parametrize(
    ("options", "auth"),
    [
        ("-H 'Authorization: Basic abc'", ["header authorization (basic)"]),
        ("-H 'Authorization: abc'", ["header authorization (the key alone)"]),
        ("-H 'x-api-key: abc'", ["header x-api-key"]),
        ("-u me:secret", ["basic"]),
        ("-H 'Authorization: <authorization>'", []),
        ("-H 'Authorization: YOUR_TOKEN'", []),
    ],
)
def test_other_ways_to_carry_a_key_are_named(options: str, auth: list[str]) -> None:
    """A key that is no bearer token is stated as what it is; a placeholder for all of it says nothing."""
    assert said(read_commands(f"curl https://a.example {options}"), "", "auth") == auth


@pytest.mark.parametrize(
    ("credentials", "hints"),
    [
        ("YOUR_TOKEN", ["header authorization (the key alone)"]),
        ("<api-key>", ["header authorization (the key alone)"]),
        ("<authorization>", []),
        ("Bearer <api-key>", []),
    ],
)
def test_placeholder_for_a_key_hints_that_it_stands_alone(
    credentials: str, hints: list[str]
) -> None:
    """One for all of the header may have a scheme in it."""
    page = read_commands(f"curl https://a.example -H 'Authorization: {credentials}'")

    assert said(page, "", "auth-hint") == hints


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/v1/{coinId}", "/v1/{coinId}"),
        ("/v1/:coinId", "/v1/{coinId}"),
        ("/v1/{COIN}", "/v1/{COIN}"),
        ("/v1/$COIN_ID", "/v1/{coin_id}"),
        ("/v1/{{ coin }}/a", "/v1/{coin}/a"),
    ],
)
def test_placeholders_keep_their_names(written: str, path: str) -> None:
    """Of a variable of the shell alone the letters are made small."""
    assert path_template(written) == path


def test_parameters_of_a_command_are_stated() -> None:
    """What a command sends in its address or in headers of its own is a parameter; usual headers are none."""
    page = read_commands("curl 'https://a.example/v1?limit=2' -H 'X-Mint: a' -H 'Accept: */*'")

    assert said(page, "query.limit", "property") == [True]
    assert said(page, "header.x-mint", "property") == [True]
    assert said(page, "header.accept", "property") == []


def test_body_holds_for_its_media_type() -> None:
    """The media type of a JSON body is that of the header, else JSON; a form is multipart."""
    page = read_commands(
        "curl https://a.example -d '{\"a\": 1}' -H 'Content-Type: application/x+json; charset=utf-8'",
        "curl https://a.example -d '{\"a\": 1}'",
        "curl https://a.example -F a=1",
    )

    assert page.media_types == ["application/x+json", "application/json", "multipart/form-data"]
    assert said(page, "", "example") == [{"a": 1}, {"a": 1}, {"a": "1"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$0.075 per image - with gum", [{"usd": 0.075, "per": "image"}]),
        ("  $2 per call", [{"usd": 2.0, "per": "call"}]),
        ("Another press: $2 per call", []),
        ("$2 per coin", []),
    ],
)
def test_price_stands_at_the_start_of_its_line(text: str, expected: list[Any]) -> None:
    """The price of the operation opens its line; others are for comparison."""
    assert said(read_prose(text), "", "price") == expected


@pytest.mark.parametrize(
    ("text", "auth", "prefix"),
    [
        ("Send a Bearer token", ["bearer"], []),
        ("使用 Bearer Token 认证: Bearer ink-xxx", ["bearer"], ["ink-"]),
        ("The bearer of bad news", [], []),
    ],
)
def test_bearer_authentication(text: str, auth: list[str], prefix: list[str]) -> None:
    """A bearer token is stated beside a word for authentication only."""
    page = read_prose(text)

    assert (said(page, "", "auth"), said(page, "", "key-prefix")) == (auth, prefix)


def test_both_media_types_in_one_sentence() -> None:
    """The sentence that offers both gives both."""
    page = read_prose("Fine. Both JSON and multipart/form-data are supported.")

    assert page.media_types == ["application/json", "multipart/form-data"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("valid for 24 hours", [86_400]),
        ("Valid for 1 day", [86_400]),
        ("valid for 30 minutes", [1800]),
        ("valid for ever", []),
        ("valid for 99999999999 hours", []),
    ],
)
def test_lifetime_of_an_address(text: str, seconds: list[int]) -> None:
    """How long an address can be fetched is kept in seconds."""
    document = make_document(text)
    page = Page(document=document)

    state_lifetime(page, document.lines[0], 200, "links[]")

    found = said(page, "200.links[]", "x-promises/lifetime")
    assert found == [{"seconds": each} for each in seconds]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"a": 1, "b": ["x"], "c": ["y"]}, "b"),
        ({"a": [1], "b": []}, None),
        ({}, None),
    ],
)
def test_first_list_of_texts(answer: Any, expected: str | None) -> None:
    """The addresses are the first member that is a list of texts."""
    assert first_address_list(read_json(make_document(json.dumps(answer)), 0)) == expected
