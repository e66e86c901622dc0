"""Heads of requests and answers: what is passed on, what is refused, and what has no body."""

import asyncio
from typing import Any

import httpx2
import pytest
from tests.unit.recording.proxying.exchanges import (
    raw,
)
from tests.upstreams import (
    Line,
    answering,
    contract_of,
    proxying,
    upstream,
)

from truecopy.recording.proxying.proxy_app import ProxyApp
from truecopy.wire.relay import Relay


def test_an_offer_of_an_upgrade_is_not_passed_on() -> None:
    """No other protocol is offered to the upstream; the request itself passes, body and all."""
    request = (
        b"POST /v1/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\n{}"
    )
    with upstream(answering()) as there, proxying("powertokens", there.url) as (url, _):
        answer = raw(url, request)

        assert b"pgrade" not in there.heads[0]
        assert b"settings" not in there.heads[0].lower()
        assert there.bodies == [b"{}"]
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    ("line", "target"),
    [
        (b"GET http://evil.example/v1/x?y=1 HTTP/1.1", b"/v1/x?y=1"),
        (b"GET //evil.example/v1/x HTTP/1.1", b"//evil.example/v1/x"),
        (b"GET /a/../%2e%2e/b%2Fc?q=%20 HTTP/1.1", b"/a/../%2e%2e/b%2Fc?q=%20"),
    ],
)
def test_every_request_goes_to_the_upstream(line: bytes, target: bytes) -> None:
    """An absolute address in the request line counts by its path alone; no Host leads elsewhere."""
    with upstream(answering()) as there, proxying("powertokens", there.url) as (url, _):
        raw(url, line + b"\r\nHost: evil.example\r\nConnection: close\r\n\r\n")

        assert there.heads[0].split(b"\r\n")[0] == b"GET " + target + b" HTTP/1.1"
        assert f"host: {there.url.removeprefix('http://')}".encode() in there.heads[0].lower()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"TRACE /v1/x HTTP/1.1", b"405"),
        (b"PROPFIND /v1/x HTTP/1.1", b"405"),
        (b"OPTIONS * HTTP/1.1", b"400"),
        (b"CONNECT evil.example:443 HTTP/1.1", b"400"),
    ],
)
def test_what_is_not_passed_on_is_refused(line: bytes, status: bytes) -> None:
    """Methods that are for proxies themselves, and targets that are no path, do not leave."""
    with upstream(answering()) as there, proxying("powertokens", there.url) as (url, _):
        answer = raw(url, line + b"\r\nHost: evil.example\r\nConnection: close\r\n\r\n")

        assert there.heads == []
    assert answer.split(b" ")[1] == status


def test_connect_is_refused_whatever_server_is_in_front() -> None:
    """Where a server hands CONNECT on, it is 405 with the methods that there are."""
    sent: list[Any] = []

    async def work() -> None:
        app = ProxyApp(contract_of("powertokens"), Relay("http://127.0.0.1:9"))
        scope = {
            "type": "http",
            "method": "CONNECT",
            "path": "evil.example:443",
            "raw_path": b"evil.example:443",
            "query_string": b"",
            "headers": [],
        }
        await app(scope, asyncio.Event().wait, collect)
        async with app.router.lifespan_context(app):
            pass

    async def collect(message: Any) -> None:
        sent.append(message)

    asyncio.run(work())

    assert sent[0]["status"] == 405
    assert dict(sent[0]["headers"])[b"allow"] == b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


@pytest.mark.parametrize(
    ("status", "header"),
    [(b"304 Not Modified", b"Content-Length: 5"), (b"204 No Content", b"A: b")],
)
def test_an_answer_without_a_body_stays_one(status: bytes, header: bytes) -> None:
    """304 may announce a length of what it does not send; the connection serves the next request."""

    def answer(line: Line) -> None:
        line.send(b"HTTP/1.1 ", status, b"\r\nDate: then\r\n", header, b"\r\n\r\n")

    with (
        upstream(answer) as there,
        proxying("powertokens", there.url) as (url, _),
        httpx2.Client() as client,
    ):
        answers = [client.get(f"{url}/v1/x") for _ in range(2)]

    assert [f"{each.status_code}" for each in answers] == [status[:3].decode()] * 2
    assert [each.content for each in answers] == [b"", b""]


def test_head_has_the_headers_of_get() -> None:
    """The length in the answer to HEAD is the one that the upstream gave, and there is one date."""
    behave = answering(b"12345", b"Date: Thu, 01 Jan 2026 00:00:00 GMT")
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        answer = httpx2.head(f"{url}/v1/x")

    assert answer.headers["content-length"] == "5"
    assert len(answer.headers.get_list("date")) == 1
