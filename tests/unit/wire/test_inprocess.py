"""An application called in process."""

import asyncio
from typing import Any

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from tests.stand_ins import always, broken_off

from truecopy.wire.inprocess import App, InProcessTransport


def client(app: App) -> httpx2.Client:
    """Return a client of an application."""
    return httpx2.Client(transport=InProcessTransport(app), base_url="http://kites.example")


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with what was asked, in pieces."""
    request = Request(scope, receive)
    body = await request.body()

    async def pieces() -> Any:
        yield f"{request.method} {request.url} ".encode()
        yield body

    await StreamingResponse(pieces(), 201, {"x-kite": "1"})(scope, receive, send)


def test_a_request_reaches_the_application_whole() -> None:
    """Method, address, headers and body arrive, and the answer comes back whole."""
    with client(echo) as there:
        answer = there.post("/make?n=1", content=iter([b"a ", b"kite"]))

    assert (answer.status_code, answer.headers["x-kite"]) == (201, "1")
    assert answer.text == "POST http://kites.example/make?n=1 a kite"


async def fail(scope: Any, receive: Any, send: Any) -> None:
    """Fail before there is an answer."""
    raise RuntimeError("no kites")


async def say_nothing(scope: Any, receive: Any, send: Any) -> None:
    """Return without an answer."""


@pytest.mark.parametrize("app", [fail, say_nothing, broken_off(always(200))])
def test_an_application_without_a_whole_answer_has_failed(app: App) -> None:
    """What would be a server's 500 is one here too."""
    with client(app) as there:
        assert there.get("/").status_code == 500


def test_headers_that_stand_twice_stay_two() -> None:
    """Cookies, above all, do not become one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        response = Response()
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        await response(scope, receive, send)

    with client(answer) as there:
        assert len(there.get("/").headers.get_list("set-cookie")) == 2


def test_what_is_under_way_ends_with_the_transport() -> None:
    """A task that the application has left behind does not outlive it."""
    ended: list[str] = []

    async def leave(scope: Any, receive: Any, send: Any) -> None:
        async def wait() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("ended")

        scope["state"] = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        await Response()(scope, receive, send)

    with client(leave) as there:
        assert there.get("/").is_success
        assert ended == []

    assert ended == ["ended"]
