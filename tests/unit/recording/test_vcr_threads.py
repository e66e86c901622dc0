"""Clients that ask from several threads."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from tests.loopback import Received, Reply, loopback

from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.vcr_threads import real_bases

_MANY = 12


def ask_all(url: str) -> list[str]:
    """Return what a client with threads is answered."""
    with ThreadPoolExecutor(_MANY) as pool:
        return list(pool.map(lambda n: requests.get(f"{url}/{n}", timeout=9).text, range(_MANY)))


def path_of(received: Received) -> Reply:
    """Answer with what was asked for."""
    return Reply(body=received.path.encode())


def test_all_threads_are_recorded_and_answered(tmp_path: Path) -> None:
    """None asks past the cassette: each answer is kept once, and none is asked for again."""
    wanted = [f"/{number}" for number in range(_MANY)]
    with loopback(path_of) as server:
        with use(tmp_path / "a.yaml", mode="once"):
            live = ask_all(server.url)
        with use(tmp_path / "a.yaml"):
            played = ask_all(server.url)

    assert live == played == wanted
    assert len(server.received) == len(load_cassette(tmp_path / "a.yaml").recorded) == _MANY


def test_what_clients_ask_by_stays_patched(tmp_path: Path) -> None:
    """While one thread makes a real connection, the pools of the others still give patched ones."""
    with loopback(path_of) as server, use(tmp_path / "a.yaml", mode="once"), real_bases():
        requests.get(server.url, timeout=9)

    assert len(load_cassette(tmp_path / "a.yaml").recorded) == 1
