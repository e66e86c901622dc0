"""Words for the states of a task."""

import pytest

from truecopy.derive.task_states import are_states, is_state_word, resolve_state


@pytest.mark.parametrize(
    ("word", "states", "expected"),
    [
        ("printed", ["waiting", "printed"], "printed"),
        ("success", ["pending", "completed", "failed"], "completed"),
        ("`Done`", ["pending", "succeeded"], "succeeded"),
        ("finished", [], "finished"),
        ("success", ["done", "completed"], None),
        ("blue", ["pending", "completed"], None),
    ],
)
def test_word_means_a_state(word: str, states: list[str], expected: str | None) -> None:
    """A word means the state of its name, else the only one of the same sense; else it is open."""
    assert resolve_state(word, states) == expected


def test_labels_are_states_when_two_are() -> None:
    """A list of states has two words at least that usually name states."""
    assert is_state_word("Queued")
    assert are_states(["queued", "engraving", "done"])
    assert not are_states(["red", "done"])
    assert not are_states(["queued", "being worked on"])
