"""Tasks of good requests, followed to their end."""

import json

from tests.drifts.answers import Answer, Call
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, examine, grave

from truecopy.check import CheckResult
from truecopy.model import Phase, Severity, Standing
from truecopy.wire import Budget


def test_a_state_that_nobody_knows_is_not_waited_for() -> None:
    """A task in an undocumented state is followed no further, and is not said to be late."""
    result = examine("mulerouter", DRIFT_BY_NAME["completed-called-succeeded"])

    assert "answer-value-undocumented" in {each.rule for each in grave(result)}
    assert "lifecycle-task-unfinished" not in {each.rule for each in grave(result)}
    assert result.requests < 150


def test_tasks_that_were_paid_for_are_followed_when_the_money_is_used_up() -> None:
    """A budget that ends leaves no task behind: looking at one costs nothing."""
    budget = Budget(max_cost_usd=0.9)

    result = examine("mulerouter", budget=budget)

    assert result.exit_reason == "budget"
    assert result.tasks_left == ()
    assert budget.cost_usd <= 0.9


def test_tasks_are_left_where_nobody_follows_them() -> None:
    """Without the phase of the lifecycle each task that was made is named as left."""
    result = examine("mulerouter", phases=frozenset({Phase.EXAMPLES, Phase.CLAIMS}))

    assert result.tasks_left
    assert "lifecycle#terminal" not in {
        each.claim for each in result.verdicts if each.standing is Standing.HELD
    }


def test_tasks_are_seen_to_end() -> None:
    """A whole check leaves no task behind, and sees the claims about tasks held."""
    result = examine("mulerouter", provoke={"failed": {"prefer": "scenario=task-fails"}})

    held = {each.claim for each in result.verdicts if each.standing is Standing.HELD}
    assert result.tasks_left == ()
    assert {"lifecycle#initial", "lifecycle#poll", "lifecycle#id", "lifecycle#terminal"} <= held
    assert {"get-generation#method", "get-generation#path"} <= held


def test_a_task_that_does_not_end_is_told_once() -> None:
    """The first that is late is a finding, and the others are not waited for as long."""
    drift = DRIFT_BY_NAME["never-ends"]

    result = examine(drift.vendor, drift)

    assert [each.rule for each in grave(result)] == ["lifecycle-task-unfinished"]
    assert result.tasks_left


def test_a_task_of_another_key_is_not_shown() -> None:
    """A second account that finds the first one's task is a finding; without one nobody asks."""
    drift = DRIFT_BY_NAME["task-shared"]

    assert [each.rule for each in grave(examine(drift.vendor, drift))] == ["lifecycle-task-shared"]


class Cache:
    """Gives requests that are alike, or all of them, the answer that the first of them got."""

    def __init__(self, *, is_blind: bool) -> None:
        self._is_blind = is_blind
        self._answers: dict[str, Answer] = {}

    def __call__(self, answer: Answer, call: Call) -> Answer:
        """Return the answer to one request."""
        if call.operation != "create-generation" or answer.status >= 300:
            return answer
        body = "" if self._is_blind else json.dumps(call.request, sort_keys=True)
        return self._answers.setdefault(body, answer)


def cached(*, is_blind: bool) -> CheckResult:
    """Check a vendor behind such a cache."""
    drift = Drift(
        name="cached",
        vendor="mulerouter",
        kind="breaking",
        traits={"edit": Cache(is_blind=is_blind)},
    )
    return examine("mulerouter", drift, provoke={"failed": {"prefer": "scenario=task-fails"}})


def test_one_id_for_all_tasks_is_told() -> None:
    """A cache that answers every request alike is a finding, with the claim about ids broken, and no accident."""
    result = cached(is_blind=True)

    found = next(each for each in grave(result) if each.rule == "lifecycle-id-repeated")
    assert (found.claim, found.severity) == ("lifecycle#id", Severity.ERROR)
    assert result.exit_reason == "findings"
    assert result.tasks_left == ()


def test_one_task_for_requests_that_are_alike_breaks_nothing() -> None:
    """That a request sent twice makes two tasks no document says: it is told as info."""
    result = cached(is_blind=False)

    told = [each for each in result.findings if each.rule == "lifecycle-id-repeated"]
    assert [(each.claim, each.severity) for each in told] == [("", Severity.INFO)]
    assert grave(result) == []
