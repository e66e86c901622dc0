"""The journal: what it says of a request, and how much it keeps of one."""

import json
from typing import Any

import pytest
from tests.play import Play, make_play, square
from tests.unit.mock.posting import GOOD, KEY, PATH, post

from truecopy.mock.journal import KEPT_BODY_BYTES, JournalEntry

SECRET = "sk-Zx81kQpW7vT4mB2nYc6d"


def make_entry(body: bytes = b"", **headers: str) -> JournalEntry:
    """Return an entry that is kept."""
    entry = JournalEntry(1_800_000_000.0, "vendor", "POST", "/path", "id")
    if body:
        entry.keep_body(body, json.loads(body))
    given = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    entry.seal(given, "a=b")
    return entry


def test_an_entry_shows_what_was_asked(play: Play) -> None:
    """Method, path, query, headers, body, status, milliseconds and notes."""
    post(play, f"{PATH}?a=b", {**GOOD, "colour": 1}, user_agent="kite/1", **KEY)

    (row,) = play.journal()

    assert (row["method"], row["path"], row["query"]) == ("POST", "/v1/images/edits", "a=b")
    assert row["headers"]["user-agent"] == "kite/1"
    assert row["body"] == {**GOOD, "colour": 1}
    assert row["status"] == 200
    assert 0 < row["ms"] < 60_000
    assert row["notes"] == ["unknown field /colour"]


def test_a_form_shows_its_parts(play: Play) -> None:
    """A small one and one whose picture is large."""
    for side in (64, 1_500):
        data = square(side)
        files = {"image": ("a.png", data, "image/png")}
        play.send("applerouter", "edit-image-form", {"prompt": "A", "n": 1}, files=files)

        body = play.journal()[0]["body"]
        assert (body["prompt"], body["n"]) == ("A", "1")
        assert body["image"]["size_bytes"] == len(data)


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"prefer": "scenario=overloaded", **KEY}, PATH),
        ({}, PATH),
        ({"content_type": "text/plain", **KEY}, PATH),
        ({"prefer": "colour=5, code=9", **KEY}, PATH),
        (KEY, "/powertokens/v1/nothing"),
    ],
    ids=["scenario", "no key", "media type", "preference", "route"],
)
def test_a_body_that_nobody_judged_is_shown(play: Play, headers: dict[str, str], path: str) -> None:
    """A client that was refused before its body was read is understood by what it sent."""
    post(play, path, GOOD, **headers)

    assert play.journal()[0]["body"] == GOOD
    assert play.journal()[0]["cause"]


def test_the_operation_of_a_refused_request_is_known(play: Play) -> None:
    """Who counts the requests of an operation counts those that a scenario refused."""
    post(play, prefer="scenario=overloaded", **KEY)

    assert play.journal()[0]["operation"] == "edit-image-json"


def test_keys_are_not_kept_and_secrets_are_not_shown() -> None:
    """Neither where they belong nor where a client put them by mistake."""
    body = json.dumps({"prompt": f"use {SECRET}", "api_key": "my-own-secret-value"}).encode()

    entry = make_entry(body, authorization=f"Bearer {SECRET}", cookie="session=abcdef123456")

    kept = repr([entry.headers, entry.body])
    shown = json.dumps(entry.row())
    assert SECRET not in kept
    for secret in (SECRET, "my-own-secret-value", "abcdef123456"):
        assert secret not in shown


@pytest.mark.parametrize("padding", [10, KEPT_BODY_BYTES])
@pytest.mark.parametrize(
    "text",
    [
        f'{{"{SECRET}": 1, "plain-word-1/2345": 2}}',
        f'{{"a": [{{"b {SECRET}": {{"plain-word-1/2345": null}}}}]}}',
        '{"a": "plain-word-1/2345", "b": "pl\\u0061in-word-1/2345", "c": "plain-word-1\\/2345"}',
    ],
)
def test_no_secret_is_shown_wherever_it_stands_in_a_body(text: str, padding: int) -> None:
    """As a member's name or a text, in whatever spelling: neither what looks like one, nor the client's key."""
    value = {**json.loads(text), "padding": "x" * padding}
    body = text.replace("{", f'{{"padding": "{"x" * padding}", ', 1).encode()
    entry = JournalEntry(0.0, "vendor", "POST", "/path", "id")
    entry.keep_body(body, value)
    entry.noter = lambda *_: ["noted"]
    entry.seal({b"authorization": b"Bearer plain-word-1/2345"}, "")

    row = entry.row()

    shown = json.dumps(row)
    assert SECRET not in shown
    assert "word-1" not in shown
    assert "[key]" in shown
    # What is to be noted of a large body is there before.
    assert row["notes"] == (["noted"] if padding < KEPT_BODY_BYTES else [])


def test_no_secret_is_shown_of_what_stands_before_a_body() -> None:
    """Path, query, and headers with their names, of whatever key."""
    entry = JournalEntry(0.0, "vendor", "POST", "/a/plain-key-12345", "id")
    headers = {"authorization": "Bearer plain-key-12345", "x-a": "b plain-key-12345", SECRET: "1"}
    entry.seal(
        {name.encode(): value.encode() for name, value in headers.items()},
        f"a=plain%2Dkey-12345&{SECRET}=1",
    )

    row = entry.row()

    assert (row["path"], row["headers"]["x-a"]) == ("/a/[key]", "b [key]")
    assert "key-12345" not in json.dumps(row)
    assert SECRET not in json.dumps(row)


@pytest.mark.parametrize("size", [100, KEPT_BODY_BYTES, 3 * KEPT_BODY_BYTES])
def test_small_and_large_bodies_are_shown_alike(size: int) -> None:
    """What is shown is the same, worked out at once or when somebody looks."""
    body = json.dumps({"colour": "x" * size}).encode()

    shown = make_entry(body).row()["body"]["colour"]

    assert shown.startswith("x" * min(size, 4_096))
    assert len(shown) < 4_200


def test_an_entry_is_bounded_in_bytes() -> None:
    """Paths, headers and bodies of any size weigh what is shown of them."""
    entry = JournalEntry(0.0, "vendor", "POST", "/" + "p" * 100_000, "id")
    value = {str(number): "x" * 5_000 for number in range(20_000)}
    entry.keep_body(json.dumps(value).encode(), value)
    entry.seal({b"h%d" % number: b"v" * 2_000 for number in range(1_000)}, "q" * 100_000)

    assert entry.size_bytes < 300_000
    assert len(json.dumps(entry.row())) < 300_000


@pytest.mark.slow
def test_the_journal_is_bounded_in_bytes() -> None:
    """Thousands of the largest entries leave the newest of them."""
    play = make_play("powertokens")
    body: dict[str, Any] = {**GOOD, "negative_prompt": "x" * 16_000}
    for number in range(1_100):
        post(play, PATH, {**body, "seed": number}, x_filling="y" * 8_000, **KEY)

    rows = play.client.get("/_truecopy/requests?limit=2000").json()["requests"]

    assert 500 < len(rows) < 800
    assert rows[0]["body"]["seed"] == 1_099
