"""What a target did with a request: a refusal may wear the status of success."""

import json
from typing import Any

import pytest
from tests.examining import load

from truecopy.judge import AnswerJudge
from truecopy.model import Ground, Interaction, Leaning, Outcome

VENDOR, OPERATION = "applerouter", "edit-image-json"
CONTRACT = load(VENDOR)
OUTCOMES = AnswerJudge(CONTRACT).outcomes
ERROR = {"error": {"message": "No", "type": "x", "param": "n", "code": "y"}}
ASSUMED = Leaning(ground=Ground.ASSUMPTION, claim="")


def answered(status: int, content: Any, method: str = "POST") -> Interaction:
    """Return a request that was answered so."""
    return Interaction(
        method=method,
        url=f"{CONTRACT.base_url}{CONTRACT.operations[OPERATION].path}",
        status=status,
        headers=(("content-type", "application/json"),),
        body=json.dumps(content).encode(),
    )


@pytest.mark.parametrize(
    ("status", "content", "expected", "outcome"),
    [
        (200, ERROR, None, Outcome.REFUSED),
        (200, {"data": []}, None, Outcome.ACCEPTED),
        (200, {"reason": "no"}, None, Outcome.ACCEPTED),
        (200, {"reason": "no"}, Outcome.REFUSED, Outcome.REFUSED),
        (200, {}, Outcome.REFUSED, Outcome.ACCEPTED),
        (400, ERROR, None, Outcome.REFUSED),
        (503, ERROR, None, None),
    ],
)
def test_an_error_under_the_status_of_success_is_a_refusal(
    status: int, content: Any, expected: Outcome | None, outcome: Outcome | None
) -> None:
    """So is an answer to a bad request that has nothing of a good one, whatever the vendor's errors look like."""
    assert OUTCOMES.of(OPERATION, answered(status, content), expected) is outcome


def test_what_another_method_gets_is_another_thing() -> None:
    """What a GET is answered with need have nothing of what a POST is promised."""
    answer = answered(200, {"reason": "no"}, "GET")

    assert OUTCOMES.of(OPERATION, answer, Outcome.REFUSED) is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("content", "leans", "outcome"),
    [
        ({"reason": "no"}, ASSUMED, Outcome.REFUSED),
        ({"url": "https://example.com/a.png"}, ASSUMED, None),
        ({"picture": "A" * 2000}, ASSUMED, None),
        ({"reason": "no"}, None, None),
    ],
)
def test_nothing_is_promised_to_what_is_assumed_to_be_good(
    content: Any, leans: Leaning | None, outcome: Outcome | None
) -> None:
    """An answer without anything of a good one, and without pictures, refuses it; any other is judged."""
    found = OUTCOMES.unpromised(OPERATION, answered(200, content), Outcome.ACCEPTED, leans)

    assert (found and found.outcome) is outcome
