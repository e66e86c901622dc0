"""What each client records in each content encoding is played by every other, in process and over HTTP."""

import gzip
import json
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import brotli
import pytest
import uvicorn
import vcr
import zstandard
from tests.clients import BODY, CLIENTS, Client
from tests.loopback import Received, Reply, loopback

from truecopy.recording import use
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.replay import ReplayApp, Stage
from truecopy.serving.protocol import Protocol

ANSWER = json.dumps({"kites": [{"colour": "red"}] * 20}).encode()
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def coded(received: Received) -> Reply:
    """Answer in the encoding that the last part of the path names."""
    coding = received.path.rpartition("/")[2]
    headers = {"content-type": "application/json", "content-encoding": coding}
    return Reply(headers=headers, body=CODINGS[coding](ANSWER))


def by_plain_vcr(path: Path, client: Client, url: str) -> bytes:
    """Record as VCR.py does by itself."""
    with vcr.use_cassette(str(path)):
        return client(url)


def by_use(path: Path, client: Client, url: str) -> bytes:
    """Record as Truecopy does."""
    with use(path, mode="once"):
        return client(url)


Record = Callable[[Path, Client, str], bytes]


def record_all(record: Record, folder: Path) -> dict[str, str]:
    """Record each encoding by each client; return cassette -> address."""
    urls = {}
    with loopback(coded) as server:
        for coding in CODINGS:
            for client in CLIENTS:
                name = f"{client.__name__}-{coding}.yaml"
                urls[name] = f"{server.url}/{client.__name__}/{coding}"
                assert record(folder / name, client, urls[name]) == ANSWER
    return urls


@contextmanager
def replay_server(folder: Path) -> Iterator[str]:
    """Serve the cassettes of a folder; yields the address."""
    stage = Stage("own", [load_cassette(each) for each in find_cassettes(folder)], None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            ReplayApp([stage]), http=Protocol, ws="none", log_level=60, access_log=False
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.parametrize("record", [by_use, by_plain_vcr])
def test_every_client_plays_what_every_client_recorded(record: Record, tmp_path: Path) -> None:
    """The answer arrives decoded, in process and over HTTP, with headers that fit it.

    Over HTTP all cassettes are one server: there each encoding is played by every client, each from another recording.
    """
    urls = record_all(record, tmp_path)

    for name, url in urls.items():
        (kept,) = load_cassette(tmp_path / name).interactions
        assert (kept.header("content-encoding"), kept.body) == ("", ANSWER), name
        assert kept.header("content-length") == str(len(ANSWER))
        for player in CLIENTS:
            with use(tmp_path / name):
                assert player(url, BODY) == ANSWER, (name, player)
    with replay_server(tmp_path) as address:
        for number, url in enumerate(urls.values()):
            path = url.split("/", 3)[3]
            coding, recorder = divmod(number, len(CLIENTS))
            player = CLIENTS[(coding + recorder) % len(CLIENTS)]
            assert player(f"{address}/{path}", BODY) == ANSWER, (path, player)
