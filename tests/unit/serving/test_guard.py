"""Who may look at a server and change it."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from truecopy.serving.guard import Guard


def request(
    host: str = "127.0.0.1:4747", client: str | None = "127.0.0.1", **headers: str
) -> Request:
    """Return a request for a page of the server."""
    given = {"host": host, **headers}
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/_truecopy/requests",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": (client, 50_000) if client else None,
            "server": ("127.0.0.1", 4747),
        }
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1:4747", "localhost", "mulerouter.localhost", "[::1]:80"]
)
@pytest.mark.parametrize("client", ["127.0.0.1", "::1", None])
def test_this_machine_is_let_in(host: str, client: str | None) -> None:
    """A client of this machine that calls it by its own names needs nothing."""
    assert Guard().refusal(request(host, client)) is None


@pytest.mark.parametrize(
    ("host", "client"),
    [("127.0.0.1", "10.0.0.9"), ("rebound.example", "127.0.0.1"), ("10.0.0.1", "127.0.0.1")],
)
def test_others_are_kept_out_and_told_how_to_come_in(host: str, client: str) -> None:
    """Another machine, and a name that leads here from elsewhere, are not this machine."""
    assert Guard(hint="; see --admin-token").refusal(request(host, client)) == (
        "the admin API is for this machine only; see --admin-token"
    )


def test_a_page_of_another_origin_is_kept_out() -> None:
    """A browser on this machine may show pages of anybody; the server's own may ask."""
    foreign = request(origin="https://evil.example")
    own = request(origin="http://127.0.0.1:4747")

    assert "is not of this server" in (Guard().refusal(foreign) or "")
    assert "is not of this server" in (Guard("let-me-in").refusal(foreign) or "")
    assert Guard().refusal(own) is None


@pytest.mark.parametrize(
    ("header", "is_let_in"),
    [
        ("Bearer let-me-in", True),
        ("bearer  let-me-in ", True),
        ("Bearer let-me-out", False),
        ("Basic let-me-in", False),
        ("", False),
    ],
)
def test_the_token_lets_other_machines_in(header: str, *, is_let_in: bool) -> None:
    """Only as a bearer, and only the right one."""
    guard = Guard("let-me-in")

    refusal = guard.refusal(request("example.com", "10.0.0.9", authorization=header))

    assert refusal == (None if is_let_in else "the admin token is missing or wrong")


@pytest.mark.parametrize("token", ["söhne", "\u6728\u69ff"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_token_outside_ascii_lets_in(token: str, encoding: str) -> None:
    """In UTF-8, and in Latin-1 where that has its letters; half of it does not."""
    shown = token.encode(encoding, "ignore").decode("latin-1")

    def refusal(shown: str) -> str | None:
        made = request("example.com", "10.0.0.9")
        made.scope["headers"].append((b"authorization", f"Bearer {shown}".encode("latin-1")))
        return Guard(token).refusal(made)

    assert (refusal(shown) is None) is (shown != "")
    assert refusal(shown[:-1]) == "the admin token is missing or wrong"


def test_an_endpoint_is_asked_only_by_those_who_may() -> None:
    """Anybody else gets 403 with the reason."""

    async def endpoint(_: Request) -> Response:
        return PlainTextResponse("in")

    app = Starlette(routes=[Route("/", Guard().guarded(endpoint))])
    near, far = (
        TestClient(app, base_url="http://127.0.0.1", client=(address, 50_000)).get("/")
        for address in ("127.0.0.1", "10.0.0.9")
    )

    assert near.text == "in"
    assert far.status_code == 403
    assert "this machine only" in far.json()["error"]


@pytest.mark.parametrize(
    "host", ["[", "[::1", "a[b", "127.0.0.1/../x", "127.0.0.1@evil.com", "mock"]
)
def test_a_host_that_is_none_is_kept_out(host: str) -> None:
    """So is a name without a dot behind a socket, where anybody may have chosen it."""
    assert "this machine only" in (Guard().refusal(request(host)) or "")
