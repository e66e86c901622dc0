"""A check under way: what is kept of each answer, and what is told in the end."""

from dataclasses import replace

import pytest
from tests.examining import DRIFT_BY_NAME, examine, grave, load, make_keys
from tests.stand_ins import always

from truecopy.check import CheckOptions, CheckRun, run_check
from truecopy.model import Interaction, Standing
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.unanswered import UndeterminedError


@pytest.mark.parametrize(
    ("budget", "reason"), [(Budget(max_requests=20), "the budget did not reach")]
)
def test_what_was_not_sent_says_why(budget: Budget, reason: str) -> None:
    """Claims whose requests were not sent are undetermined for the reason that ended the run."""
    result = examine("applerouter", budget=budget)

    undetermined = [each for each in result.verdicts if each.standing is Standing.UNDETERMINED]
    assert reason in {each.reason for each in undetermined}
    assert "not examined" not in {each.reason for each in undetermined}


def test_a_broken_claim_is_told_by_a_finding() -> None:
    """A limit that has moved breaks the claim about it and no other: that it was a number stays held."""
    result = examine("mulerouter", DRIFT_BY_NAME["n-at-most-5"])

    broken = {each.claim for each in result.verdicts if each.standing is Standing.BROKEN}
    assert broken == {each.claim for each in grave(result)}
    assert all(each.endswith("#maximum") for each in broken)


def test_enough_findings_end_a_check() -> None:
    """As soon as there are as many as were asked for nothing more is sent."""
    drift = DRIFT_BY_NAME["created-renamed"]
    whole = examine(drift.vendor, drift)

    result = examine(drift.vendor, drift, max_failures=1)

    assert result.exit_reason == "findings"
    assert len(grave(result)) == 1
    assert result.requests < whole.requests


def test_findings_are_told_once_the_gravest_first() -> None:
    """One finding is shown with the first request that showed it; additions come last."""
    drift = DRIFT_BY_NAME["usage-added"]
    both = replace(drift, limits={"edit-image-form/n": {"span": (1, 11)}})

    result = examine(drift.vendor, both)

    ranks = [each.severity.rank for each in result.findings]
    assert len(set(ranks)) > 1
    assert ranks == sorted(ranks)
    assert len({each.fingerprint for each in result.findings}) == len(result.findings)
    for each in grave(result):
        assert each.reproduce.startswith("curl ")


def test_nothing_is_kept_for_what_breaks_nothing() -> None:
    """An addition that a form shows has no files, and so no line to repeat it with."""
    drift = DRIFT_BY_NAME["usage-added"]

    result = examine(drift.vendor, drift, only=frozenset({"edit-image-form"}))

    assert result.findings
    assert all(each.attachments == {} for each in result.findings)


def test_a_server_that_fails_is_blamed_at_the_field_that_was_changed() -> None:
    """A failure at a good value names the claim of that value, not a status alone."""
    drift = DRIFT_BY_NAME["one-model-fails"]

    failed = [
        each for each in grave(examine(drift.vendor, drift)) if each.rule == "answer-server-failed"
    ]

    assert failed
    assert any(".request.model#" in each.claim for each in failed)


def test_a_price_that_is_not_documented_makes_the_cost_unknown() -> None:
    """Unknown is never zero; what nothing was spent on costs nothing."""
    paid, unknown = examine("mulerouter"), examine("powertokens")
    refused = examine("powertokens", app=always(400, b'{"error": {"message": "no"}}'))

    assert paid.cost_usd is not None
    assert paid.cost_usd > 0
    assert unknown.cost_usd is None
    assert refused.cost_usd == 0


def test_whoever_watches_hears_of_each_request() -> None:
    """What is done now is told before it is done, with its operation in front."""
    told: list[str] = []
    with Target("http://vendor.localhost", make_keys("powertokens"), app=always(400)) as target:
        sender = RequestSender(target, Budget())
        run = CheckRun(load("powertokens"), sender, CheckOptions(), told.append)
        run_check(run)

    operations = set(load("powertokens").operations)
    assert told
    assert {each.partition(":")[0] for each in told} <= operations


def test_pictures_that_a_proxy_hides_are_undetermined(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody could look at breaks nothing and holds nothing; each claim about it says why."""

    def download(_: Target, url: str) -> Interaction:
        raise UndeterminedError("cdn.example does not resolve; a proxy may know it")

    monkeypatch.setattr(Target, "download", download)

    result = examine("mulerouter")

    assert grave(result) == []
    hidden = {each.claim: each for each in result.verdicts if "a proxy may know" in each.reason}
    assert {each.standing for each in hidden.values()} == {Standing.UNDETERMINED}
    assert any(each.endswith("#x-image/sources") for each in hidden)
