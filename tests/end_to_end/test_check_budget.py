"""A check that may cost money: interrupted, killed and started again, it keeps its budget."""

import os
import signal
from pathlib import Path
from threading import Event

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.answers import Answer, Call
from tests.drifts.drift import Drift
from tests.drifts.vendor import make_vendor
from tests.end_to_end.checking import DRIFT_BY_NAME, LONG_S, check, ended, finish, start
from tests.stand_ins import serving

PRICE = 0.075


def test_an_interrupt_leaves_a_report(tmp_path: Path) -> None:
    """Ctrl-C in a check of a slow vendor ends it with 130; what is known by then is printed and reported."""
    waiting, number = Event(), 0
    vendor = make_vendor("mulerouter")

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        if number < 25:
            await vendor(scope, receive, send)
            return
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    with (
        serving(slow) as url,
        ended(start(tmp_path, url, "--vendor", "mulerouter")) as process,
    ):
        assert waiting.wait(LONG_S)
        os.killpg(process.pid, signal.SIGINT)
        checked = finish(process, tmp_path)

    assert checked.code == 130
    assert checked.content["exit_reason"] == "interrupted"
    assert checked.content["claims"]["held"] > 0
    assert "interrupted" in checked.out


def test_an_interrupt_of_generated_requests_keeps_what_was_found(tmp_path: Path) -> None:
    """Ctrl-C among generated requests ends with 130, and findings of before are reported."""
    waiting, number = Event(), 0
    vendor = make_vendor("powertokens", DRIFT_BY_NAME["data-renamed"])

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        if number < 40:
            await vendor(scope, receive, send)
            return
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    arguments = ("--vendor", "powertokens", "--phases", "fuzz", "--max-examples", "100")
    with serving(slow) as url, ended(start(tmp_path, url, *arguments)) as process:
        assert waiting.wait(LONG_S)
        os.killpg(process.pid, signal.SIGINT)
        checked = finish(process, tmp_path)

    assert checked.code == 130
    assert "answer-field-missing" in checked.rules


class Till:
    """What a vendor charged.

    Attributes:
        many: Set after so many pictures.
    """

    def __init__(self, most: int = 10**6) -> None:
        self.many = Event()
        self.usd = 0.0
        self._most = most

    def charge(self, answer: Answer, call: Call) -> Answer:
        """Charge a request that was accepted."""
        if call.operation == "create-generation" and answer.status < 300:
            self.usd += PRICE * max(1, int(call.request.get("n", 1)))
            if self.usd >= PRICE * self._most:
                self.many.set()
        return answer

    def vendor(self) -> ASGIApp:
        """Return a vendor that charges."""
        return make_vendor(
            "mulerouter",
            Drift(
                name="charges", vendor="mulerouter", kind="additive", traits={"edit": self.charge}
            ),
        )


@pytest.mark.parametrize("most", [1, 9])
def test_killed_runs_never_cost_more_than_the_budget(most: int, tmp_path: Path) -> None:
    """A run that was killed counts towards the next with its ledger: together they cost no more than allowed."""
    till = Till(most)
    waiting = Event()
    vendor = till.vendor()

    async def stuck(scope: Scope, receive: Receive, send: Send) -> None:
        await vendor(scope, receive, send)
        if till.many.is_set() and not waiting.is_set():
            waiting.set()

    arguments = (
        "--vendor=mulerouter",
        "--max-cost=0.9",
        "--ledger=ledger.jsonl",
        "--poll-interval=0.05",
    )
    with serving(stuck) as url:
        with ended(start(tmp_path, url, *arguments)) as process:
            assert waiting.wait(LONG_S)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        first = till.usd
        checked = check(tmp_path, url, "mulerouter", *arguments[1:])

    assert first > 0
    assert till.usd <= 0.9 + 1e-9
    assert checked.code == 3
    assert "an earlier run did not end" in checked.err
    assert checked.content["cost_usd"] <= 0.9 + 1e-9


def test_a_run_that_ended_costs_the_next_nothing(tmp_path: Path) -> None:
    """After a run that reached its budget the next may spend as much again."""
    till = Till()
    with serving(till.vendor()) as url:
        for _ in range(2):
            before = till.usd
            checked = check(tmp_path, url, "mulerouter", "--max-cost=0.5", "--ledger=ledger.jsonl")

            assert checked.code == 3
            assert 0 < till.usd - before <= 0.5 + 1e-9
            assert checked.content["cost_usd"] >= till.usd - before - 1e-9


def test_two_runs_do_not_share_a_ledger(tmp_path: Path) -> None:
    """A second run with the ledger of one under way is refused: exit 2, naming the file."""
    waiting = Event()

    async def stuck(_: Scope, receive: Receive, __: Send) -> None:
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    arguments = ("--vendor=mulerouter", "--max-cost=1", "--ledger=ledger.jsonl")
    with serving(stuck) as url, ended(start(tmp_path, url, *arguments)):
        assert waiting.wait(LONG_S)
        second = check(tmp_path, url, "mulerouter", *arguments[1:])

    assert second.code == 2
    assert "ledger.jsonl: another run uses this ledger" in second.err
