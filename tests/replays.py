"""Cassettes served over HTTP in process, for tests: servers, clients that ask again, and the journal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from tests.cassettes import HEADER
from tests.examining import load

from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Cassette, Header, Recorded
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.replay import ReplayApp, Stage
from truecopy.wire.inprocess import InProcessTransport

KEY = {"authorization": "Bearer sk-0123456789abcdef"}
OTHER_KEY = {"authorization": "Bearer sk-fedcba9876543210"}
FOREIGN = Header()
POLL = "/vendors/alibaba/v1/qwen-image-edit-max/generation"


def cassette(*interactions: Interaction, header: Header = HEADER, path: str = "a.yaml") -> Cassette:
    """Return a cassette of interactions."""
    recorded = tuple(
        Recorded(interaction=each, line=10 * number, answer_line=10 * number + 5)
        for number, each in enumerate(interactions, 1)
    )
    return Cassette(path=Path(path), header=header, recorded=recorded)


@contextmanager
def serving(*stages: Stage, host: str = "replay.localhost") -> Iterator[httpx2.Client]:
    """Yield a client of a server in process."""
    transport = InProcessTransport(ReplayApp(stages))
    with httpx2.Client(transport=transport, base_url=f"http://{host}") as client:
        yield client


@contextmanager
def replaying(
    *interactions: Interaction,
    header: Header = FOREIGN,
    contract: Contract | None = None,
    **settings: Any,
) -> Iterator[httpx2.Client]:
    """Yield a client of a server that plays some interactions."""
    stage = Stage("own", [cassette(*interactions, header=header)], contract, **settings)
    with serving(stage) as client:
        yield client


def stage_of(recordings: Path, vendor: str) -> Stage:
    """Return the stage of a vendor's recordings."""
    cassettes = [load_cassette(each) for each in find_cassettes(recordings / vendor)]
    return Stage(vendor, cassettes, load(vendor))


@contextmanager
def replaying_vendor(recordings: Path, vendor: str) -> Iterator[httpx2.Client]:
    """Yield a client of a server that plays one vendor."""
    with serving(stage_of(recordings, vendor)) as client:
        yield client


def recorded(path: Path) -> Sequence[Interaction]:
    """Return the interactions of a cassette."""
    return load_cassette(path).interactions


def ask(
    client: httpx2.Client, interaction: Interaction, prefix: str = "", **headers: str
) -> httpx2.Response:
    """Send a recorded request again, with a key of our own where it had one."""
    url = httpx2.URL(interaction.url)
    sent = {name: value for name, value in interaction.request_headers if name != "authorization"}
    if interaction.request_header("authorization"):
        sent |= KEY
    return client.request(
        interaction.method,
        prefix + url.raw_path.decode(),
        headers=sent | headers,
        content=interaction.request_body,
    )


def journal(client: httpx2.Client) -> list[dict[str, Any]]:
    """Return the rows of the journal, the newest first."""
    rows = client.get("/_truecopy/requests").json()["requests"]
    return list(rows)
