"""Tasks that traffic has shown: found again by the look-ups that are for them."""

from tests.examining import load
from tests.unit.judge.tasks import ID, shown

from truecopy.contract.matching import Match
from truecopy.judge import AnswerJudge
from truecopy.judge.known_tasks import KnownTasks
from truecopy.model import Payload

ANSWERS = AnswerJudge(load("mulerouter"))
CREATE = Match(operation="create-generation", path="/", parameters={}, is_exact=True)
LOOK = Match(operation="get-generation", path="/", parameters={"task_id": ID}, is_exact=True)
REQUEST = Payload(instance={"n": 2})
KEY, OTHER_KEY = "Bearer a", "Bearer b"


def made() -> KnownTasks:
    """Return what is known once a task was made."""
    tasks = KnownTasks(ANSWERS)
    assert len(list(tasks.see(CREATE, REQUEST, KEY, shown("pending")))) == 1
    return tasks


def test_a_look_up_is_for_the_task_that_a_request_made() -> None:
    """What is promised to it is what that request asked for; of a task that nobody saw made nothing is known."""
    assert made().request(LOOK) == REQUEST
    assert made().request(CREATE) is None
    assert KnownTasks(ANSWERS).request(LOOK) is None


def test_a_task_is_open_from_its_first_look_to_its_end() -> None:
    """One that nobody looked at may have ended unseen."""
    tasks = made()
    counts = [len(tasks.open)]
    for state, second in (("processing", 1), ("completed", 2)):
        list(tasks.see(LOOK, REQUEST, KEY, shown(state, second)))
        counts.append(len(tasks.open))

    assert counts == [0, 1, 0]


def test_a_task_that_goes_on_is_found_by_its_own_key() -> None:
    """To another key it may be as if it were not there, and so it may once it has ended."""
    tasks = made()
    own, other = tasks.unended(LOOK, KEY), tasks.unended(LOOK, OTHER_KEY)
    list(tasks.see(LOOK, REQUEST, KEY, shown("completed", 2)))

    assert own is not None
    assert other is None
    assert tasks.unended(LOOK, KEY) is None
