"""Bodies of aiohttp's clients: recorded as they are sent, and matched when they are sent again."""

import asyncio
import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import vcr
from tests.loopback import loopback

from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette


def form() -> aiohttp.FormData:
    """Return a form with a file."""
    made = aiohttp.FormData()
    made.add_field("prompt", "A kite")
    made.add_field("image", b"\x89PNG\x00", filename="kite.png", content_type="image/png")
    return made


def payload() -> aiohttp.BytesPayload:
    """Return a body with a type of its own."""
    return aiohttp.BytesPayload(b"kite: 1", content_type="application/yaml")


Make = Callable[[], dict[str, Any]]
_BODIES: dict[str, Make] = {
    "a form": lambda: {"data": form()},
    "a mapping": lambda: {"data": {"prompt": "A kite", "n": "1"}},
    "pairs": lambda: {"data": [("n", "1"), ("n", "2")]},
    "a mapping with a file": lambda: {"data": {"n": "1", "image": io.BytesIO(b"\x89PNG\x00")}},
    "a file": lambda: {"data": io.BytesIO(b"\x89PNG\x00")},
    "a payload": lambda: {"data": payload()},
    "text": lambda: {"data": "A kite"},
    "nothing": dict,
    "JSON": lambda: {"json": {"prompt": "A kite"}},
    "JSON with numbers as names": lambda: {"json": {7: "a kite", 8: None}},
    "JSON with a large number": lambda: {"json": [3**70]},
    "JSON that is false": lambda: {"json": False},
    "JSON that is a text": lambda: {"json": "A kite"},
    "a type of one's own": lambda: {
        "json": {"n": 1},
        "headers": {"Content-Type": "application/vnd.kite+json"},
    },
}


async def post(url: str, make: Make) -> str:
    """Send a body."""
    async with aiohttp.ClientSession() as session, session.post(url, **make()) as answer:
        return await answer.text()


@pytest.mark.parametrize("make", _BODIES.values(), ids=list(_BODIES))
def test_a_body_is_sent_as_without_a_cassette_and_found_again(make: Make, tmp_path: Path) -> None:
    """The same bytes and type reach the server, apart from boundaries; the next run needs no server."""
    path = tmp_path / "kite.yaml"
    with loopback() as server:
        url = f"{server.url}/v1/kites"
        asyncio.run(post(url, make))
        with use(path, mode="once"):
            asyncio.run(post(url, make))
        plain, recorded = server.received
    with use(path):
        assert asyncio.run(post(url, make)) == "{}"

    assert len(recorded.body) == len(plain.body)
    assert recorded.headers.keys() == plain.headers.keys()
    if "multipart" not in plain.headers.get("content-type", ""):
        assert recorded.body == plain.body
        assert recorded.headers == plain.headers
    assert load_cassette(path).interactions[0].request_body == recorded.body


def test_another_form_is_another_request(tmp_path: Path) -> None:
    """The field that differs is named."""
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        asyncio.run(post(url, lambda: {"data": {"n": "1"}}))

    with use(path), pytest.raises(Exception, match="/n differs: recorded 1, asked 2"):
        asyncio.run(post(url, lambda: {"data": {"n": "2"}}))


def test_a_sessions_own_way_to_write_json_is_kept(tmp_path: Path) -> None:
    """Its headers too."""

    async def ask(url: str) -> None:
        async with (
            aiohttp.ClientSession(
                json_serialize=lambda value: json.dumps(value, indent=2), headers={"X-Kite": "1"}
            ) as session,
            session.post(url, json={"n": 1}) as answer,
        ):
            await answer.read()

    with loopback() as server, use(tmp_path / "kite.yaml", mode="once"):
        asyncio.run(ask(f"{server.url}/v1/kites"))

    assert server.received[0].body == b'{\n  "n": 1\n}'
    assert server.received[0].headers["x-kite"] == "1"


def _large_form() -> dict[str, Any]:
    return {"data": {"image": io.BytesIO(bytes(2_000_000))}}


def test_a_large_body_is_no_reason_to_warn(tmp_path: Path) -> None:
    """Whoever sends a large document hears nothing that the cassette brought about."""
    with loopback() as server, use(tmp_path / "kite.yaml", mode="once"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            asyncio.run(post(f"{server.url}/v1/kites", _large_form))

        assert len(server.received[0].body) > 2_000_000


def test_what_aiohttp_cannot_send_is_its_own_error(tmp_path: Path) -> None:
    """As without a cassette."""
    with loopback() as server, use(tmp_path / "kite.yaml", mode="once"):
        with pytest.raises(TypeError, match="set is not JSON serializable"):
            asyncio.run(post(server.url, lambda: {"json": {1, 2}}))
        with pytest.raises(ValueError, match="data and json"):
            asyncio.run(post(server.url, lambda: {"json": 1, "data": b"2"}))


@pytest.mark.parametrize("name", ["a mapping", "JSON", "JSON that is false"])
def test_what_vcrpy_was_given_by_aiohttp_is_found(name: str, tmp_path: Path) -> None:
    """It keeps a form as a mapping, as it keeps JSON."""
    path = tmp_path / "plain.yaml"
    with loopback() as server, vcr.use_cassette(str(path)):
        url = f"{server.url}/v1/kites"
        asyncio.run(post(url, _BODIES[name]))

    with use(path):
        assert asyncio.run(post(url, _BODIES[name])) == "{}"
