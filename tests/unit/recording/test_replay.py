"""Cassettes served over HTTP, in process."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest
from tests.cassettes import HEADER, make_interaction
from tests.examining import TEST_VENDORS, load
from tests.recordings import changed
from tests.replays import (
    KEY,
    OTHER_KEY,
    POLL,
    ask,
    cassette,
    journal,
    recorded,
    replaying,
    replaying_vendor,
    serving,
)

from truecopy.model import Interaction
from truecopy.recording.cassette_files import find_cassettes
from truecopy.recording.replay import ReplayApp, Stage


@pytest.mark.parametrize("vendor", TEST_VENDORS)
@pytest.mark.parametrize("is_prefixed", [True, False])
def test_every_recorded_request_is_answered_as_recorded(
    recordings: Path, vendor: str, *, is_prefixed: bool
) -> None:
    """Each recorded request, refusals too, is answered byte for byte but for links to recorded pictures."""
    prefix = f"/{vendor}" if is_prefixed else ""
    with replaying_vendor(recordings, vendor) as client:
        for path in find_cassettes(recordings / vendor):
            for each in recorded(path):
                response = ask(client, each, prefix)

                assert response.status_code == each.status, path
                assert response.headers["x-truecopy"] == "replay"
                assert response.headers["content-type"] == each.header("content-type")
                if b"/files/" in each.body:
                    assert response.json().keys() == json.loads(each.body).keys()
                    assert b"vendor.localhost" not in response.content
                else:
                    assert response.content == each.body


def test_looks_come_in_their_order_and_begin_anew(recordings: Path) -> None:
    """Looks are played in order, the last one again and again; making the task anew starts them anew."""
    create, *looks, _ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    states = [each.body.partition(b'"status": "')[2].partition(b'"')[0] for each in looks]
    with replaying_vendor(recordings, "mulerouter") as client:
        for _ in range(2):
            ask(client, create)
            answers = [ask(client, looks[0]).content for _ in range(len(looks) + 2)]

            found = [each.partition(b'"status": "')[2].partition(b'"')[0] for each in answers]
            assert found == [*states, states[-1], states[-1]]


def test_each_key_has_its_own_place(recordings: Path) -> None:
    """What one key has played does not move another."""
    create, *looks, _ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    with replaying_vendor(recordings, "mulerouter") as client:
        mine = [ask(client, looks[0]).content for _ in looks]
        other = ask(client, looks[0], **OTHER_KEY)

        assert mine[-1] != mine[0]
        assert other.content == mine[0]
        assert create.status == 202


def test_a_reset_begins_anew_for_every_client(recordings: Path) -> None:
    """POST /_truecopy/reset puts every client at the beginning, and empties the journal."""
    looks = recorded(recordings / "mulerouter/create-generation/accepted.yaml")[1:-1]
    with replaying_vendor(recordings, "mulerouter") as client:
        first, *_ = [ask(client, looks[0]).content for _ in looks]

        assert client.post("/_truecopy/reset").status_code == 200
        assert journal(client) == []
        assert ask(client, looks[0]).content == first


def test_what_says_the_same_is_the_same(recordings: Path) -> None:
    """The order of members, white space, case of header names and `/user` do not count."""
    first, _ = recorded(recordings / "applerouter/generate-image/accepted.yaml")
    asked = json.loads(first.request_body)
    body = {**dict(reversed(list(asked.items()))), "user": "somebody"}
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Other": "1", **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        response = client.post(
            "/v1/images/generations", content=json.dumps(body, indent=3), headers=headers
        )

        assert response.status_code == 200


def test_boundary_and_names_of_files_do_not_count(recordings: Path) -> None:
    """A form is the same whatever its boundary and the names of its files."""
    first, _ = recorded(recordings / "applerouter/edit-image-form/accepted.yaml")
    boundary = first.request_header("content-type").partition("boundary=")[2].strip('"')
    body = first.request_body.replace(boundary.encode(), b"--------another")
    name = body.partition(b'filename="')[2].partition(b'"')[0]
    body = body.replace(name, b"other-name.png")
    headers = {"content-type": "multipart/form-data; boundary=--------another", **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        assert name
        assert client.post("/v1/images/edits", content=body, headers=headers).status_code == 200

        other = body.replace(b"\x89PNG", b"\x88PNG")
        missed = client.post("/v1/images/edits", content=other, headers=headers)
        assert missed.status_code == 501


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"prompt": "Another"}, "/prompt"),
        ({"n": 2}, "/n"),
        ({"n": "1"}, "/n"),
        ({"n": True}, "/n"),
        ({"seed": 7}, "/seed"),
        ({"prompt": None}, "/prompt"),
    ],
)
def test_a_field_that_differs_is_a_miss(
    recordings: Path, change: dict[str, Any], part: str
) -> None:
    """A field that is other, new or gone is 501, with the nearest recording and what differs."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    asked = json.loads(first.request_body) | change
    with replaying_vendor(recordings, "mulerouter") as client:
        response = client.post(POLL, json=asked, headers=KEY)

        content = response.json()
        assert response.status_code == 501
        assert [each["part"] for each in content["differences"]] == [part]
        assert content["nearest"].endswith("create-generation/accepted.yaml:10")
        assert part in response.headers["x-truecopy-explain"]
        assert "accepted.yaml:10" in response.headers["x-truecopy-explain"]
        assert response.headers["x-truecopy"] == "replay"


def test_a_missing_field_is_a_miss(recordings: Path) -> None:
    """A request without a recorded field is another request."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    asked = json.loads(first.request_body)
    del asked["n"]
    with replaying_vendor(recordings, "mulerouter") as client:
        (difference,) = client.post(POLL, json=asked, headers=KEY).json()["differences"]

        assert difference == {"part": "/n", "recorded": "1", "asked": "absent"}


@pytest.mark.parametrize("path", ["/v1/nowhere", "/", f"{POLL}/never-made", "//", "/%00", "/%ff"])
def test_an_unknown_path_is_nowhere(recordings: Path, path: str) -> None:
    """A path that no recording has is 404; what is nearest is told all the same."""
    with replaying_vendor(recordings, "mulerouter") as client:
        response = client.get(f"/mulerouter{path}", headers=KEY)

        assert response.status_code == 404
        assert response.json()["nearest"]


def test_refusals_do_not_shadow_good_requests(recordings: Path) -> None:
    """Key, media type and body decide between a refusal and the good answer, in any order of asking."""
    folder = recordings / "powertokens/edit-image-json"
    good = recorded(folder / "accepted.yaml")[0]
    with replaying_vendor(recordings, "powertokens") as client:
        for _ in range(2):
            assert ask(client, good).status_code == 200
            for name, status in (("key", 401), ("media-type", 400), ("body", 400), ("value", 400)):
                (refused,) = recorded(folder / f"refused-{name}.yaml")
                assert ask(client, refused).status_code == status, name


def test_a_key_is_not_compared_but_its_absence_is() -> None:
    """Any key will do where there was one; without one it is another request."""
    keyed = make_interaction(request_headers=(("authorization", "Bearer redacted-key-1"),))
    with replaying(keyed, header=HEADER) as client:
        assert ask(client, keyed).status_code == 200
        response = client.post("/v1/stamps", content=keyed.request_body)
        assert response.status_code == 501
        assert response.json()["differences"] == [
            {"part": "authorization", "recorded": "a key", "asked": "no key"}
        ]


def test_secrets_are_not_compared() -> None:
    """Where a recording has a placeholder in the place of a secret, any secret will do; none will not."""
    asked = make_interaction(
        url="https://api.example.com/v1/stamps?key=redacted-key-1",
        request_body=b'{"prompt": "A kite", "user_id": "redacted-account-1"}',
    )
    with replaying(asked) as client:
        body = {"prompt": "A kite", "user_id": "me"}
        assert client.post("/v1/stamps?key=AIzaSy0123", json=body).status_code == 200
        assert client.post("/v1/stamps", json=body).status_code == 501


@pytest.mark.parametrize("name", ["ignore", "headers"])
def test_parts_may_be_left_out_or_added(name: str) -> None:
    """--ignore takes a part out of the comparison, --match-header puts one in."""
    interaction = make_interaction(
        url="https://api.example.com/v1/stamps?trace=1",
        request_headers=(("content-type", "application/json"), ("x-mode", "fast")),
    )
    other = json.dumps({"prompt": "A kite", "n": 5}).encode()
    settings = {"ignore": ("/n", "?trace")} if name == "ignore" else {"headers": ("X-Mode",)}
    with replaying(interaction, **settings) as client:
        changed_body = client.post("/v1/stamps?trace=2", content=other)
        same = client.post(
            "/v1/stamps?trace=1", content=interaction.request_body, headers={"x-mode": "slow"}
        )

        assert [changed_body.status_code, same.status_code] == (
            [200, 200] if name == "ignore" else [501, 501]
        )


def test_a_large_request_is_refused() -> None:
    """A body past 64 MB is not read."""
    with replaying(make_interaction()) as client:
        response = client.post("/v1/stamps", content=b"x", headers={"content-length": "64000001"})

        assert response.status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[" * 100_000, b"{", b"--cut\r\n", b'{"a": "\\ud800"}']
)
@pytest.mark.parametrize(
    "content_type", ["application/json", "multipart/form-data; boundary=cut", "x"]
)
def test_any_request_is_answered(recordings: Path, body: bytes, content_type: str) -> None:
    """No bytes bring the server down: what nobody recorded is a miss."""
    headers = {"content-type": content_type, **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        response = client.post("/v1/images/edits", content=body, headers=headers)

        assert response.status_code == 501


def test_a_cassette_from_elsewhere_plays_as_well(recordings: Path, tmp_path: Path) -> None:
    """What stood in front of the documented path when it was recorded does not matter."""
    source = recordings / "powertokens/edit-image-json/accepted.yaml"

    def elsewhere(_: int, each: Interaction) -> Interaction:
        url = each.url.replace("http://vendor.localhost", "https://gateway.example/v9/x")
        return replace(each, url=url)

    moved = changed(source, elsewhere, tmp_path / "a.yaml")
    with serving(Stage("powertokens", [moved], load("powertokens"))) as client:
        first = recorded(source)[0]
        assert ask(client, first, "/powertokens").status_code == 200
        assert ask(client, first).status_code == 200


@pytest.mark.parametrize("step", ["question", "miss"])
def test_a_large_request_keeps_nobody_waiting(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken apart, and the nearest recording looked for, while others are answered."""
    stage = Stage("own", [cassette(make_interaction())], None)
    is_answered = Event()
    work = getattr(stage._player, step)

    def waiting(*given: Any) -> Any:
        assert is_answered.wait(20)
        return work(*given)

    async def ask_both() -> httpx2.Response:
        transport = httpx2.ASGITransport(ReplayApp([stage]))
        async with httpx2.AsyncClient(transport=transport, base_url="http://a.localhost") as client:
            body = json.dumps({f"k{number}": number for number in range(3_000)})
            asking = asyncio.create_task(client.post("/v1/stamps", content=body))
            await asyncio.sleep(0)
            health = await client.get("/_truecopy/health")
            assert health.status_code in (200, 403)
            is_answered.set()
            return await asking

    monkeypatch.setattr(stage._player, step, waiting)
    answer = asyncio.run(ask_both()).json()

    assert len(answer["differences"]) == 100
    assert "--ignore" in answer["advice"]
    assert answer["error"].endswith("; and 2996 more")
