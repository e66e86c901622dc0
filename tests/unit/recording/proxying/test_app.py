"""The proxy: what clients and upstream see of each other through it, whatever either of them does."""

import asyncio
import gzip
import json
import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from threading import Event
from typing import Any

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.drift import Drift
from tests.drifts.drifts import DRIFTS
from tests.drifts.vendor import make_vendor
from tests.stand_ins import always, serving
from tests.upstreams import (
    JSON,
    MEGABYTE,
    OK,
    Behaviour,
    Line,
    answering,
    contract_of,
    ends_a_chunked_answer_early,
    hangs,
    hangs_in_mid_answer,
    is_no_http,
    journal,
    nowhere,
    patience_s,
    proxying,
    resets_before_the_answer,
    resets_in_mid_answer,
    says_too_much,
    sends_megabytes,
    upstream,
)

from truecopy.picture import sample_picture
from truecopy.recording.proxying import copies
from truecopy.recording.proxying.app import ProxyApp
from truecopy.wire.relay import Relay, Relayed

EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
KEY = "sk-a-secret-of-mine"
HEADERS = {"authorization": f"Bearer {KEY}"}
PATIENCE_S = 30


def drift_called(name: str) -> Drift:
    """Return a drift by its name."""
    return next(each for each in DRIFTS if each.name == name)


def raw(url: str, request: bytes) -> bytes:
    """Send bytes, and return all that comes until the server ends the connection."""
    address = httpx2.URL(url)
    with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_a_good_exchange_is_judged_and_found_good() -> None:
    """Request and answer pass unchanged; the journal tells the operation, and nothing is found."""
    with serving(make_vendor("powertokens")) as there, proxying("powertokens", there) as (url, app):
        answer = httpx2.post(f"{url}{EDITS}?secret=1", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 1
    assert answer.json()["data"][0]["url"].startswith(there)
    assert row.pop("elapsed_s") >= 0
    assert row.pop("at").endswith("+00:00")
    assert row == {
        "method": "POST",
        "path": EDITS,
        "operation": "edit-image-json",
        "status": 200,
        "answered_by": "upstream",
        "findings": [],
        "note": None,
        "recorded": False,
    }
    assert (app.journal.exchanges, app.journal.severities.total()) == (1, 0)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("metadata-is-list", {}),
        ("form-201", {}),
        ("prompt-799", {"prompt": "x" * 800}),
        ("prompt-anything", {"prompt": 5}),
        ("error-message-renamed", {"prompt": 5}),
        ("data-renamed", {}),
    ],
)
def test_what_drifts_is_found(name: str, changes: dict[str, Any]) -> None:
    """A vendor that does not keep its contract any more is found out by ordinary traffic."""
    drift = drift_called(name)
    vendor = make_vendor("powertokens", drift)
    with serving(vendor) as there, proxying("powertokens", there) as (url, app):
        if "form" in f"{drift.claim} {name}":
            files = {"image": ("a.png", sample_picture(width=512, height=512), "image/png")}
            httpx2.post(f"{url}{EDITS}", data=EDIT, files=files, headers=HEADERS)
        else:
            httpx2.post(f"{url}{EDITS}", json={**EDIT, **changes}, headers=HEADERS)
        (row,) = journal(url)

    found = {each["rule"]: each for each in row["findings"]}
    assert found.keys() & drift.rules
    grave = found[min(found.keys() & drift.rules)]
    assert grave["severity"] in ("error", "warning")
    assert grave["message"]
    assert app.journal.severities.total() == len(row["findings"])


def test_a_task_is_followed_over_its_look_ups() -> None:
    """A task that goes a forbidden way is found when the look-up that shows it passes."""
    clock = [1_800_000_000.0]
    vendor = make_vendor(
        "mulerouter", drift_called("processing-then-pending"), clock=lambda: clock[0]
    )
    path = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
    body = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
    with (
        serving(vendor) as there,
        proxying("mulerouter", there, time_source=lambda: clock[0]) as (url, _),
    ):
        created = httpx2.post(f"{url}{path}", json=body, headers=HEADERS).json()
        for _ in range(8):
            clock[0] += 0.05
            httpx2.get(f"{url}{path}/{created['task_info']['id']}", headers=HEADERS)
        rows = journal(url)

    rules = {each["rule"] for row in rows for each in row["findings"]}
    assert "lifecycle-transition-illegal" in rules
    assert [row["operation"] for row in rows] == ["get-generation"] * 8 + ["create-generation"]


def test_an_answer_arrives_while_it_is_sent() -> None:
    """The client has the first piece before the upstream has sent the last."""
    go_on = Event()

    def answer(line: Line) -> None:
        line.send(OK, JSON, b"Transfer-Encoding: chunked\r\n\r\n", b"6\r\nfirst,\r\n")
        assert go_on.wait(PATIENCE_S)
        line.send(b"4\r\nlast\r\n0\r\n\r\n")

    with (
        upstream(answer) as there,
        proxying("powertokens", there.url) as (url, _),
        httpx2.stream("GET", f"{url}/v1/slow", timeout=PATIENCE_S) as response,
    ):
        pieces = response.iter_raw()
        first = next(pieces)
        go_on.set()
        rest = b"".join(pieces)

    assert (first, rest) == (b"first,", b"last")


@pytest.mark.parametrize("has_length", [True, False])
def test_a_request_is_sent_on_while_it_arrives(has_length: bool) -> None:
    """The upstream has the first piece of an upload before the client has sent the last."""
    arrived = Event()

    def answer(line: Line) -> None:
        if not has_length:
            line.read(len("6\r\n"))
        assert line.read(6) == b"first,"
        arrived.set()
        line.read(4 if has_length else len("\r\n4\r\nlast\r\n0\r\n\r\n"))
        answering()(line)

    def pieces() -> Iterator[bytes]:
        yield b"first,"
        assert arrived.wait(PATIENCE_S)
        yield b"last"

    headers = {"content-length": "10"} if has_length else {}
    with (
        upstream(answer, reads_body=False) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        answered = httpx2.post(f"{url}/v1/x", content=pieces(), headers=headers, timeout=PATIENCE_S)

    assert answered.status_code == 200


@pytest.mark.parametrize(
    ("behave", "status", "reason"),
    [
        (None, 502, "unreachable"),
        (resets_before_the_answer, 502, "reset"),
        (is_no_http, 502, "reset"),
        (hangs, 504, "timeout"),
    ],
)
def test_an_upstream_that_does_not_answer_is_told_of(
    behave: Behaviour | None, status: int, reason: str
) -> None:
    """The proxy answers for itself: a status, the reason in a header, and one sentence that says why."""
    with upstream(behave or hangs) as there:
        address = there.url if behave else nowhere()
        with proxying("powertokens", address, timeout_s=patience_s(behave)) as (url, _):
            answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
            (row,) = journal(url)

    assert (answer.status_code, answer.headers["x-truecopy-proxy"]) == (status, reason)
    content = answer.json()
    assert content.keys() == {"error", "upstream"}
    assert content["upstream"] == address
    assert content["error"].startswith(address)
    assert (row["status"], row["answered_by"]) == (status, "proxy")
    assert row["operation"] == "edit-image-json"
    assert row["note"] == f"not judged: {content['error']}"


@pytest.mark.parametrize(
    ("behave", "note"),
    [
        (resets_in_mid_answer, "broke off in the middle of its answer"),
        (ends_a_chunked_answer_early, "broke off in the middle of its answer"),
        (hangs_in_mid_answer, "has sent nothing more within 0.3 seconds"),
    ],
)
def test_an_answer_that_breaks_off_breaks_off_for_the_client(behave: Behaviour, note: str) -> None:
    """A truncated answer is seen as one: it is never made to look whole."""
    patience = patience_s(behave)
    with (
        upstream(behave) as there,
        proxying("powertokens", there.url, timeout_s=patience) as (url, _),
    ):
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert (row["status"], row["answered_by"]) == (200, "upstream")
    assert note in row["note"]
    assert row["findings"] == []


def test_an_answer_is_as_long_as_it_was_announced() -> None:
    """What comes after the announced length is dropped, and does not stop later requests for long."""
    with upstream(says_too_much) as there, proxying("powertokens", there.url) as (url, _):
        first = httpx2.get(f"{url}/v1/x")
        httpx2.get(f"{url}/v1/x")  # finds the rest of the first answer, and ends that connection
        third = httpx2.get(f"{url}/v1/x")

    assert (first.content, third.content) == (b"{}", b"{}")


def test_a_redirect_is_passed_on() -> None:
    """The client sees it, nobody follows it, and it is judged: as a refusal."""
    behave = answering(b"", b"Location: http://elsewhere.example/", status=b"307 Elsewhere")
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

        assert len(there.heads) == 1
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://elsewhere.example/"
    assert [each["rule"] for each in row["findings"]] == ["request-valid-refused"]


@pytest.fixture
def short_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body of more than 2 MB is long."""
    monkeypatch.setattr(copies, "MOST_BYTES", 2 * MEGABYTE)


@pytest.mark.usefixtures("short_copies")
def test_a_long_answer_passes_whole_and_is_not_held() -> None:
    """Every byte arrives, while never as much as that is in memory, and the journal says so."""
    size = 0
    with (
        upstream(sends_megabytes(30)) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        tracemalloc.start()
        try:
            with httpx2.stream("GET", f"{url}/v1/x", timeout=PATIENCE_S) as response:
                for piece in response.iter_raw():
                    size += len(piece)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        (row,) = journal(url)

    assert size == 30 * MEGABYTE
    assert peak < 20 * MEGABYTE
    assert row["note"] == "not judged: the answer has more than 2 MB"


@pytest.mark.usefixtures("short_copies")
def test_a_long_request_passes_whole_and_is_not_judged() -> None:
    """Every byte is sent on."""
    sizes = []

    def answer(line: Line) -> None:
        sizes.append(len(there.bodies[-1]))
        answering()(line)

    with upstream(answer) as there, proxying("powertokens", there.url) as (url, _):
        pieces = (bytes(MEGABYTE) for _ in range(3))
        httpx2.post(f"{url}{EDITS}", content=pieces, timeout=PATIENCE_S)
        (row,) = journal(url)

    assert sizes == [3 * MEGABYTE]
    assert row["note"] == "not judged: the request has more than 2 MB"


@pytest.mark.parametrize("behave", [hangs, hangs_in_mid_answer])
def test_a_client_that_goes_away_takes_its_request_along(behave: Behaviour) -> None:
    """The upstream's connection ends with the client's, before the answer and in the middle of it."""
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as client:
            client.sendall(b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
            if behave is hangs_in_mid_answer:
                assert client.recv(1) == b"H"
            assert there.is_asked.wait(PATIENCE_S)

        assert there.is_left.wait(PATIENCE_S)
        (row,) = journal(url)
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
        (row,) = journal(url)

    assert (row["status"], row["note"]) == (0, "not judged: the client went away")
    assert there.bodies == []


GOOD_ANSWER = json.dumps({"created": "text", "data": [{"url": "https://a.example/x.png"}]}).encode()


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_an_encoded_answer_is_looked_into(coding: str, packed: Any) -> None:
    """The client gets the bytes as they are; what is in them is judged."""
    body = packed(GOOD_ANSWER)
    behave = answering(body, JSON.strip(), b"Content-Encoding: " + coding.encode())
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        with httpx2.stream("POST", f"{url}{EDITS}", json=EDIT, headers=HEADERS) as response:
            received = b"".join(response.iter_raw())
        (row,) = journal(url)

    assert received == body
    assert response.headers["content-encoding"] == coding
    rules = {each["rule"] for each in row["findings"]}
    assert {"answer-field-type-differs", "answer-field-missing"} <= rules


@pytest.mark.parametrize(
    ("coding", "body", "note"),
    [
        (b"compress", b"?", "the answer is encoded with 'compress', which cannot be opened"),
        (b"gzip", gzip.compress(GOOD_ANSWER, mtime=0)[:-4], "the answer's gzip data is damaged"),
    ],
)
def test_what_cannot_be_opened_is_not_judged(coding: bytes, body: bytes, note: str) -> None:
    """An answer that cannot be looked into passes, and the journal says why nothing is said of it."""
    behave = answering(body, b"Content-Encoding: " + coding)
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        with httpx2.stream("POST", f"{url}{EDITS}", json=EDIT) as response:
            received = b"".join(response.iter_raw())
        (row,) = journal(url)

    assert received == body
    assert row["note"].startswith(f"not judged: {note}")


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


def test_a_refused_upload_is_read_before_the_answer() -> None:
    """A client in the middle of an upload gets the proxy's answer, and no reset."""
    with proxying("powertokens", nowhere()) as (url, _):
        answer = httpx2.post(
            f"{url}{EDITS}",
            content=(bytes(MEGABYTE) for _ in range(20)),
            headers={"connection": "close"},
            timeout=PATIENCE_S,
        )

    assert answer.status_code == 502


def test_an_early_answer_reaches_a_client_that_still_sends() -> None:
    """An upstream may refuse an upload that it has not read; the client learns of it."""

    def refuse(line: Line) -> None:
        answering(b"{}", b"Connection: close", status=b"413 Too Large")(line)
        line.wait_for_end()

    with (
        upstream(refuse, reads_body=False) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        answer = httpx2.post(f"{url}{EDITS}", content=bytes(8 * MEGABYTE), timeout=PATIENCE_S)

    assert answer.status_code == 413


class Hasty(Relay):
    """Asks the upstream without waiting for the client's body."""

    def open(self, *request: Any) -> AbstractAsyncContextManager[Relayed]:
        """Send the request without a body."""
        return super().open(request[0], request[1], (), request[3])


def test_an_answer_to_half_a_request_is_not_judged() -> None:
    """What was not read of a request is taken from the client, and the journal says what is missing."""
    with upstream(answering()) as there, proxying("powertokens", Hasty(there.url)) as (url, _):
        answer = httpx2.post(f"{url}{EDITS}", content=bytes(8 * MEGABYTE), timeout=PATIENCE_S)
        (row,) = journal(url)

    assert answer.status_code == 200
    assert row["note"] == "not judged: it was answered before the request was whole"


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
