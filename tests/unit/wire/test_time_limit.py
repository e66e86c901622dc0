"""An answer takes no longer than it may, however it comes."""

import asyncio
import math
import time
from collections.abc import Callable

import httpx2
import pytest
from tests.unit.wire.targets import GET, KEYS, make_app_target
from tests.upstreams import UNENDING, Behaviour, Line, answering, upstream

from truecopy.errors import DeadlineReachedError
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.exact_transport import ExactTransport
from truecopy.wire.time_limit import TimeIsUpError, TimeLimit
from truecopy.wire.unanswered import UnansweredError

unending = pytest.mark.parametrize("behave", UNENDING.values(), ids=list(UNENDING))


def silent(line: Line) -> None:
    """Say nothing."""
    line.wait_for_end()


@unending
def test_an_answer_without_end_is_given_up(behave: Behaviour) -> None:
    """Pieces that come in time make no answer: after the time for all of it there is none."""
    with upstream(behave) as there, Target(there.url, KEYS, timeout_s=0.3) as target:
        began = time.monotonic()

        interaction = target.send(GET)

    assert time.monotonic() - began < 2
    assert (interaction.status, interaction.is_unending) == (0, True)
    assert interaction.failure == "the answer did not end within 0.3 seconds"


@unending
def test_a_picture_without_end_is_given_up(behave: Behaviour) -> None:
    """The same holds of pictures; nothing is asked for a second time that would take as long again."""
    with upstream(behave) as there, Target(there.url, KEYS, timeout_s=0.3) as target:
        with pytest.raises(OSError, match=r"did not end within 0\.3 seconds") as caught:
            RequestSender(target, Budget()).download(f"{there.url}/1.png")

        assert not isinstance(caught.value, UnansweredError)
        assert len(there.heads) == 1


@unending
def test_the_end_of_a_run_ends_its_last_answer(behave: Behaviour) -> None:
    """What is under way when the run is over is given up, although an answer may take longer."""
    with upstream(behave) as there, Target(there.url, KEYS, timeout_s=60) as target:
        sender, began = RequestSender(target, Budget(), deadline_s=0.3), time.monotonic()

        with pytest.raises(DeadlineReachedError):
            sender.send(GET)

    assert time.monotonic() - began < 2


def test_silence_is_no_answer_without_end() -> None:
    """A target that says nothing at all is told apart, and asked once more."""
    with upstream(silent) as there, Target(there.url, KEYS, timeout_s=0.2) as target:
        sender = RequestSender(target, Budget())
        interaction = sender.send(GET)

        assert interaction.failure == "no answer within 0.2 seconds"
        assert not interaction.is_unending
        assert sender.budget.requests == 2


def test_each_request_has_its_own_time() -> None:
    """The time of one answer is not that of the next, on the same connection."""
    with upstream(answering()) as there, Target(there.url, KEYS, timeout_s=0.3) as target:
        statuses = []
        for _ in range(3):
            statuses.append(target.send(GET).status)
            time.sleep(0.15)

    assert statuses == [200, 200, 200]


def test_a_body_that_nobody_takes_is_given_up() -> None:
    """A target that does not read what it is sent does not hold the run up."""

    def deaf(line: Line) -> None:
        time.sleep(0.6)
        line.close()

    limit = TimeLimit()
    with (
        upstream(deaf, reads_body=False) as there,
        httpx2.Client(transport=ExactTransport(limit=limit), timeout=0.25) as client,
    ):
        limit.begin(0.3)
        began = time.monotonic()

        with pytest.raises((httpx2.WriteTimeout, TimeIsUpError)):
            client.post(there.url, content=b"x" * 30_000_000)

    assert time.monotonic() - began < 2


async def _stuck(_scope: object, receive: Callable[[], object], _send: object) -> None:
    await asyncio.sleep(60)


def test_the_end_of_a_run_ends_what_is_under_way_in_process() -> None:
    """An application that never answers ends with the run."""
    with make_app_target(_stuck) as target:
        sender = RequestSender(target, Budget(), deadline_s=0.2)

        with pytest.raises(DeadlineReachedError):
            sender.send(GET)


def test_the_shorter_time_counts() -> None:
    """A piece is waited for as long as it may take, but not past the end of the answer or of the run."""
    limit = TimeLimit()
    assert limit.left_s() == math.inf
    assert limit.left_s(5.0) == 5.0

    limit.begin(10.0)
    assert limit.left_s(5.0) == 5.0
    assert 9 < limit.left_s(50.0) <= 10

    limit.run_until = time.monotonic() + 1
    limit.begin(10.0)
    assert limit.left_s() <= 1

    limit.begin(0.0)
    with pytest.raises(TimeIsUpError):
        limit.left_s(5.0)
