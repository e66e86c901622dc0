"""Which pictures of answers are looked at."""

import pytest
from tests.examining import load

from truecopy.check.picture_looks import LOOKS_A_TASK, PictureLooks
from truecopy.contract import compile_operations
from truecopy.judge import AnswerJudge, Planner
from truecopy.model import Outcome, Payload, Probe

CONTRACT = load("mulerouter")
POLL = "get-generation"


def looks() -> PictureLooks:
    """Return the looks of a check that begins."""
    return PictureLooks(CONTRACT, AnswerJudge(CONTRACT, compile_operations(CONTRACT)).promises)


def accepted() -> list[Probe]:
    """Return the planned requests that make a task."""
    planner = Planner(CONTRACT, compile_operations(CONTRACT), image_url=None)
    probes = (probe for plan in planner.plans() for probe in plan.probes())
    return [
        each for each in probes if each.outcome is Outcome.ACCEPTED and each.draft.operation != POLL
    ]


def answer(count: int) -> dict[str, list[str]]:
    """Return the body that shows a task with some pictures."""
    return {"images": [f"https://files.example.com/{number}.png" for number in range(count)]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_pictures_of_an_operation_are_looked_at(count: int) -> None:
    """As many as are promised; of a later answer that promises no size, none."""
    seen, request = looks(), Payload(instance={"n": count})

    assert len(seen.due(POLL, request, answer(3))) == count
    assert seen.due(POLL, request, answer(3)) == []


def test_an_answer_without_pictures_is_not_the_first() -> None:
    """The next one is."""
    seen, request = looks(), Payload(instance={"n": 1})

    assert seen.due(POLL, request, {"images": []}) == []
    assert seen.due(POLL, request, answer(1))


def test_sparing_leaves_one_picture_for_an_operation() -> None:
    """Requests are needed for something else; what they come to follows from it."""
    seen, probe = looks(), accepted()[0]
    planned = seen.expected_requests([probe])
    seen.spare()

    assert seen.expected_requests([probe]) == 1 + LOOKS_A_TASK + 1 <= planned
    assert seen.of_a_task == 0
    assert len(seen.due(POLL, Payload(instance={"n": 3}), answer(3))) == 1


def test_a_part_of_a_probe_that_makes_a_task_takes_a_look() -> None:
    """A look-up alone takes one request."""
    assert looks().requests_of_a_part(accepted()[0]) == 2
