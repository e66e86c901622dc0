"""What a recorded answer becomes over HTTP: status, headers, body, pictures."""

import json
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from tests import stand_ins
from tests.cassettes import HEADER, make_interaction
from tests.drifts.pictures import draw
from tests.examining import TEST_VENDORS, load
from tests.replays import (
    FOREIGN,
    ask,
    cassette,
    journal,
    recorded,
    replaying,
    replaying_vendor,
)

from truecopy.recording.cassette_files import find_cassettes
from truecopy.recording.replay import ReplayApp, Stage


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_links_to_recorded_pictures_work(recordings: Path, vendor: str) -> None:
    """A link in an answer leads to this server, which gives the recorded bytes without a key."""
    paths = [each for each in find_cassettes(recordings / vendor) if each.stem == "accepted"]
    with replaying_vendor(recordings, vendor) as client:
        for path in paths:
            *asked, picture = recorded(path)
            last = [ask(client, each, f"/{vendor}") for each in asked][-1]

            start = last.text.index("http://replay.localhost/_recorded/")
            link = last.text[start:].partition('"')[0]
            response = client.get(link)
            assert response.status_code == 200
            assert response.content == picture.body
            assert response.headers["content-type"] == "image/png"
            assert journal(client)[0]["cassette"] == str(path.absolute())


def test_a_picture_that_was_not_recorded_keeps_its_address() -> None:
    """A link whose picture is not in the recordings is left as it is."""
    body = b'{"url": "https://files.example.com/1.png"}'
    with replaying(make_interaction(body=body)) as client:
        assert ask(client, make_interaction()).content == body


def test_only_whole_addresses_are_links() -> None:
    """An address that merely begins like that of a recorded picture is left as it is, as is one of a page."""
    picture = make_interaction(
        method="GET",
        url="https://a.example/1",
        request_body=b"",
        body=draw(8, 8),
        headers=(("content-type", "image/png"),),
    )
    page = make_interaction(method="GET", url="https://b.example/", request_body=b"", body=b"hi")
    gone = replace(picture, url="https://c.example/2", status=404)
    body = {
        "exact": "https://a.example/1",
        "longer": "https://a.example/1.png",
        "below": "https://a.example/1/2",
        "query": "https://a.example/1?x=1",
        "page": "https://b.example/items/2",
        "gone": "https://c.example/2",
        "text": "see https://a.example/1 for more",
    }
    escaped = json.dumps({"exact": "https://a.example/1"}).replace("/", "\\/")
    post = make_interaction(url="https://api.example/v1", body=json.dumps(body).encode())
    other = make_interaction(url="https://api.example/v2", body=escaped.encode())

    with replaying(picture, page, gone, post, other) as client:
        found = ask(client, post).json()
        assert found["exact"] == "http://replay.localhost/_recorded/own/0"
        assert found["text"] == "see http://replay.localhost/_recorded/own/0 for more"
        same = {name for name in body if found[name] == body[name]}
        assert same == {"longer", "below", "query", "page", "gone"}
        assert ask(client, other).json()["exact"] == "http://replay.localhost/_recorded/own/0"


@pytest.mark.parametrize("status", [0, 42, 100, 101, 199, 600, 999])
def test_what_no_server_can_answer_is_told(status: int) -> None:
    """A recording with a status that no answer can have is not played, but told: nothing breaks."""
    with replaying(make_interaction(status=status)) as client:
        response = ask(client, make_interaction())

        assert response.status_code == 502
        assert f"status {status}" in response.json()["error"]


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_has_none(status: int) -> None:
    """A status that has no body is answered without one, whatever the cassette says."""
    with replaying(make_interaction(status=status, body=b"body")) as client:
        response = ask(client, make_interaction())

        assert (response.status_code, response.content) == (status, b"")


def test_headers_that_no_answer_can_carry_are_left_out() -> None:
    """A header with a line end in it, as only a cassette made by hand has it, cannot split an answer."""
    interaction = make_interaction(
        headers=(
            ("content-type", "application/json"),
            ("x-good", "gr\u00fc\u00df"),
            ("x-bad", "a\r\nset-cookie: b=1"),
            ("x bad name", "1"),
            ("", "1"),
            ("x-wide", "\u96e8"),
        )
    )
    app = ReplayApp([Stage("own", [cassette(interaction, header=FOREIGN)], None)])
    with stand_ins.serving(app) as url, httpx2.Client(base_url=url) as client:
        response = ask(client, interaction)

        assert response.content == interaction.body
        assert response.headers["x-good"] == "gr\u00fc\u00df"
        assert "x-bad" not in response.headers
        assert "x bad name" not in response.headers
        assert "set-cookie" not in response.headers


def test_several_headers_of_one_name_are_kept() -> None:
    """What was recorded several times is answered several times."""
    interaction = make_interaction(headers=(("set-cookie", "a=1"), ("set-cookie", "b=2")))
    with replaying(interaction) as client:
        assert ask(client, interaction).headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_the_connection_is_our_own() -> None:
    """What the recorded connection said of itself is not repeated, nor what an earlier mock explained."""
    interaction = make_interaction(
        headers=(
            ("transfer-encoding", "chunked"),
            ("content-length", "999"),
            ("connection", "close"),
            ("date", "Mon, 01 Jan 2024 00:00:00 GMT"),
            ("x-truecopy", "mock"),
            ("x-truecopy-explain", "no"),
        ),
        body=b'"ok"',
    )
    with replaying(interaction) as client:
        response = ask(client, interaction)

        assert response.json() == "ok"
        assert response.headers.get_list("x-truecopy") == ["replay"]
        assert response.headers["content-length"] == "4"
        assert "x-truecopy-explain" not in response.headers
        assert "transfer-encoding" not in response.headers


def test_an_encoding_that_cannot_be_opened_is_passed_on() -> None:
    """A body that is still encoded keeps the header that says so."""
    interaction = make_interaction(
        headers=(("content-encoding", "compress"),), body=b"\x1f\x9d\x90hi\x03"
    )
    with replaying(interaction) as client:
        request = client.build_request("POST", "/v1/stamps", content=interaction.request_body)
        response = client.send(request, stream=True)

        assert response.headers["content-encoding"] == "compress"
        assert b"".join(response.iter_raw()) == interaction.body
        response.close()


@pytest.mark.parametrize("number", ["99", "-1", "x", "0"])
def test_only_recorded_pictures_are_to_be_had(number: str) -> None:
    """What is no recorded picture is not given under the address of one."""
    with replaying(make_interaction()) as client:
        assert client.get(f"/_recorded/own/{number}").status_code == 404
        assert client.get(f"/_recorded/other/{number}").status_code == 404


def test_the_answer_to_head_keeps_its_length() -> None:
    """It speaks of a body that another method would get."""
    seen = make_interaction(
        method="HEAD", request_body=b"", body=b"", headers=(("content-length", "8192"),)
    )
    with replaying(seen) as client:
        assert client.head("/v1/stamps").headers["content-length"] == "8192"


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_has_no_body_speaks_of_no_length(status: int) -> None:
    """A zero would be wrong of one, and is forbidden for the other."""
    with replaying(make_interaction(status=status, body=b"")) as client:
        assert "content-length" not in ask(client, make_interaction()).headers


MOVED = "https://api.example.com/v1/stamps/7?size=2"
_LOCATIONS: dict[str, tuple[str, str, str]] = {
    "whole": ("", MOVED, "http://replay.localhost/v1/stamps/7?size=2"),
    "path": ("", "/v1/stamps/7", "http://replay.localhost/v1/stamps/7"),
    "beside it": ("", "stamps/7", "http://replay.localhost/v1/stamps/7"),
    "prefixed": ("/own", MOVED, "http://replay.localhost/own/v1/stamps/7?size=2"),
    "not recorded": ("", "https://api.example.com/v1/gone", "https://api.example.com/v1/gone"),
    "elsewhere": ("", "https://other.example/v1/stamps/7", "https://other.example/v1/stamps/7"),
    "no address": ("", "http://[", "http://["),
}


@pytest.mark.parametrize(("prefix", "told", "led"), _LOCATIONS.values(), ids=list(_LOCATIONS))
def test_a_redirect_to_what_is_recorded_stays_here(prefix: str, told: str, led: str) -> None:
    """A client that follows it needs no network; what was not recorded keeps its address."""
    seen = make_interaction(status=303, headers=(("location", told),))
    goal = make_interaction(method="GET", url=MOVED, request_body=b"")
    with replaying(seen, goal) as client:
        assert ask(client, seen, prefix).headers["location"] == led


def test_a_redirect_is_followed_below_the_address_of_a_vendor() -> None:
    """What stands in front of the documented paths is taken off."""
    base = "https://api.example.com/powertokens"
    seen = make_interaction(
        url=f"{base}/v1/a", status=307, headers=(("location", "/powertokens/v1/b"),)
    )
    header = replace(HEADER, base_url=base)
    goal = make_interaction(url=f"{base}/v1/b", body=b"goal")
    with replaying(seen, goal, header=header, contract=load("powertokens")) as client:
        found = client.post("/own/v1/a", content=seen.request_body, follow_redirects=True)

        assert (found.content, found.url.path) == (b"goal", "/own/v1/b")


@pytest.mark.parametrize("told", ["b\xe4r", "\u4e2d"])
def test_a_header_that_is_more_than_ascii_is_sent(told: str) -> None:
    """In Latin-1 where it can be, else in UTF-8."""
    with replaying(make_interaction(headers=(("x-name", told),))) as client:
        raw = dict(ask(client, make_interaction()).headers.raw)

    assert raw[b"x-name"] == told.encode("latin-1" if told.isascii() or told[0] == "b" else "utf-8")
