"""Requests that are run together, and answered behind the last of them."""

import asyncio
import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from truecopy.serving.batch import RequestBatch, WrittenAnswer, batch_of
from truecopy.serving.cycle import WholeAnswerCycle
from truecopy.serving.protocol import Protocol

REQUEST = b"GET /%s HTTP/1.1\r\nHost: h\r\n\r\n"


class Transport(asyncio.Transport):
    """Notes what is written to it."""

    def __init__(self, name: str, events: list[str]) -> None:
        super().__init__()
        self.name, self.events = name, events
        self.has_failed = self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Note the status and who writes."""
        self.events.append(f"{self.name} {bytes(data)[9:12].decode()}")

    def close(self) -> None:
        """Close."""
        self.events.append(f"{self.name} closed")
        self.is_closed = True

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.is_closed

    def pause_reading(self) -> None:
        """Nothing is read from it anyway."""

    def resume_reading(self) -> None:
        """Nothing is read from it anyway."""

    def can_write_eof(self) -> bool:
        """As of a plain connection, no."""
        return False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Give the addresses of nobody."""
        return ("127.0.0.1", 1) if name.endswith("name") else default


class Told:
    """An application that tells when it is asked, and waits on the path `/wait`."""

    begins_at_once = True

    def __init__(self, events: list[str]) -> None:
        self.events = events

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] == "/wait":
            await asyncio.sleep(0)
        self.events.append(f"{scope['path'][1:]} asked")
        cycle = getattr(send, "__self__", None)
        assert isinstance(cycle, WholeAnswerCycle)
        await cycle.answer(200, [(b"content-length", b"0")], b"")


def told(
    names: str, act: Callable[[list[Protocol]], None], events: list[str] | None = None
) -> list[str]:
    """Return what happens on connections, one for each letter of `names`, when something is done with them."""
    events = [] if events is None else events

    async def run() -> None:
        config = uvicorn.Config(Told(events), lifespan="off", log_config=None, proxy_headers=False)
        config.load()
        state = ServerState()
        connections = [Protocol(config, state, {}) for _ in names]
        for name, each in zip(names, connections, strict=True):
            each.connection_made(Transport(name, events))
        act(connections)
        assert len(names) == 1 or events == []
        for _ in range(4):
            await asyncio.sleep(0)

    asyncio.run(run())
    return events


def test_all_are_run_before_the_first_is_answered() -> None:
    """Requests that are read in one turn of the loop do not wake their clients between them."""

    def act(connections: list[Protocol]) -> None:
        for name, each in zip((b"a", b"b", b"c"), connections, strict=True):
            each.data_received(REQUEST % name)

    assert told("abc", act) == ["a asked", "b asked", "c asked", "a 200", "b 200", "c 200"]


def test_the_only_connection_waits_for_no_other() -> None:
    """Its request is answered in the segment that brought it."""
    seen: list[str] = []

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(REQUEST % b"a")
        seen.append("behind the segment")

    events = told("a", act, seen)

    assert events == ["a asked", "a 200", "behind the segment"]


def test_one_that_waits_keeps_nobody_waiting() -> None:
    """It goes on in a task, and is answered when it is done."""

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(REQUEST % b"wait")
        connections[1].data_received(REQUEST % b"b")

    assert told("ab", act) == ["b asked", "b 200", "wait asked", "a 200"]


def test_of_many_some_are_answered_first() -> None:
    """A client waits for 31 others at most."""

    def act(connections: list[Protocol]) -> None:
        for each in connections:
            each.data_received(REQUEST % b"x")

    events = told("x" * 40, act)

    assert events == (["x asked"] * 32 + ["x 200"] * 32 + ["x asked"] * 8 + ["x 200"] * 8)


@pytest.mark.parametrize("names", ["a", "ab"])
def test_what_is_no_request_is_refused_behind_the_answer(names: str) -> None:
    """The refusal of what follows a good request comes second, in the same segment, too."""

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(REQUEST % b"a" + b"nonsense\r\n\r\n")

    assert told(names, act) == ["a asked", "a 200", "a 400"]


@pytest.mark.parametrize("names", ["a", "ab"])
def test_behind_the_last_answer_nothing_is_run(names: str) -> None:
    """Of two requests in one segment, the first of which ends the connection, one is answered."""
    last = b"GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(last + REQUEST % b"b")

    assert told(names, act) == ["a asked", "a 200", "a closed"]


@pytest.mark.parametrize("names", ["a", "ab"])
def test_requests_of_one_segment_are_answered_in_turn(names: str) -> None:
    """The second begins when the first is answered."""

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(REQUEST % b"a" + REQUEST % b"b")

    assert told(names, act) == ["a asked", "a 200", "b asked", "a 200"]


def test_a_client_that_is_gone_by_then_is_not_written_to() -> None:
    """The connection was lost between request and answer."""

    def act(connections: list[Protocol]) -> None:
        connections[0].data_received(REQUEST % b"a")
        connections[0].connection_lost(ConnectionResetError())

    assert told("ab", act) == ["a asked"]


@pytest.mark.parametrize("part", ["request", "answer"])
def test_one_that_fails_loses_no_other(part: str) -> None:
    """Answers that are there are sent, and requests behind it are run, whatever of it fails."""
    events: list[str] = []
    batch = RequestBatch()

    def answer() -> None:
        batch.send(
            WrittenAnswer(
                Transport("a", events), b"HTTP/1.1 200", is_last=True, on_sent=lambda: None
            )
        )

    def fail() -> None:
        raise ArithmeticError

    def fail_later() -> None:
        transport = Transport("b", events)
        batch.send(WrittenAnswer(transport, b"HTTP/1.1 200", is_last=False, on_sent=fail))

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: events.append("failed"))
        for each in (answer, fail if part == "request" else fail_later, answer):
            batch.add(each)
        for _ in range(3):
            await asyncio.sleep(0)

    asyncio.run(run())

    assert [each for each in events if each[0] != "b"] == [
        "a 200",
        "a closed",
        "failed",
        "a 200",
        "a closed",
    ]


def test_an_answer_to_a_closed_connection_is_dropped() -> None:
    """What follows the answer happens all the same."""
    events: list[str] = []
    transport = Transport("a", events)
    transport.close()

    RequestBatch().send(
        WrittenAnswer(transport, b"", is_last=False, on_sent=lambda: events.append("sent"))
    )

    assert events == ["a closed", "sent"]


def test_each_loop_has_its_own() -> None:
    """Servers in threads of one process share nothing, and nothing is kept of a loop that has ended."""
    kept: list[weakref.ref[RequestBatch]] = []

    async def mine() -> None:
        loop = asyncio.get_running_loop()
        batch = batch_of(loop)
        assert batch_of(loop) is batch
        assert all(each() is not batch for each in kept)
        kept.append(weakref.ref(batch))

    for _ in range(2):
        asyncio.run(mine())
    gc.collect()

    assert [each() for each in kept] == [None, None]
