"""Vendors in front of a server's own routes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from truecopy.serving import Answer, Call, VendorApplication, VendorSite, VendorSites


class Echo:
    """A vendor that says what reached it."""

    def __init__(self, slug: str) -> None:
        self.slug = slug

    async def handle(self, call: Call) -> Answer:
        """Answer with the path below the vendor's prefix; one path is left before its answer."""
        if call.path == "/gone":
            raise ClientDisconnect
        return Answer(200, f"{self.slug} {call.path}".encode(), [(b"content-type", b"text/plain")])

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Say why, in the words of the vendor."""
        return Answer(status, f"{self.slug} {call.path} {why}".encode())


async def _own(_: Request) -> Response:
    return PlainTextResponse("own")


def application(*slugs: str, log: list[str] | None = None) -> VendorApplication:
    """Return a server of some vendors, with one page of its own."""

    @asynccontextmanager
    async def living() -> AsyncIterator[None]:
        (log if log is not None else []).append("started")
        yield
        (log if log is not None else []).append("stopped")

    sites = [VendorSite(slug=slug, host="", handler=Echo(slug)) for slug in slugs]
    return VendorApplication(VendorSites(sites), [Route("/_own", _own)], living)


def test_requests_reach_their_vendor() -> None:
    """The answer is the vendor's, with its length."""
    client = TestClient(application("kites", "tails"))

    answer = client.post("/tails/v1/make", content=b"x" * 1_000)

    assert (answer.status_code, answer.text) == (200, "tails /v1/make")
    assert answer.headers["content-length"] == str(len(answer.content))


def test_own_pages_stand_below_an_underscore() -> None:
    """They are the server's, also where a single vendor answers at the root."""
    client = TestClient(application("kites"))

    assert client.get("/_own").text == "own"
    assert client.get("/_other").status_code == 404
    assert client.get("/other").text == "kites /other"


def test_an_address_of_nobody_is_told_whom_there_is() -> None:
    """The answer lists where each vendor is."""
    client = TestClient(application("kites", "tails"), base_url="http://127.0.0.1:4747")

    answer = client.get("/nobody")

    assert answer.status_code == 404
    assert answer.json()["vendors"] == [
        "http://127.0.0.1:4747/kites/",
        "http://127.0.0.1:4747/tails/",
    ]


def test_what_lives_with_the_server_is_entered_and_left() -> None:
    """Its lifespan is that of the server."""
    log: list[str] = []

    with TestClient(application("kites", log=log)) as client:
        assert log == ["started"]
        assert client.get("/a").is_success

    assert log == ["started", "stopped"]


def test_a_client_that_went_away_gets_no_answer() -> None:
    """Nothing is sent to nobody."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": "/gone",
        "headers": [],
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(application("kites")(scope, receive, send))

    assert sent == []


def test_what_is_no_whole_request_is_refused_by_the_vendor_that_it_was_for() -> None:
    """As far as the path tells one; else the server has an error object of its own. Either way a header explains."""
    app = application("kites", "tails")
    scope = {"type": "http", "headers": [], "scheme": "http", "server": ("127.0.0.1", 80)}

    told = app.refused({**scope, "path": "/tails/v1"}, 408, "too slow")
    own = app.refused({**scope, "path": "/v1"}, 431, "too long")

    assert (told.status, told.body) == (408, b"tails /v1 too slow")
    assert (own.status, json.loads(own.body)["error"]["message"]) == (431, "too long")
    assert (b"x-truecopy-explain", b"too long") in own.headers
