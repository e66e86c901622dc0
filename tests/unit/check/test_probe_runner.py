"""The planned part of a check: good requests, refusals, and many good values in one request."""

from typing import Any

import pytest
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, examine, grave, load
from tests.stand_ins import Watched, always

from truecopy.check import CheckResult
from truecopy.model import Phase, Standing


def reasons(result: CheckResult) -> set[str]:
    """Return why claims are undetermined."""
    return {each.reason for each in result.verdicts if each.standing is Standing.UNDETERMINED}


def drift(**limits: Any) -> Drift:
    """Return a vendor whose form takes less of some fields."""
    return Drift(
        name="narrower",
        vendor="powertokens",
        kind="breaking",
        limits={f"edit-image-form/{name}": change for name, change in limits.items()},
    )


@pytest.mark.parametrize(
    ("limits", "keywords"),
    [
        ({"n": {"span": (1, 5)}}, {"n#maximum"}),
        ({"n": {"span": (1, 5)}, "prompt": {"longest": 799}}, {"n#maximum", "prompt#maxLength"}),
    ],
    ids=["one", "two"],
)
def test_among_many_values_the_refused_ones_are_found(
    limits: dict[str, Any], keywords: set[str]
) -> None:
    """A request with many good values that is refused is taken apart until each bad one is alone."""
    result = examine("powertokens", drift(**limits))

    broken = {each.claim for each in grave(result)}
    assert broken == {f"edit-image-form.request.{each}" for each in keywords}


def test_values_that_do_not_go_together_are_told_so() -> None:
    """Where each value is taken alone, the finding names their combination, and breaks no claim."""

    def is_too_much(request: dict[str, Any]) -> bool:
        return request.get("n") == 6 and len(request.get("prompt", "")) > 100

    fussy = Drift(
        name="fussy",
        vendor="powertokens",
        kind="breaking",
        traits={"corner": is_too_much, "statuses": {"corner": 400}},
    )

    result = examine("powertokens", fussy)

    assert {each.rule for each in grave(result)} == {"request-combination-refused"}
    assert result.count(Standing.BROKEN) == 0


def test_another_good_request_stands_in_for_the_plainest() -> None:
    """Where the first model is retired, the plan goes on with the next, and only that is found."""
    retired = DRIFT_BY_NAME["model-retired"]

    result = examine(retired.vendor, retired)

    assert retired.claim in {each.claim for each in grave(result)}
    assert result.count(Standing.HELD) > 50


def test_without_a_good_request_a_refusal_says_nothing() -> None:
    """Where everything is refused, refusals are not taken for kept rules."""
    error = b'{"error": {"message": "no", "type": "t", "code": "c"}}'

    result = examine("powertokens", app=always(400, error))

    assert "the good request was not accepted" in reasons(result)
    assert not any(
        each.claim.endswith("#maximum")
        for each in result.verdicts
        if each.standing is Standing.HELD
    )


def test_only_what_is_asked_for_is_sent() -> None:
    """A check of one operation leaves the others alone, and their claims undetermined."""
    watched = Watched(always(400, b'{"error": {"message": "no"}}'))

    result = examine("applerouter", app=watched, only=frozenset({"generate-image"}))

    path = load("applerouter").operations["generate-image"].path
    assert all(each.path.startswith(path) for each in watched.seen)
    assert result.requests == len(watched.seen)


def test_for_tasks_alone_nothing_else_is_checked() -> None:
    """The phase of the lifecycle needs one good request, and a vendor without tasks none."""
    tasks = frozenset({Phase.LIFECYCLE})

    whole, alone = examine("mulerouter"), examine("mulerouter", phases=tasks)
    none = examine("powertokens", phases=tasks)

    assert alone.requests < whole.requests / 2
    assert none.requests == 0
    assert none.exit_reason == "nothing-examined"


def test_a_look_at_one_claim_sends_little_and_finds_it_again() -> None:
    """The good requests of its operation, and what speaks for or against it."""
    narrow = drift(n={"span": (1, 5)})
    whole = examine("powertokens", narrow)
    (found,) = grave(whole)

    again = examine(
        "powertokens", narrow, claims=frozenset({found.claim}), only=frozenset({found.operation})
    )

    assert [each.fingerprint for each in grave(again)] == [found.fingerprint]
    assert again.requests < whole.requests / 4
