"""Tasks in any order: what the state machine finds alone."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, SENDING, examine, grave, load, make_keys
from tests.stand_ins import Watched, always

from truecopy.check import CheckOptions, CheckResult, CheckRun
from truecopy.check.generators import BrokenContractError
from truecopy.check.machine import TaskDriver
from truecopy.judge import TaskWatch
from truecopy.model import Phase
from truecopy.wire import Budget, RequestSender, Target

_SLOWER = replace(SENDING, poll_interval_s=0.5)
_ALONE = frozenset({Phase.LIFECYCLE_FUZZ})


def shuffle(drift: Drift | None = None, **options: Any) -> CheckResult:
    """Return what the state machine finds."""
    return examine("mulerouter", drift, **{"phases": _ALONE, "sending": _SLOWER, **options})


@pytest.mark.parametrize("seed", range(2))
def test_a_clean_vendor_has_no_finding(seed: int) -> None:
    """Whatever is done in whatever order, a vendor that keeps its contract gives no finding."""
    result = shuffle(seed=seed)

    assert [each.message for each in result.findings] == []
    assert result.exit_reason == "agrees"
    assert result.requests > 10


@pytest.mark.parametrize(
    "name",
    [
        "task-shared",
        "unknown-task-found",
        "completed-then-processing",
        "id-changes",
        "created-at-changes",
        "created-processing",
        "updated-at-goes-back",
        "images-too-early",
        "first-poll-404",
        "completed-called-succeeded",
        "updated-at-removed",
    ],
)
def test_a_drift_in_the_life_of_a_task_is_found(name: str) -> None:
    """Each illegal answer is found by the rule meant for it."""
    drift = DRIFT_BY_NAME[name]

    findings = grave(shuffle(drift))

    assert {each.rule for each in findings} & drift.rules
    assert all("/generation" in each.reproduce for each in findings)


def test_another_account_is_named_in_the_curl_line() -> None:
    """A task that is shown to another account is asked for with the key of that account."""
    (finding, *_) = grave(shuffle(DRIFT_BY_NAME["task-shared"]))

    assert "$SECOND_TOKEN" in finding.reproduce


def test_a_seed_reproduces() -> None:
    """With one seed the same is done, and the same found."""
    drift = DRIFT_BY_NAME["id-changes"]

    first, second = shuffle(drift, seed=9), shuffle(drift, seed=9)

    assert first.requests == second.requests
    assert [each.fingerprint for each in first.findings] == [
        each.fingerprint for each in second.findings
    ]


@pytest.mark.parametrize("budget", [Budget(max_requests=9), Budget(max_cost_usd=0.2)])
def test_a_budget_ends_it(budget: Budget) -> None:
    """Tasks count at their price, and no more is sent than may be."""
    result = shuffle(budget=budget)

    assert result.exit_reason == "budget"
    assert result.cost_usd is not None
    assert budget.max_cost_usd is None or result.cost_usd <= budget.max_cost_usd
    assert budget.max_requests is None or result.requests <= budget.max_requests


def test_an_id_stands_in_one_segment_of_the_address() -> None:
    """An id that has marks of addresses in it is looked up as the id that it is."""
    contract, watched = load("mulerouter"), Watched(always(404))
    assert contract.lifecycle is not None
    with Target("http://vendor.localhost", make_keys("mulerouter"), app=watched) as target:
        run = CheckRun(contract, RequestSender(target, Budget()), CheckOptions())
        watch = TaskWatch(run.judge, contract.lifecycle, {"task_info": {"id": "a/b?c#d"}})
        with suppress(BrokenContractError):
            TaskDriver(run, contract.lifecycle).poll(watch)

    assert watched.seen[0].path.endswith("/generation/a/b?c#d")


def test_a_vendor_without_tasks_is_left_alone() -> None:
    """Where there are no tasks nothing is sent, and nothing is said to agree."""
    result = examine("powertokens", phases=_ALONE)

    assert (result.requests, result.exit_reason) == (0, "nothing-examined")


@pytest.mark.parametrize("status", [404, 429, 503])
def test_a_vendor_that_never_serves_does_not_agree(status: int) -> None:
    """A target that makes no task at all is never said to agree."""
    result = shuffle(app=always(status), max_examples=2)

    assert result.exit_reason != "agrees"


def test_a_vendor_that_refuses_the_good_request_does_not_agree() -> None:
    """A target that refuses to make a task, in the vendor's own words, is never said to agree."""
    refusal = b'{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "no"}'

    result = shuffle(app=always(400, refusal, "application/problem+json"))

    assert result.exit_reason != "agrees"


def test_nothing_is_written_or_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The machine leaves nothing in the working folder, and its own reports never reach the user."""
    monkeypatch.chdir(tmp_path)

    assert grave(shuffle(DRIFT_BY_NAME["id-changes"]))

    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")
