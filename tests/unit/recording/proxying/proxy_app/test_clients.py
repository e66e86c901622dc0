"""Clients: many at once, those that go away, those that wait, and the life of the proxy itself."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.stand_ins import always, serving
from tests.unit.recording.proxying.exchanges import (
    EDIT,
    EDITS,
    HEADERS,
    PATIENCE_S,
)
from tests.upstreams import (
    Behaviour,
    answering,
    hangs,
    hangs_in_mid_answer,
    journal,
    nowhere,
    only_row,
    proxying,
    upstream,
)


@pytest.mark.parametrize("behave", [hangs, hangs_in_mid_answer])
def test_a_client_that_goes_away_takes_its_request_along(
    behave: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upstream's connection ends with the client's, before the answer and in the middle of it."""
    monkeypatch.setattr("truecopy.serving.protocol._LOOK_S", 0.1)
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as client:
            client.sendall(b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
            if behave is hangs_in_mid_answer:
                assert client.recv(1) == b"H"
            assert there.is_asked.wait(PATIENCE_S)

        assert there.is_left.wait(PATIENCE_S)
        row = only_row(url)
    assert row["note"] == "not judged: the client went away"


def test_a_client_that_goes_away_in_its_upload_is_no_error() -> None:
    """A request that is never whole ends at the upstream as well."""
    with (
        upstream(answering()) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as client:
            client.sendall(b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{}")
            assert there.is_asked.wait(PATIENCE_S)

        assert there.is_left.wait(PATIENCE_S)
        row = only_row(url)

    assert (row["status"], row["note"]) == (0, "not judged: the client went away")
    assert there.bodies == []


@pytest.mark.slow
def test_requests_of_many_clients_pass_at_once() -> None:
    """Fifty requests under way together all get their own answers, and each is judged."""
    together = asyncio.Barrier(50)

    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        content = await Request(scope, receive).json()
        await together.wait()
        await JSONResponse({"mirrored": content["prompt"]})(scope, receive, send)

    with (
        serving(echo) as there,
        proxying("powertokens", there) as (url, app),
        httpx2.Client(timeout=PATIENCE_S, limits=httpx2.Limits(max_connections=50)) as client,
        ThreadPoolExecutor(50) as threads,
    ):

        def ask(number: int) -> str:
            body = {**EDIT, "prompt": f"number {number}"}
            answer = client.post(f"{url}{EDITS}", json=body, headers=HEADERS)
            return str(answer.json()["mirrored"])

        answers = list(threads.map(ask, range(50)))
        rows = journal(url)

    assert answers == [f"number {number}" for number in range(50)]
    assert len(rows) == app.journal.exchanges == 50
    assert all(row["findings"] for row in rows)


def test_a_client_that_waits_to_be_asked_is_asked() -> None:
    """`Expect: 100-continue` is answered, and the body reaches the upstream."""
    with (
        upstream(answering()) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as client:
            client.sendall(
                b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
            )
            interim = client.recv(25)
            client.sendall(b"hello")
            rest = b"".join(iter(lambda: client.recv(65_536), b""))

        assert there.bodies == [b"hello"]
    assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert rest.startswith(b"HTTP/1.1 200 OK\r\n")


def never(app: ASGIApp) -> ASGIApp:
    """Return an application that must not be asked."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raise AssertionError(scope["path"])
        await app(scope, receive, send)

    return refuse


def test_own_paths_are_not_passed_on() -> None:
    """What begins with `/_` is the proxy's own, and 404 where it has nothing there."""
    with serving(never(always(200))) as there, proxying("powertokens", there) as (url, _):
        found = httpx2.get(f"{url}/_truecopy/health")
        missing = [
            httpx2.get(f"{url}{path}")
            for path in ("/_pictures/x.png", "/_truecopy/x", "/_truecopy")
        ]

    assert found.json() == {"status": "ok"}
    assert [each.status_code for each in missing] == [404] * 3
    assert all("the proxy has no GET /_" in each.json()["error"] for each in missing)


def _living(ended: Event) -> ASGIApp:
    """Return an application that sets `ended` at its end."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "lifespan"
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        ended.set()
        await send({"type": "lifespan.shutdown.complete"})

    return app


@pytest.mark.parametrize("has_fallback", [False, True])
def test_the_relay_is_closed_in_the_end(has_fallback: bool) -> None:
    """With the server the connections to the upstream end, with and without a mock."""
    fallback = _living(Event()) if has_fallback else None
    with upstream(answering()) as there:
        with proxying("powertokens", there.url, fallback=fallback) as (url, app):
            httpx2.get(f"{url}/v1/x")

        assert there.is_left.wait(PATIENCE_S)
        assert app._relay._client.is_closed


def test_the_mock_lives_as_long_as_the_proxy() -> None:
    """The mock behind a proxy is started and ended with it."""
    ended = Event()
    with proxying("powertokens", nowhere(), fallback=_living(ended)) as (url, _):
        httpx2.get(f"{url}/_truecopy/health")

        assert not ended.is_set()

    assert ended.is_set()
