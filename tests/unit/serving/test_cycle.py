"""Answers written in one piece."""

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import CoroutineType

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.server import ServerState

from truecopy.serving.cycle import WholeAnswerCycle, rest_of
from truecopy.serving.protocol import Protocol

Talk = Callable[[WholeAnswerCycle, Receive], Awaitable[None]]


def cycle_of(send: Send) -> WholeAnswerCycle:
    """Return the cycle whose messages a function sends."""
    cycle = getattr(send, "__self__", None)
    assert isinstance(cycle, WholeAnswerCycle)
    return cycle


def talking(talk: Talk) -> ASGIApp:
    """Return an application that does nothing but talk."""

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        await talk(cycle_of(send), receive)

    return app


def ask(request: bytes, app: ASGIApp) -> tuple[bytes, list[bytes]]:
    """Send a request and the end of the stream; return what came back, and the pieces that were written."""
    pieces: list[bytes] = []

    class Watched(Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class
            super().connection_made(transport)

            class Writes:
                def __getattr__(self, name: str) -> object:
                    return getattr(transport, name)

                def write(self, data: bytes) -> None:
                    pieces.append(bytes(data))
                    transport.write(data)

            self.transport = Writes()  # type: ignore[assignment] # all that the protocol asks of one

    async def run() -> bytes:
        config = uvicorn.Config(app, lifespan="off", log_config=None, proxy_headers=False)
        config.load()
        loop, state = asyncio.get_running_loop(), ServerState()
        state.default_headers = [(b"date", b"Thu, 26 Nov 2026 12:00:00 GMT")]
        server = await loop.create_server(lambda: Watched(config, state, {}), "127.0.0.1", 0)
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
            writer.write(request)
            writer.write_eof()
            answer = await reader.read()
        writer.close()
        server.close()
        return answer

    return asyncio.run(run()), pieces


def test_head_and_body_go_out_together() -> None:
    """One write to the transport holds both."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
        await cycle.answer(201, headers, b"boat")

    answer, pieces = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", talking(talk))
    assert answer == (
        b"HTTP/1.1 201 Created\r\ndate: Thu, 26 Nov 2026 12:00:00 GMT\r\ncontent-type: text/plain\r\n"
        b"content-length: 4\r\n\r\nboat"
    )
    assert pieces == [answer]


def test_the_answer_to_head_has_no_body() -> None:
    """Its length is told all the same."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        await cycle.answer(200, [(b"content-length", b"4")], b"boat")

    answer, _ = ask(b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", talking(talk))
    assert answer.endswith(b"content-length: 4\r\n\r\n")


def test_a_connection_that_ends_says_so() -> None:
    """The client asked for its end."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        await cycle.answer(200, [(b"content-length", b"0")], b"")

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", talking(talk))
    assert b"\r\nconnection: close\r\n" in answer


@pytest.mark.parametrize("value", [b"a\r\nb: c", b"a\nb", b"a\rb", b"a\0b"])
def test_no_header_becomes_another_answer(value: bytes) -> None:
    """A line end in a value would begin a header, or a body."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        await cycle.answer(200, [(b"x-why", value)], b"")

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", talking(talk))
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"x-why" not in answer


def test_a_body_that_is_there_is_given_once_and_then_the_end() -> None:
    """Whoever asks again hears that nothing more comes."""
    seen: list[Message] = []

    async def talk(cycle: WholeAnswerCycle, receive: Receive) -> None:
        seen.append(await receive())
        await cycle.answer(200, [(b"content-length", b"0")], b"")
        seen.append(await receive())

    ask(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nboat", talking(talk))
    assert seen == [
        {"type": "http.request", "body": b"boat", "more_body": False},
        {"type": "http.disconnect"},
    ]


def test_a_body_in_pieces_is_given_in_pieces() -> None:
    """Together they are what was sent."""
    seen: list[Message] = []

    async def talk(cycle: WholeAnswerCycle, receive: Receive) -> None:
        while not seen or seen[-1]["more_body"]:
            seen.append(await receive())
        await cycle.answer(200, [(b"content-length", b"0")], b"")

    chunked = b"".join(b"10000\r\n%s\r\n" % (b"x" * 65_536) for _ in range(8)) + b"0\r\n\r\n"
    ask(
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, talking(talk)
    )
    assert b"".join(each["body"] for each in seen) == b"x" * 8 * 65_536


def begun(talk: Talk) -> tuple[bytes, list[bool]]:
    """Ask an application that begins at once; return the answer, and whether it ran in a task, before and after."""
    in_task: list[bool] = []

    class App:
        begins_at_once = True

        async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
            in_task.append(asyncio.current_task() is not None)
            await talk(cycle_of(send), receive)
            in_task.append(asyncio.current_task() is not None)

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", App())
    return answer, in_task


async def answered(cycle: WholeAnswerCycle) -> None:
    """Answer."""
    await cycle.answer(200, [(b"content-length", b"4")], b"boat")


def test_what_waits_for_nothing_needs_no_task() -> None:
    """It is answered within the segment that brought it."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        await answered(cycle)

    answer, in_task = begun(talk)
    assert answer.endswith(b"boat")
    assert in_task == [False, False]


async def _sleep() -> None:
    await asyncio.sleep(0.01)


async def _yield() -> None:
    await asyncio.sleep(0)


async def _thread() -> None:
    assert await asyncio.get_running_loop().run_in_executor(None, str, 7) == "7"


async def _caught() -> None:
    failing = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.01, failing.set_exception, LookupError("no boat"))
    with pytest.raises(LookupError, match="no boat"):
        await failing


async def _done() -> None:
    done = asyncio.get_running_loop().create_future()
    done.set_result(3)
    assert await done == 3
    await asyncio.sleep(0)


@pytest.mark.parametrize("wait", [_sleep, _yield, _thread, _caught, _done])
def test_what_waits_goes_on_in_a_task(wait: Callable[[], Awaitable[None]]) -> None:
    """Results and errors of what it waits for reach it; afterwards timeouts work, which need a task."""

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        await wait()
        async with asyncio.timeout(5):
            await asyncio.sleep(0)
        await answered(cycle)

    answer, in_task = begun(talk)
    assert answer.endswith(b"boat")
    assert in_task == [False, True]


def test_what_goes_on_is_a_coroutine_by_type() -> None:
    """Tasks of Python 3.12 and later take no generators."""

    async def work() -> None:
        await asyncio.sleep(0)

    begun = work()
    going_on = rest_of(begun, begun.send(None))

    assert isinstance(going_on, CoroutineType)
    going_on.close()
    begun.close()


@pytest.mark.parametrize("waits", [False, True])
def test_what_fails_is_told_however_it_began(waits: bool) -> None:
    """The client gets the answer of the server for that."""

    async def talk(cycle: WholeAnswerCycle, __: Receive) -> None:
        if waits:
            await asyncio.sleep(0)
        raise LookupError

    answer, _ = begun(talk)
    assert answer.startswith(b"HTTP/1.1 500 ")


def test_what_waits_can_be_cancelled() -> None:
    """As at the end of the server, when it waits too long."""
    seen: list[str] = []

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            seen.append("cancelled")
            await asyncio.sleep(0)
        await answered(cycle)

    class App:
        begins_at_once = True

        async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
            asyncio.get_running_loop().call_later(0.01, self.cancel)
            await talk(cycle_of(send), receive)

        @staticmethod
        def cancel() -> None:
            for task in asyncio.all_tasks():
                if task.get_coro().__qualname__ == "rest_of":  # type: ignore[union-attr] # a generator has it, too
                    task.cancel()

    answer, _ = ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", App())
    assert seen == ["cancelled"]
    assert answer.endswith(b"boat")


def test_what_an_error_knows_ends_with_its_request() -> None:
    """A refusal from a thread holds the body that it is about; nobody waits for garbage to be collected."""

    class Body:
        pass

    kept: list[weakref.ref[Body]] = []

    def refuse() -> None:
        body = Body()
        kept.append(weakref.ref(body))
        raise LookupError

    async def talk(cycle: WholeAnswerCycle, _: Receive) -> None:
        with suppress(LookupError):
            await asyncio.to_thread(refuse)
        await answered(cycle)

    gc.collect()
    gc.disable()
    try:
        begun(talk)
        assert kept[0]() is None
    finally:
        gc.enable()
