"""Tasks: the way through their states, and when each is reached."""

import pytest

from truecopy.mock.tasks import Task, path_to, schedule
from truecopy.model import Lifecycle


def lifecycle(transitions: dict[str, tuple[str, ...]]) -> Lifecycle:
    """Return a lifecycle with these transitions, from a to z."""
    return Lifecycle(
        create="c",
        poll="p",
        parameter="id",
        id="/id",
        state="/state",
        created="/created",
        updated="/updated",
        initial="a",
        terminal=("z",),
        transitions=transitions,
        shows={},
    )


def test_the_way_to_a_state_is_the_longest_one() -> None:
    """A task passes through every state that lies on the way."""
    way = path_to(lifecycle({"a": ("z", "b"), "b": ("c", "z"), "c": ("z",)}), "z")

    assert way == ("a", "b", "c", "z")


def test_a_state_that_nothing_leads_to_is_an_error() -> None:
    """There is no way to a state without transitions into it."""
    with pytest.raises(ValueError, match="no transitions lead from a to z"):
        path_to(lifecycle({"a": ("b",)}), "z")


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_schedule_begins_now_and_ends_in_time(count: int) -> None:
    """The first state begins at once, the last after the whole time, the others in between."""
    states = tuple(f"s{n}" for n in range(count))

    steps = schedule(states, 100.0, 2.0)

    instants = [at for _, at in steps]
    assert tuple(name for name, _ in steps) == states
    assert instants == sorted(instants)
    assert instants[0] == 100.0
    assert count == 1 or instants[-1] == 102.0


def test_a_task_is_in_the_state_that_its_time_has_reached() -> None:
    """Between two steps it stays in the earlier one; the last is for ever."""
    steps = (("waiting", 10.0), ("working", 12.0), ("done", 20.0))
    task = Task(id="1", vendor="v", account="v:a", steps=steps, spec=None)

    assert task.created == 10.0
    assert task.state_at(10.0) == ("waiting", 10.0)
    assert task.state_at(11.9) == ("waiting", 10.0)
    assert task.state_at(12.0) == ("working", 12.0)
    assert task.state_at(99.0) == ("done", 20.0)
