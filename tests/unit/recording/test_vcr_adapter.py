"""Cassettes in process, for every client that VCR.py patches."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
import requests
import vcr
from tests.cassettes import make_interaction as any_interaction
from tests.cassettes import save
from tests.clients import BODY, CLIENTS, HEADERS, KEY, Client, by_aiohttp, by_httpx2, by_requests
from tests.loopback import Received, Reply, loopback
from vcr.errors import CannotOverwriteExistingCassetteException

from truecopy.errors import RecordingError, UsageError
from truecopy.model import Interaction
from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.vcr_miss import UnrecordedRequestError


def make_interaction(**changes: Any) -> Interaction:
    """Return an interaction with a key, as these clients send one."""
    return any_interaction(
        **{"request_headers": (("authorization", "Bearer redacted-key-1"),), **changes}
    )


def counted(received: Received) -> Reply:
    """Answer with what was asked, and the key, which some vendors repeat."""
    body = {"asked": json.loads(received.body), "key": received.headers["authorization"]}
    return Reply(headers={"content-type": "application/json"}, body=json.dumps(body).encode())


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_records_once_and_replays_for_ever(client: Client, tmp_path: Path) -> None:
    """What one run recorded answers the next without a request; keys are not in the file."""
    path = tmp_path / "kite.yaml"
    with loopback(counted) as server:
        url = f"{server.url}/v1/kites"
        with use(path, mode="once"):
            live = client(url)
        assert len(server.received) == 1
    with use(path):
        replayed = client(url)

    assert json.loads(live)["key"] == f"Bearer {KEY}"
    assert json.loads(replayed) == {"asked": BODY, "key": "Bearer redacted-key-1"}
    assert KEY not in path.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("recorder", [by_httpx2, by_requests, by_aiohttp])
@pytest.mark.parametrize("player", CLIENTS)
def test_what_one_client_records_another_replays(
    recorder: Client, player: Client, tmp_path: Path
) -> None:
    """Order of members, spaces and headers of the clients' own do not count."""
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        recorder(url)

    with use(path):
        assert player(url, {"n": 1, "prompt": "A kite"}) == b"{}"


@pytest.mark.parametrize("client", CLIENTS)
def test_a_miss_is_told_with_what_differs(client: Client, tmp_path: Path) -> None:
    """No request leaves the machine; the error names the nearest recording and the field."""
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        client(url)

    with (
        use(path),
        pytest.raises(Exception, match=r'/prompt differs: recorded "A kite", asked "A boat"'),
    ):
        client(url, {**BODY, "prompt": "A boat"})


def test_a_form_is_matched_whatever_its_boundary(tmp_path: Path) -> None:
    """Each request of httpx2 and requests has a boundary of its own."""
    path = tmp_path / "form.yaml"
    files = {"image": ("a.png", b"\x89PNG\x00", "image/png")}
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/edits"
        httpx2.post(url, data={"prompt": "A kite"}, files=files)

    with use(path):
        found = requests.post(
            url, data={"prompt": "A kite"}, files={"image": ("b.png", b"\x89PNG\x00")}, timeout=10
        )
    assert found.status_code == 200


def test_each_payment_is_answered_once_and_looks_as_often_as_they_come(tmp_path: Path) -> None:
    """A client that pays twice for what was paid once is found; one that looks once more is not."""
    look = {"method": "GET", "url": "https://api.example.com/v1/stamps/7", "request_body": b""}
    save(
        tmp_path / "task.yaml",
        make_interaction(),
        make_interaction(**look, body=b"pending"),
        make_interaction(**look, body=b"completed"),
    )

    with use(tmp_path / "task.yaml"), httpx2.Client(headers=HEADERS) as client:
        client.post("https://api.example.com/v1/stamps", json=BODY)
        found = [client.get("https://api.example.com/v1/stamps/7").text for _ in range(4)]
        with pytest.raises(CannotOverwriteExistingCassetteException, match="already been played"):
            client.post("https://api.example.com/v1/stamps", json=BODY)

    assert found == ["pending", "completed", "completed", "completed"]


def test_a_decorator_works_for_functions_of_either_colour(tmp_path: Path) -> None:
    """The cassette is in place while they run."""
    path = save(tmp_path / "kite.yaml", make_interaction(body=b"yes")).path
    url = make_interaction().url

    async def colourful() -> bytes:
        async with httpx2.AsyncClient() as client:
            return (await client.post(url, json=BODY, headers=HEADERS)).content

    assert use(path)(by_httpx2)(url) == b"yes"
    assert asyncio.run(use(path)(colourful)()) == b"yes"


@pytest.mark.parametrize("mode", ["once", "new_episodes"])
def test_a_decorated_function_records_and_plays_as_often_as_it_is_called(
    mode: str, tmp_path: Path
) -> None:
    """The first call records, the others play what it recorded: a cassette is looked for at each."""
    with loopback() as server:
        ask = use(tmp_path / "kite.yaml", mode=mode)(lambda: by_httpx2(f"{server.url}/a"))
        assert [ask(), ask(), ask()] == [b"{}"] * 3

        assert len(server.received) == 1


def test_one_object_is_used_for_block_after_block(tmp_path: Path) -> None:
    """In a mode that adds what is missing, no block loses what the one before it recorded."""
    recording = use(tmp_path / "kite.yaml", mode="new_episodes")
    with loopback() as server:
        for name in ("a", "b", "a", "c"):
            with recording:
                by_httpx2(f"{server.url}/{name}")

        assert [each.path for each in server.received] == ["/a", "/b", "/c"]
    kept = load_cassette(tmp_path / "kite.yaml").interactions
    assert [each.url[-2:] for each in kept] == ["/a", "/b", "/c"]


def test_mode_all_records_anew_in_each_block(tmp_path: Path) -> None:
    """What the block before recorded is replaced."""
    recording = use(tmp_path / "kite.yaml", mode="all")
    with loopback() as server:
        for name in ("a", "b"):
            with recording:
                by_httpx2(f"{server.url}/{name}")

    assert [each.url[-2:] for each in load_cassette(tmp_path / "kite.yaml").interactions] == ["/b"]


def test_a_cassette_that_cannot_be_written_ends_its_block_all_the_same(tmp_path: Path) -> None:
    """The next request goes where it is sent, and the object can be used again."""
    shut = Reply(headers={"content-encoding": "compress"}, body=b"\x1f\x9d\x90\x01")
    recording = use(tmp_path / "kite.yaml", mode="once")
    with loopback(lambda received: Reply() if received.path == "/good" else shut) as server:
        with pytest.raises(RecordingError, match="is not written"), recording:
            by_httpx2(f"{server.url}/bad")
        by_httpx2(f"{server.url}/good")
        with recording:
            by_httpx2(f"{server.url}/good")

        assert len(server.received) == 3
    assert len(load_cassette(tmp_path / "kite.yaml").interactions) == 1


def test_a_payment_that_was_played_is_told_with_its_place(tmp_path: Path) -> None:
    """File and line of the recording, as for one that differs."""
    path = save(tmp_path / "kite.yaml", make_interaction()).path

    with use(path):
        by_httpx2(make_interaction().url)
        with pytest.raises(UnrecordedRequestError, match=r"kite.yaml:\d+ has already been played"):
            by_httpx2(make_interaction().url)


def test_a_redirect_to_where_nothing_is_recorded_is_a_miss(tmp_path: Path) -> None:
    """A client that follows it is told as any other."""
    moved = make_interaction(status=302, headers=(("location", "/v1/gone"),))
    path = save(tmp_path / "kite.yaml", moved).path

    with use(path), pytest.raises(UnrecordedRequestError, match=r"GET https://api.*/v1/gone"):
        by_aiohttp(moved.url)


def test_an_unknown_mode_is_told(tmp_path: Path) -> None:
    """With the modes that there are."""
    with pytest.raises(UsageError, match=r"there are: .*once"):
        use(tmp_path / "a.yaml", mode="never")


def test_plays_are_told(tmp_path: Path) -> None:
    """Which interaction of which cassette was played."""
    path = save(
        tmp_path / "a.yaml", make_interaction(url="https://a.example/x"), make_interaction()
    ).path
    told: list[tuple[Path, int]] = []

    with use(path, played=lambda place, number: told.append((place, number))):
        by_httpx2(make_interaction().url)

    assert told == [(path, 1)]


def test_parts_can_be_ignored(tmp_path: Path) -> None:
    """A pointer into the body."""
    path = save(tmp_path / "a.yaml", make_interaction(body=b"yes")).path

    with use(path, ignore=["/prompt"]):
        assert by_httpx2(make_interaction().url, {**BODY, "prompt": "other"}) == b"yes"


@pytest.mark.parametrize("client", CLIENTS)
def test_cassettes_of_vcrpy_play_here(client: Client, tmp_path: Path) -> None:
    """As plain VCR.py wrote them, whichever client it watched."""
    path = tmp_path / "plain.yaml"
    with loopback() as server, vcr.use_cassette(str(path), filter_headers=["authorization"]):
        url = f"{server.url}/v1/kites"
        client(url)

    with use(path):
        assert client(url) == b"{}"


@pytest.mark.parametrize("client", CLIENTS)
def test_our_cassettes_play_in_vcrpy(client: Client, tmp_path: Path) -> None:
    """With VCR.py's own matching, reader and player."""
    path = tmp_path / "ours.yaml"
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        client(url)

    with vcr.use_cassette(str(path), record_mode="none"):
        assert client(url) == b"{}"
