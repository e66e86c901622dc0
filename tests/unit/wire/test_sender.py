"""RetryPolicy, second tries, rates and what they cost."""

import email.utils
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from truecopy.errors import BudgetReachedError, DeadlineReachedError
from truecopy.model import Draft, Interaction
from truecopy.wire import Budget, RequestSender, RetryPolicy, Target, sender
from truecopy.wire.sender import retry_after_s
from truecopy.wire.time_limit import TimeLimit

DRAFT = Draft(operation="make", method="POST", path="/make")
Step = tuple[int, str | None]


@dataclass
class Script(Target):
    """A target that answers with the next of some statuses, each with its Retry-After."""

    steps: list[Step]
    asked: list[str] = field(default_factory=list)
    is_in_process: bool = True
    lasts_s: float = 0.0
    limit: TimeLimit = field(default_factory=TimeLimit)

    def send(self, draft: Draft) -> Interaction:
        """Return the next answer."""
        status, wait = self.steps[0] if len(self.steps) == 1 else self.steps.pop(0)
        self.asked.append(draft.path)
        time.sleep(self.lasts_s)
        headers = () if wait is None else (("retry-after", wait),)
        return Interaction(method=draft.method, url=draft.path, status=status, headers=headers)

    def download(self, url: str) -> Interaction:
        """Return a picture."""
        self.asked.append(url)
        return Interaction(method="GET", url=url, status=200, body=b"picture")


@dataclass
class Run:
    """A sender under test, with what it waited for."""

    sender: RequestSender
    target: Script
    budget: Budget
    slept: list[float]


def make_run(
    *steps: Step,
    retry_policy: RetryPolicy | None = None,
    per_second: float | None = None,
    budget: Budget | None = None,
    deadline_s: float = math.inf,
) -> Run:
    """Return a sender to a target that answers so, and in the end with the last of it again."""
    slept: list[float] = []
    target, budget = Script(steps=list(steps)), budget or Budget()
    made = RequestSender(
        target,
        budget,
        per_second=per_second,
        retry_policy=retry_policy,
        sleep=slept.append,
        deadline_s=deadline_s,
    )
    return Run(made, target, budget, slept)


@pytest.mark.parametrize(
    ("steps", "slept"),
    [
        pytest.param([(429, "7"), (200, None)], [7.0], id="seconds"),
        pytest.param([(429, " 1.5 "), (200, None)], [1.5], id="a fraction"),
        pytest.param([(429, None), (429, None), (200, None)], [1.0, 2.0], id="doubled"),
        pytest.param([(429, "soon"), (200, None)], [1.0], id="unreadable"),
        pytest.param([(429, "0"), (200, None)], [0.0], id="at once"),
    ],
)
def test_too_many_requests_is_waited_out(steps: Sequence[Step], slept: list[float]) -> None:
    """The wait is what the target asks for, or doubles from a second where it does not say."""
    run = make_run(*steps)

    assert run.sender.send(DRAFT).status == 200
    assert run.slept == slept


def test_a_date_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A date is as many seconds away as the clock says; a past one is now."""
    monkeypatch.setattr(
        sender, "time", SimpleNamespace(time=lambda: 1_800_000_000.0, monotonic=time.monotonic)
    )
    ahead, past = (email.utils.formatdate(1_800_000_000 + away, usegmt=True) for away in (30, -30))
    run = make_run((429, ahead), (429, past), (200, None))

    assert run.sender.send(DRAFT).status == 200
    assert run.slept == [30.0, 0.0]


def test_a_target_that_never_has_time_is_left_after_some_tries() -> None:
    """After the most tries the refusal is the answer."""
    run = make_run((429, "1"), retry_policy=RetryPolicy(tries=3))

    assert run.sender.send(DRAFT).status == 429
    assert len(run.target.asked) == 3
    assert run.slept == [1.0, 1.0]


@pytest.mark.parametrize(
    "retry_policy",
    [
        pytest.param(RetryPolicy(longest_s=9.0), id="one wait"),
        pytest.param(RetryPolicy(left_s=9.0), id="all waits"),
    ],
)
def test_a_wait_that_is_too_long_is_not_waited(retry_policy: RetryPolicy) -> None:
    """A wait beyond a limit is not begun: the refusal is the answer."""
    run = make_run((429, "10"), retry_policy=retry_policy)

    assert run.sender.send(DRAFT).status == 429
    assert run.slept == []


def test_patience_is_one_store_for_all_requests() -> None:
    """Waits of earlier requests count towards the limit of all."""
    run = make_run((429, "10"), (200, None), (429, "10"), retry_policy=RetryPolicy(left_s=15.0))

    assert [run.sender.send(DRAFT).status for _ in range(2)] == [200, 429]
    assert run.slept == [10.0]


@pytest.mark.parametrize("status", [0, 500, 503, 599])
@pytest.mark.parametrize("is_in_process", [True, False])
def test_a_failure_is_tried_once_more(status: int, *, is_in_process: bool) -> None:
    """A server that fails once, or a connection that is lost once, is asked again after a breath."""
    run = make_run((status, None), (200, None))
    run.target.is_in_process = is_in_process

    assert run.sender.send(DRAFT).status == 200
    assert run.slept == ([] if is_in_process else [0.2])


@pytest.mark.parametrize(("asked", "slept"), [("3", [3.0]), ("61", []), ("soon", [0.2])])
def test_a_failure_that_names_a_wait_is_given_it(asked: str, slept: list[float]) -> None:
    """A server that fails and says when it is back is asked then, or at once where that is too long."""
    run = make_run((503, asked), (200, None))
    run.target.is_in_process = False

    assert run.sender.send(DRAFT).status == 200
    assert run.slept == slept


def test_what_is_not_waited_is_not_counted_as_waited() -> None:
    """In process nothing waits for a failure, and the patience for refusals stays whole."""
    retry_policy = RetryPolicy(left_s=5.0)
    run = make_run((503, "3"), (200, None), retry_policy=retry_policy)
    run.sender.send(DRAFT)

    assert run.slept == []
    assert retry_policy.left_s == 5.0


def test_one_request_can_be_sent_without_a_second_try() -> None:
    """Whoever wants the first answer gets it, whatever it is, at its price."""
    run = make_run((500, None), (429, "1"), (200, None))

    assert [run.sender.send_once(DRAFT, 0.5).status for _ in range(3)] == [500, 429, 200]
    assert (run.slept, run.budget.spent_usd) == ([], 1.0)


def test_a_request_that_never_left_costs_nothing() -> None:
    """Where no connection was made nothing can have been charged."""

    class Absent(Script):
        def send(self, draft: Draft) -> Interaction:
            return replace(super().send(draft), is_sent=False)

    spent = Budget()
    assert RequestSender(Absent(steps=[(0, None)]), spent).send(DRAFT, 0.5).status == 0
    assert spent.spent_usd == 0.0


@pytest.mark.parametrize("status", [0, 500])
def test_a_failure_that_stays_is_the_answer(status: int) -> None:
    """The second failure is returned, not a third request sent."""
    run = make_run((status, None))

    assert run.sender.send(DRAFT).status == status
    assert len(run.target.asked) == 2


def test_failures_and_waits_are_counted_apart() -> None:
    """A wait between two failures does not make them one."""
    run = make_run((500, None), (429, "1"), (500, None), (200, None))

    assert run.sender.send(DRAFT).status == 500
    assert len(run.target.asked) == 3


@pytest.mark.parametrize(
    ("status", "charged"),
    [(200, 1), (202, 1), (0, 2), (500, 2), (302, 0), (400, 0), (401, 0), (404, 0)],
)
def test_what_may_have_been_charged_is_spent(status: int, charged: int) -> None:
    """Accepted requests are charged, and so is each whose answer failed; refusals cost nothing."""
    run = make_run((status, None))

    run.sender.send(DRAFT, 0.5)

    assert run.budget.spent_usd == charged * 0.5
    assert run.budget.reserved_usd == 0.0
    assert run.budget.requests == len(run.target.asked)


def test_a_request_that_is_interrupted_may_have_been_charged() -> None:
    """What is held for a request that never returns is spent."""

    class Interrupted(Script):
        def send(self, draft: Draft) -> Interaction:
            raise KeyboardInterrupt

    spent = Budget()
    with pytest.raises(KeyboardInterrupt):
        RequestSender(Interrupted(steps=[]), spent).send(DRAFT, 0.5)

    assert (spent.spent_usd, spent.reserved_usd) == (0.5, 0.0)


def test_a_request_beyond_the_budget_is_not_sent() -> None:
    """The limit is looked at before the target is asked."""
    run = make_run((200, None), budget=Budget(max_cost_usd=0.4))

    with pytest.raises(BudgetReachedError):
        run.sender.send(DRAFT, 0.5)
    assert run.target.asked == []


def test_a_fetch_counts_a_request_and_costs_nothing() -> None:
    """The download of a picture is one request, at no price, and within the limit."""
    run = make_run(budget=Budget(max_requests=1, max_cost_usd=0.0))

    assert run.sender.download("http://pictures/1.png").body == b"picture"
    assert (run.budget.requests, run.budget.spent_usd) == (1, 0.0)
    with pytest.raises(BudgetReachedError):
        run.sender.download("http://pictures/2.png")
    assert run.target.asked == ["http://pictures/1.png"]


def test_requests_keep_their_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    """At two a second each request, fetches too, starts half a second after the one before."""
    now = 100.0
    starts: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    class Timed(Script):
        def send(self, draft: Draft) -> Interaction:
            starts.append(now)
            sleep(0.1)
            return super().send(draft)

        def download(self, url: str) -> Interaction:
            starts.append(now)
            return super().download(url)

    monkeypatch.setattr(sender, "time", SimpleNamespace(monotonic=lambda: now))
    made = RequestSender(Timed(steps=[(200, None)]), Budget(), per_second=2, sleep=sleep)
    for _ in range(2):
        made.send(DRAFT)
        made.download("x")
    sleep(60)
    made.send(DRAFT)
    made.send(DRAFT)

    assert starts == [100.0, 100.5, 101.0, 101.5, 161.5, 162.0]


def test_without_a_rate_nothing_waits() -> None:
    """Without a limit requests follow each other at once."""
    run = make_run((200, None))
    for _ in range(5):
        run.sender.send(DRAFT)

    assert run.slept == []


def test_a_wait_without_a_clock_of_its_own_is_real() -> None:
    """Time passes for real unless a test says otherwise."""
    made, began = RequestSender(Script(steps=[]), Budget()), time.monotonic()

    made.sleep(0.02)

    assert time.monotonic() - began >= 0.02


def test_after_its_deadline_a_run_sends_nothing() -> None:
    """Requests, downloads and waits past the end of the run are refused, and nothing is reserved for them."""
    run = make_run((200, None), deadline_s=0.0)

    for attempt in (
        lambda: run.sender.send(DRAFT, 0.1),
        lambda: run.sender.download("https://pictures.example.com/1.png"),
        lambda: run.sender.sleep(0.0),
    ):
        with pytest.raises(DeadlineReachedError, match="--deadline 0"):
            attempt()
    assert run.target.asked == []
    assert (run.budget.requests, run.budget.cost_usd) == (0, 0.0)


def test_no_wait_goes_past_the_deadline() -> None:
    """A wait that would end after the run ends it at once."""
    run = make_run((429, "50"), deadline_s=40.0)

    with pytest.raises(DeadlineReachedError):
        run.sender.send(DRAFT)
    assert run.slept == []
    assert len(run.target.asked) == 1


def test_what_got_no_answer_before_the_deadline_may_have_been_charged() -> None:
    """A request that the end of the run cut off counts as paid."""
    run = make_run((0, None), deadline_s=0.05)
    run.target.lasts_s = 0.1

    with pytest.raises(DeadlineReachedError):
        run.sender.send(DRAFT, 0.5)
    assert run.budget.cost_usd == 0.5


@given(
    text=st.text()
    | st.from_regex(r"[0-9²١.,+-]{1,12}", fullmatch=True)
    | st.from_regex(
        r"(Mon, )?[0-9]{1,25} (Jan|Dec|Foo) [0-9]{1,25} [0-9]{1,3}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4,12}|GMT)?",
        fullmatch=True,
    )
)
@example(text="²")
@example(text="١")
@example(text="9" * 400)
@example(text="Mon, 01 Jan 0001 00:00:00 -0000")
@example(text="Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
@example(text="01 Jan 2030 00:00:00 +99999999999999999999")
def test_any_text_asks_for_some_wait(text: str) -> None:
    """Whatever the header says, the wait is a number of seconds that is not negative, and finite."""
    wait = retry_after_s(text, default_s=3.0)

    assert 0.0 <= wait < float("inf")


@pytest.mark.parametrize("text", ["١", "²", "-1", "1e3", "NaN", "inf", "+5", "1_0"])
def test_only_plain_numbers_are_seconds(text: str) -> None:
    """Digits of other scripts, signs and exponents are no number of seconds."""
    assert retry_after_s(text, default_s=3.0) == 3.0


def test_a_server_that_fails_again_each_time_is_not_tried_twice_for_ever() -> None:
    """After four second tries that failed like the first, a failure is taken as it is; one that helps begins anew."""
    run = make_run((500, None))
    for _ in range(10):
        run.sender.send(DRAFT)
    assert len(run.target.asked) == 4 * 2 + 6

    run = make_run(*[(500, None), (500, None), (500, None), (200, None)] * 9, (200, None))
    for _ in range(18):
        run.sender.send(DRAFT)
    assert len(run.target.asked) == 36
