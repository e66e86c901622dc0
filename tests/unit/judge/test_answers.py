"""Answers judged by the contract: what is looked at, what holds, and what is found."""

import json
from base64 import b64encode
from typing import Any

import pytest
from tests.examining import DRIFT_BY_NAME, examine, load

from truecopy.judge import answer_promises
from truecopy.judge.answers import AnswerJudge
from truecopy.model import Interaction, Payload
from truecopy.picture import sample_picture

WIDE = b64encode(sample_picture(width=640, height=480)).decode()
TASK = {"images": [WIDE], "prompt": "A kite"}


def look(state: str, **shown: Any) -> Interaction:
    """Return a look at a task."""
    info = {
        "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "status": state,
        "created_at": "2027-01-15T08:00:00Z",
        "updated_at": "2027-01-15T08:00:00Z",
    }
    return Interaction(
        method="GET",
        url="https://api.mulerouter.ai/tasks/1",
        status=200,
        headers=(("content-type", "application/json"),),
        body=json.dumps({"task_info": info, **shown}).encode(),
        sent_at=1_800_000_000.0,
        elapsed_s=0.1,
    )


DONE = look("completed", images=["https://example.com/made.png"])


def judged(interaction: Interaction, request: dict[str, Any], made: bytes) -> set[str]:
    """Return the rules that a look at a task breaks, given the picture behind its link."""
    judgement = AnswerJudge(load("mulerouter")).judge(
        "get-generation", interaction, Payload(instance=request), lambda _: made
    )
    return {each.rule for each in judgement.findings}


def test_a_picture_has_the_ratio_of_its_input() -> None:
    """A picture in the ratio of the request's picture is right, a square one is not."""
    right = sample_picture(width=1182, height=887)
    square = sample_picture(width=1024, height=1024)

    assert judged(DONE, TASK, right) == set()
    assert judged(DONE, TASK, square) == {"answer-picture-aspect-differs"}


@pytest.mark.parametrize(
    ("interaction", "request_body"),
    [(look("pending"), TASK), (DONE, {**TASK, "size": "1024*1024"})],
    ids=["no picture yet", "a size was asked for"],
)
def test_inputs_that_nothing_is_compared_with_are_not_decoded(
    monkeypatch: pytest.MonkeyPatch, interaction: Interaction, request_body: dict[str, Any]
) -> None:
    """Pictures of a request are opened only for an answer whose pictures are to be like them."""

    def refuse(*_: Any) -> None:
        raise AssertionError("decoded in vain")

    monkeypatch.setattr(answer_promises, "judge_pictures", refuse)

    assert judged(interaction, request_body, sample_picture(width=1024, height=1024)) == set()


@pytest.mark.parametrize(
    ("name", "rule", "new"),
    [
        ("images-renamed", "lifecycle-result-missing", "/image_urls"),
        ("created-renamed", "answer-field-missing", "/created_at"),
        ("url-renamed", "answer-field-missing", "/data/0/image_url"),
        ("data-renamed", "answer-field-missing", "/images"),
    ],
)
def test_a_renamed_field_is_one_finding(name: str, rule: str, new: str) -> None:
    """The finding of the missing field names the new one, which is not told again."""
    drift = DRIFT_BY_NAME[name]

    result = examine(drift.vendor, drift)

    assert {each.rule for each in result.findings} == {rule}
    assert all(new in each.message for each in result.findings)
