"""A target that is an application in process."""

import asyncio
import gzip
from typing import Any

import pytest
from tests.loopback import Received, Reply, loopback
from tests.unit.wire.targets import (
    GET,
    KEYS,
    make_app_target,
    plain_app,
)

from truecopy.model import Draft, Payload
from truecopy.wire import Target
from truecopy.wire.inprocess import InProcessTransport


def test_an_application_is_asked_in_process() -> None:
    """Status, every header, and the body are the application's; it gets what a server would pass on."""
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope, body=(await receive())["body"])
        headers = [(b"X-A", b"1"), (b"x-a", b"2"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 418, "headers": headers})
        await send({"type": "http.response.body", "body": b"tea", "more_body": True})
        await send({"type": "http.response.body", "body": b"pot"})

    draft = Draft(
        operation="x", method="POST", path="/a%20b?c=d", media_type="text/plain", body=b"hello"
    )
    with make_app_target(app) as made:
        interaction = made.send(draft)

    assert (interaction.status, interaction.body) == (418, b"teapot")
    assert [each for each in interaction.headers if each[0] == "x-a"] == [
        ("x-a", "1"),
        ("x-a", "2"),
    ]
    assert (seen["method"], seen["path"], seen["query_string"]) == ("POST", "/a b", b"c=d")
    assert seen["body"] == b"hello"
    assert (b"authorization", b"Bearer sk-good") in seen["headers"]


def test_an_application_that_packs_its_answers_is_read() -> None:
    """A packed answer is unpacked once."""
    app = plain_app(headers=[(b"content-encoding", b"gzip")], body=gzip.compress(b"hello"))
    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert (interaction.status, interaction.body) == (200, b"hello")


def test_an_application_that_raises_has_failed() -> None:
    """An exception of the application is what its users see: 500."""

    async def app(*_: Any) -> None:
        raise ValueError("broken")

    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert (interaction.status, interaction.failure) == (500, "")


def test_an_application_that_says_nothing_has_failed() -> None:
    """An application that returns without an answer is a failure of the target, not of the check."""

    async def app(*_: Any) -> None:
        return

    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert interaction.status in (0, 500)


def test_pictures_are_fetched_in_process_from_the_application_only() -> None:
    """Without a network, a picture is at the application's own address or cannot be had."""
    with make_app_target(plain_app(body=b"picture")) as made:
        assert made.download("http://vendor.localhost/1.png").body == b"picture"
        for other in ("https://cdn.example/1.png", "http://vendor.localhost:1/1.png", "/1.png"):
            with pytest.raises(OSError, match="not asked in process"):
                made.download(other)


def test_a_closed_application_has_no_thread_left() -> None:
    """When the target is closed its loop has ended."""
    with make_app_target(plain_app()) as made:
        transport = made._transport
        assert isinstance(transport, InProcessTransport)
        assert transport._thread.is_alive()

    assert not transport._thread.is_alive()
    assert transport._loop.is_closed()


def test_an_application_runs_outside_of_the_callers_loop() -> None:
    """An application can be asked from code that runs on a loop of its own."""

    async def ask() -> int:
        with make_app_target(plain_app(status=204, body=b"")) as made:
            return made.send(GET).status

    assert asyncio.run(ask()) == 204


def test_a_form_arrives_as_it_was_meant() -> None:
    """A form has the boundary that its header names."""

    def answer(request: Received) -> Reply:
        boundary = request.headers["content-type"].partition("boundary=")[2]
        return Reply(body=str(request.body.count(boundary.encode())).encode())

    draft = Draft(
        operation="x",
        method="POST",
        path="/",
        media_type="multipart/form-data",
        body=Payload(instance={"a": "1", "b": "f.png"}, files={"/b": b"data"}),
    )
    with loopback(answer) as server, Target(server.url, KEYS) as made:
        assert made.send(draft).body == b"3"
