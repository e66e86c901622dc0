"""Cassettes in process, for every client that VCR.py patches."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3
import vcr
from tests.cassettes import make_interaction as any_interaction
from tests.cassettes import save
from tests.loopback import Received, Reply, loopback
from vcr.errors import CannotOverwriteExistingCassetteException

from truecopy.errors import RecordingError, UsageError
from truecopy.model import Interaction
from truecopy.recording import use
from truecopy.recording.files import load_cassette

KEY = "sk-0123456789abcdefghij"
BODY = {"prompt": "A kite", "n": 1}
HEADERS = {"Authorization": f"Bearer {KEY}"}


def by_httpx2(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx2."""
    with httpx2.Client() as client:
        return client.post(url, json=body, headers=HEADERS).content


def by_httpx(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx."""
    with httpx.Client() as client:
        return client.post(url, json=body, headers=HEADERS).content


def by_requests(url: str, body: Any = BODY) -> bytes:
    """Ask by requests."""
    return requests.post(url, json=body, headers=HEADERS, timeout=10).content


def by_urllib3(url: str, body: Any = BODY) -> bytes:
    """Ask by urllib3."""
    with urllib3.PoolManager() as pool:
        return bytes(pool.request("POST", url, json=body, headers=HEADERS).data)


def by_async_httpx2(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx2, asynchronously."""

    async def ask() -> bytes:
        async with httpx2.AsyncClient() as client:
            return (await client.post(url, json=body, headers=HEADERS)).content

    return asyncio.run(ask())


def by_async_httpx(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx, asynchronously."""

    async def ask() -> bytes:
        async with httpx.AsyncClient() as client:
            return (await client.post(url, json=body, headers=HEADERS)).content

    return asyncio.run(ask())


def by_aiohttp(url: str, body: Any = BODY) -> bytes:
    """Ask by aiohttp."""

    async def ask() -> bytes:
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=body, headers=HEADERS) as answer,
        ):
            return await answer.read()

    return asyncio.run(ask())


def make_interaction(**changes: Any) -> Interaction:
    """Return an interaction with a key, as these clients send one."""
    return any_interaction(
        **{"request_headers": (("authorization", "Bearer redacted-key-1"),), **changes}
    )


CLIENTS = [
    by_httpx2,
    by_httpx,
    by_requests,
    by_urllib3,
    by_async_httpx2,
    by_async_httpx,
    by_aiohttp,
]
Client = Callable[..., bytes]


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


def test_a_failing_block_leaves_no_cassette(tmp_path: Path) -> None:
    """Neither a new one nor a changed one."""
    path = tmp_path / "kite.yaml"
    with loopback() as server:
        with suppress(ZeroDivisionError), use(path, mode="once"):
            by_httpx2(f"{server.url}/a")
            raise ZeroDivisionError
        assert not path.exists()
        with use(path, mode="once"):
            by_httpx2(f"{server.url}/a")
        before = path.read_bytes()
        with suppress(ZeroDivisionError), use(path, mode="new_episodes"):
            by_httpx2(f"{server.url}/b")
            raise ZeroDivisionError
        assert len(server.received) == 3

    assert path.read_bytes() == before


def test_new_episodes_keep_the_old_ones(tmp_path: Path) -> None:
    """And their times."""
    path = save(tmp_path / "kite.yaml", make_interaction()).path
    with loopback() as server, use(path, mode="new_episodes"):
        by_httpx2(f"{server.url}/b")

    old, new = load_cassette(path).interactions

    assert old == make_interaction()
    assert new.sent_at > 0
    assert new.elapsed_s > 0


def test_all_records_everything_anew(tmp_path: Path) -> None:
    """What was there is replaced."""
    path = save(tmp_path / "kite.yaml", make_interaction()).path
    with loopback() as server, use(path, mode="all"):
        by_httpx2(f"{server.url}/b")

    assert [each.url for each in load_cassette(path).interactions] == [f"{server.url}/b"]


def test_a_decorator_works_for_functions_of_either_colour(tmp_path: Path) -> None:
    """The cassette is in place while they run."""
    path = save(tmp_path / "kite.yaml", make_interaction(body=b"yes")).path
    url = make_interaction().url

    async def colourful() -> bytes:
        async with httpx2.AsyncClient() as client:
            return (await client.post(url, json=BODY, headers=HEADERS)).content

    assert use(path)(by_httpx2)(url) == b"yes"
    assert asyncio.run(use(path)(colourful)()) == b"yes"


def test_a_missing_cassette_is_told_at_once(tmp_path: Path) -> None:
    """Before any request: with mode none there is nothing to play."""
    with (
        pytest.raises(RecordingError, match="there is no such cassette"),
        use(tmp_path / "no.yaml"),
    ):
        pytest.fail("the block must not begin")


def test_an_unknown_mode_is_told(tmp_path: Path) -> None:
    """With the modes that there are."""
    with pytest.raises(UsageError, match=r"there are: .*once"):
        use(tmp_path / "a.yaml", mode="never")


def test_a_folder_plays_all_its_cassettes(tmp_path: Path) -> None:
    """And is no place to record to."""
    save(tmp_path / "a.yaml", make_interaction(body=b"a"))
    save(tmp_path / "b.yaml", make_interaction(url="https://api.example.com/b", body=b"b"))

    with use(tmp_path):
        assert by_httpx2("https://api.example.com/b") == b"b"
        assert by_httpx2("https://api.example.com/v1/stamps") == b"a"
    with pytest.raises(RecordingError, match="is a folder"), use(tmp_path, mode="once"):
        pytest.fail("the block must not begin")


def test_plays_are_told(tmp_path: Path) -> None:
    """Which interaction of which cassette was played."""
    path = save(
        tmp_path / "a.yaml", make_interaction(url="https://a.example/x"), make_interaction()
    ).path
    told: list[tuple[Path, int]] = []

    with use(path, played=lambda place, number: told.append((place, number))):
        by_httpx2(make_interaction().url)

    assert told == [(path, 1)]


def test_the_vendor_is_the_one_in_the_address(tmp_path: Path) -> None:
    """A recording says whose answers it holds, where the address tells it."""
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        by_httpx2(f"{server.url}/powertokens/v1/images/edits")

    header = load_cassette(path).header

    assert (header.vendor, header.base_url) == ("powertokens", f"{server.url}/powertokens")


def test_relative_paths_begin_where_the_caller_says(tmp_path: Path) -> None:
    """In a folder of the project, wherever the program is started."""
    with loopback() as server, use("mine/kite.yaml", mode="once", folder=tmp_path):
        by_httpx2(f"{server.url}/a")

    assert (tmp_path / "mine" / "kite.yaml").is_file()


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
