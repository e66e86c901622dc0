"""The fallback: the mock answers where the upstream cannot, and nothing else passes for the vendor's answer."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.vendor import make_vendor
from tests.play import FakeClock
from tests.stand_ins import always, now_and_then, serving
from tests.upstreams import (
    MEGABYTE,
    Behaviour,
    Line,
    answering,
    contract_of,
    hangs,
    is_no_http,
    journal,
    nowhere,
    patience_s,
    proxying,
    resets_before_the_answer,
    resets_in_mid_answer,
    upstream,
)

from truecopy import create_app
from truecopy.contract.matching import Match
from truecopy.recording.proxying import copies
from truecopy.recording.proxying.fallback import Fallback
from truecopy.recording.proxying.proxy_app import ProxyApp

EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
TASKS = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
TASK = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
HEADERS = {"authorization": "Bearer sk-a-secret-of-mine"}
PATIENCE_S = 30


@contextmanager
def falling_back(vendor: str, url: str, **settings: Any) -> Iterator[tuple[str, ProxyApp]]:
    """Serve a proxy with the vendor's mock behind it, on a clock that stands still."""
    mock = create_app([vendor], seed=7, time_source=FakeClock())
    settings = {"fallback": mock, **settings}
    with proxying(vendor, url, **settings) as (address, app):
        yield address, app


def unavailable(status: bytes) -> Behaviour:
    """Return a behaviour that says that it cannot answer, at some length."""
    return answering(b"x" * 100_000, status=status)


def alive(app: ASGIApp) -> ASGIApp:
    """Return an application that also lives and ends as a server asks it to."""

    async def living(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})

    return living


_FAILING: dict[str, tuple[Behaviour | None, str]] = {
    "unreachable": (None, "cannot be reached"),
    "silent": (hangs, "has not answered within 0.3 seconds"),
    "reset": (resets_before_the_answer, "broke off before its answer"),
    "another protocol": (is_no_http, "broke off before its answer"),
    "502": (unavailable(b"502 Bad Gateway"), "answered 502"),
    "503": (unavailable(b"503 Service Unavailable"), "answered 503"),
    "504": (unavailable(b"504 Gateway Timeout"), "answered 504"),
}


@pytest.mark.parametrize("case", _FAILING.values(), ids=list(_FAILING))
def test_the_mock_answers_where_the_upstream_cannot(case: tuple[Behaviour | None, str]) -> None:
    """The same request, body and all, gets the mock's answer, which says whose it is."""
    behave, why = case
    kept: list[Any] = []
    with upstream(behave or hangs) as there:
        address = there.url if behave else nowhere()
        settings = {"timeout_s": patience_s(behave), "keep": lambda *each: kept.append(each)}
        with falling_back("powertokens", address, **settings) as (url, _):
            answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
            picture = httpx2.get(answer.json()["data"][0]["url"])
            (row,) = journal(url)

    assert (answer.status_code, answer.headers["x-truecopy-answered-by"]) == (200, "mock")
    assert "x-truecopy-proxy" not in answer.headers
    assert picture.content.startswith(b"\x89PNG")
    assert (row["answered_by"], row["status"]) == ("mock", 200)
    assert row["operation"] == "edit-image-json"
    assert row["note"].startswith(f"answered by the mock: {address} {why}")
    assert (row["findings"], row["recorded"], kept) == ([], False, [])


@pytest.mark.parametrize(
    "status", [b"200 OK", b"400 Bad Request", b"429 Too Many", b"500 Internal", b"501 No"]
)
def test_the_mock_is_not_asked_where_the_upstream_answers(status: bytes) -> None:
    """An answer of the vendor, good or bad, is passed on."""
    with (
        upstream(answering(b'{"a": 1}', status=status)) as there,
        falling_back("powertokens", there.url) as (url, _),
    ):
        answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert answer.json() == {"a": 1}
    assert "x-truecopy-answered-by" not in answer.headers
    assert row["answered_by"] == "upstream"


def test_an_answer_that_has_begun_is_not_replaced() -> None:
    """A reset in the middle of an answer stays what it is: there is no second answer."""
    with (
        upstream(resets_in_mid_answer) as there,
        falling_back("powertokens", there.url) as (url, _),
    ):
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert row["answered_by"] == "upstream"


def test_the_mock_gets_a_body_that_was_half_sent() -> None:
    """An upstream that ends in the middle of an upload leaves a whole request to the mock."""
    reset = Event()

    def end(line: Line) -> None:
        line.read(9)
        line.reset()
        reset.set()

    def pieces() -> Iterator[bytes]:
        body = json.dumps({**EDIT, "extra": {"note": "x" * 3 * MEGABYTE}}).encode()
        yield body[:100]
        assert reset.wait(PATIENCE_S)
        for start in range(100, len(body), 50_000):
            yield body[start : start + 50_000]

    headers = {**HEADERS, "content-type": "application/json"}
    with (
        upstream(end, reads_body=False) as there,
        falling_back("powertokens", there.url) as (url, _),
    ):
        answer = httpx2.post(f"{url}{EDITS}", content=pieces(), headers=headers, timeout=30)

    assert answer.status_code == 200, answer.text
    assert answer.headers["x-truecopy-answered-by"] == "mock"


def test_the_mock_may_answer_in_pieces_and_listen() -> None:
    """Whatever answers in the upstream's place has the whole of ASGI: pieces, and the end of the client."""
    heard: list[str] = []

    async def talkative(scope: Scope, receive: Receive, send: Send) -> None:
        is_more = True
        while is_more:
            message = await receive()
            heard.append(message["body"].decode())
            is_more = message["more_body"]
        listening = asyncio.ensure_future(receive())
        await send({"type": "http.response.start", "status": 200})
        for each in (b"one, ", b"two", b""):
            await send({"type": "http.response.body", "body": each, "more_body": bool(each)})
        heard.extend([(await listening)["type"], (await receive())["type"]])

    with falling_back("powertokens", nowhere(), fallback=alive(talkative)) as (url, _):
        answer = httpx2.post(f"{url}{EDITS}", content=b"hello")
        (row,) = journal(url)

    assert answer.content == b"one, two"
    assert answer.headers["x-truecopy-answered-by"] == "mock"
    assert "".join(heard[:-2]) == "hello"
    assert heard[-2:] == ["http.disconnect"] * 2
    assert row["note"].startswith("answered by the mock")


def test_a_client_that_goes_away_stops_the_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers a client that has left."""
    monkeypatch.setattr("truecopy.serving.protocol._LOOK_S", 0.1)
    is_asked, is_stopped = Event(), Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        is_asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            is_stopped.set()

    with falling_back("powertokens", nowhere(), fallback=alive(slow)) as (url, _):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as client:
            client.sendall(b"GET /v1/x HTTP/1.1\r\nHost: x\r\n\r\n")
            assert is_asked.wait(PATIENCE_S)

        assert is_stopped.wait(PATIENCE_S)
        (row,) = journal(url)

    assert (row["answered_by"], row["status"]) == ("mock", 0)
    assert row["note"] == "not judged: the client went away"


def test_an_upstream_that_is_back_answers_again() -> None:
    """Each request is tried at the upstream first."""
    vendor = now_and_then(2, always(503), make_vendor("powertokens"))
    with serving(vendor) as there, falling_back("powertokens", there) as (url, _):
        for _ in range(2):
            httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        rows = journal(url)

    assert [row["answered_by"] for row in rows] == ["mock", "upstream"]


@pytest.mark.slow
def test_a_whole_task_of_the_mock_stays_with_it() -> None:
    """What the mock created is looked up there, even when the upstream is back and knows nothing of it."""
    clock = FakeClock()
    mock = create_app(["mulerouter"], seed=7, time_source=clock)
    real, is_down, seen = make_vendor("mulerouter"), [True], []
    answer = httpx2.Response(0)

    async def vendor(scope: Scope, receive: Receive, send: Send) -> None:
        await (always(503) if is_down[0] else real)(scope, receive, send)

    with (
        serving(vendor) as there,
        falling_back("mulerouter", there, fallback=mock) as (url, _),
    ):
        made = httpx2.post(f"{url}{TASKS}", json=TASK, headers=HEADERS)
        is_down[0] = False
        path = f"{url}{TASKS}/{made.json()['task_info']['id']}"
        for _ in range(20):
            answer = httpx2.get(path, headers=HEADERS)
            assert answer.headers["x-truecopy-answered-by"] == "mock"
            seen.append(answer.json()["task_info"]["status"])
            clock.now += 1
        pictures = [httpx2.get(each).content for each in answer.json()["images"]]
        other = httpx2.post(f"{url}{TASKS}", json=TASK, headers=HEADERS).json()
        looked = httpx2.get(f"{url}{TASKS}/{other['task_info']['id']}", headers=HEADERS)
        rows = journal(url)

    assert made.status_code == 202
    assert list(dict.fromkeys(seen)) == ["pending", "processing", "completed"]
    assert all(each.startswith(b"\x89PNG") for each in pictures)
    assert looked.status_code == 200
    assert "x-truecopy-answered-by" not in looked.headers
    assert [row["answered_by"] for row in rows] == ["upstream"] * 2 + ["mock"] * 21
    assert rows[2]["note"] == "answered by the mock: the mock made this task"


def test_the_mock_is_not_asked_for_tasks_that_it_did_not_make() -> None:
    """It would deny a task that was paid for: the client is told of the outage instead."""
    path = f"{TASKS}/3f0a0c46-2a3b-4b8e-9d52-6a3a8d1c7e90"
    with serving(always(503)) as there, falling_back("mulerouter", there) as (url, _):
        unavailable = httpx2.get(f"{url}{path}", headers=HEADERS)
    with falling_back("mulerouter", nowhere()) as (url, _):
        unreachable = httpx2.get(f"{url}{path}", headers=HEADERS)

    assert (unavailable.status_code, unreachable.status_code) == (503, 502)
    assert "it did not make this task" in unreachable.json()["error"]


def test_a_refusal_by_the_mock_makes_no_task() -> None:
    """Only an accepted task is remembered; the vendor's own tasks are looked up at the vendor."""
    with falling_back("mulerouter", nowhere()) as (url, app):
        refused = httpx2.post(f"{url}{TASKS}", json={}, headers=HEADERS)

        assert refused.status_code == 400
        assert app._fallback is not None
        assert app._fallback._tasks == {}


def test_the_oldest_tasks_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of tasks is bounded."""
    monkeypatch.setattr("truecopy.recording.proxying.fallback._MOST_TASKS", 2)
    with falling_back("mulerouter", nowhere()) as (url, app):
        ids = [
            httpx2.post(f"{url}{TASKS}", json=TASK, headers=HEADERS).json()["task_info"]["id"]
            for _ in range(3)
        ]

        assert app._fallback is not None
        assert list(app._fallback._tasks) == ids[1:]


def test_a_vendor_without_tasks_has_none() -> None:
    """Where the contract knows no lifecycle, no request is about a task."""
    fallback = Fallback(_nobody, contract_of("powertokens"))
    match = Match(operation="x", path="/x", parameters={}, is_exact=True)

    assert not fallback.has_task(match)
    assert not fallback.has_task(None)


async def _nobody(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError(scope)


@pytest.fixture
def short_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body of more than 2 MB is too long."""
    monkeypatch.setattr(copies, "MOST_BYTES", 2 * MEGABYTE)


def post_too_much(url: str) -> httpx2.Response:
    """Send 3 MB."""
    pieces = (bytes(MEGABYTE) for _ in range(3))
    return httpx2.post(f"{url}{EDITS}", content=pieces, timeout=PATIENCE_S)


@pytest.mark.usefixtures("short_copies")
def test_a_request_that_is_too_long_gets_no_second_answer() -> None:
    """Of a body that is too long there is no copy for the mock: the proxy says so, in its answer and its journal."""
    with (
        upstream(resets_before_the_answer) as there,
        falling_back("powertokens", there.url) as (url, _),
    ):
        answer = post_too_much(url)
        (row,) = journal(url)

    said = "; the mock could not be asked: the request has more than 2 MB"
    assert (answer.status_code, answer.headers["x-truecopy-proxy"]) == (502, "reset")
    assert answer.json()["error"].endswith(said)
    assert row["note"].endswith(said)


@pytest.mark.usefixtures("short_copies")
def test_a_request_that_is_too_long_gets_the_answer_that_there_is() -> None:
    """The upstream's own 503 is passed on where the mock cannot be asked."""
    with (
        upstream(unavailable(b"503 Service Unavailable")) as there,
        falling_back("powertokens", there.url) as (url, _),
    ):
        answer = post_too_much(url)
        (row,) = journal(url)

    assert (answer.status_code, len(answer.content)) == (503, 100_000)
    assert row["note"].endswith("the request has more than 2 MB, so the mock could not be asked")
