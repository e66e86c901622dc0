"""Vendors in front of a server's own routes."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from truecopy.serving import Answer, Call, VendorApplication, VendorSite, VendorSites
from truecopy.serving.cross_origin import CrossOrigin
from truecopy.serving.request_log import RequestLog
from truecopy.serving.room import Room


class Echo:
    """A vendor that says what reached it."""

    def __init__(self, slug: str) -> None:
        self.slug = slug

    async def handle(self, call: Call) -> Answer:
        """Answer with the path below the vendor's prefix; one path is left before its answer."""
        if call.path == "/gone":
            raise ClientDisconnect
        if call.path == "/kept":
            await call.read(1_000_000)
        return Answer(200, f"{self.slug} {call.path}".encode(), [(b"content-type", b"text/plain")])

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Say why, in the words of the vendor."""
        return Answer(status, f"{self.slug} {call.path} {why}".encode())


async def _own(_: Request) -> Response:
    return PlainTextResponse("own")


def application(*slugs: str, log: list[str] | None = None, **more: Any) -> VendorApplication:
    """Return a server of some vendors, with one page of its own."""

    @asynccontextmanager
    async def living() -> AsyncIterator[None]:
        (log if log is not None else []).append("started")
        yield
        (log if log is not None else []).append("stopped")

    sites = [VendorSite(slug=slug, host="", handler=Echo(slug)) for slug in slugs]
    return VendorApplication(VendorSites(sites), [Route("/_own", _own)], living, **more)


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


def test_a_server_that_is_full_says_so_and_recovers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vendor refuses, and a header says when to come again; a body that is answered leaves its room."""
    app = application("kites")
    monkeypatch.setattr(app, "_room", Room(150_000))
    client = TestClient(app)

    full = client.post("/kept", content=b"x" * 200_000)
    after = [client.post("/kept", content=b"x" * 100_000).status_code for _ in range(2)]

    assert (full.status_code, full.headers["retry-after"]) == (503, "1")
    assert full.text.startswith("kites /kept the bodies of all requests under way have more than")
    assert "all requests under way" in full.headers["x-truecopy-explain"]
    assert after == [200, 200]


def test_a_page_reads_why_its_request_is_no_whole_one() -> None:
    """Refusals of connections are open to the pages that answers are open to."""
    app = application("kites", cross_origin=CrossOrigin(["x-a"]))
    scope = {"type": "http", "scheme": "http", "server": ("127.0.0.1", 80), "path": "/v1"}

    from_page = app.refused({**scope, "headers": [(b"origin", b"http://p.example")]}, 431, "long")
    from_program = app.refused({**scope, "headers": []}, 431, "long")

    opening = (b"access-control-allow-origin", b"*")
    assert opening in from_page.headers
    assert opening not in from_program.headers


PAGE = {"origin": "http://page.example"}
ASKING = {**PAGE, "access-control-request-method": "POST"}


def test_pages_of_other_origins_may_ask_vendors_and_pictures_but_not_the_admin_api() -> None:
    """A browser lets their scripts read only what says so; pictures say so to everybody, for caches."""
    client = TestClient(application("kites", "tails", cross_origin=CrossOrigin(["x-a"])))
    name = "access-control-allow-origin"

    assert client.options("/tails/v1/make", headers=ASKING).headers[name] == "*"
    assert client.options("/_own", headers=ASKING).status_code == 204
    assert client.options("/_own", headers=ASKING).headers[name] == "*"
    for path in ("/tails/v1/make", "/nobody", "/_own"):
        assert client.get(path, headers=PAGE).headers[name] == "*"
        assert client.get(path, headers=PAGE).headers["access-control-expose-headers"] == "x-a"
    assert name in client.get("/_own").headers
    assert name not in client.get("/tails/v1/make").headers
    assert name not in client.get("/_truecopy/requests", headers=PAGE).headers
    assert name not in client.options("/_truecopy/requests", headers=ASKING).headers


def test_without_permission_browsers_are_told_nothing() -> None:
    """OPTIONS is then for the vendor, like any request."""
    client = TestClient(application("kites", "tails"))

    answer = client.options("/tails/v1/make", headers=ASKING)

    assert answer.text == "tails /v1/make"
    assert "access-control-allow-origin" not in answer.headers


def test_each_request_is_a_line_but_for_looks_at_the_admin_api() -> None:
    """Vendors, pictures, what is for nobody, and whoever changes something over the admin API."""
    stream = io.StringIO()
    app = application("kites", "tails", request_log=RequestLog(stream))
    with TestClient(app) as client, suppress(AssertionError):  # the last one gets no answer
        client.post("/tails/v1/make")
        client.get("/nobody")
        client.get("/_own")
        client.get("/_truecopy/requests")
        client.put("/_truecopy/scenarios")
        client.get("/tails/gone")

    rows = [line.split(" ", 1)[1] for line in stream.getvalue().splitlines()]
    assert [row.split(" ")[:3] for row in rows] == [
        ["POST", "/tails/v1/make", "200"],
        ["GET", "/nobody", "404"],
        ["GET", "/_own", "200"],
        ["PUT", "/_truecopy/scenarios", "404"],
        ["GET", "/tails/gone", "-"],
    ]
    assert "no vendor is addressed by /nobody" in rows[1]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/_no", 404), ("PUT", "/_own", 405)]
)
def test_what_the_server_does_not_have_is_told_in_json(method: str, path: str, status: int) -> None:
    """A program that reads errors need not read two kinds of them."""
    answer = TestClient(application("kites")).request(method, path)

    assert answer.status_code == status
    assert answer.json() == {"error": f"this server has no {method} {path}"}


def test_a_client_that_leaves_a_page_of_the_server_is_no_error() -> None:
    """A body that breaks off is nobody's fault here."""

    async def run() -> None:
        async def reading(request: Request) -> Response:
            return PlainTextResponse(await request.body())

        app = application("kites")
        app.router.routes.append(Route("/_read", reading, methods=["POST"]))
        scope = {"type": "http", "method": "POST", "path": "/_read", "headers": []}

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(_: Any) -> None:
            """Nobody is there."""

        await app({**scope, "query_string": b"", "root_path": ""}, receive, send)

    asyncio.run(run())
