"""Sentences about fields that are there in some states only."""

import pytest

from truecopy.derive.state_wordings import is_not_always_there, read_conditions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sheets (only present when status is success)", ["success"]),
        ("Present only if `status` is `printed`.", ["printed"]),
        ("Returned when ticket_status... no: returned when status = printed.", ["printed"]),
        ("Empty until the task is finished.", ["finished"]),
        ("null unless the job succeeded", ["succeeded"]),
        ("Populated when the task completes.", ["completes"]),
        ("Only when status is printed.", ["printed"]),
        ("The sheets (printed only).", ["printed"]),
        ('Included in the response when the status is "printed".', ["printed"]),
        ("Set once `status` becomes `printed`.", ["printed"]),
        ("Available when `ticket.status` is `printed`.", ["printed"]),
        ("Returned on success only.", ["success"]),
        ("仅当状态为 printed 时返回", ["printed"]),
        ("Only present when status is printed or spoiled.", ["printed", "spoiled"]),
        ("Present if and only if the status is printed.", ["printed"]),
        ("Never present unless status is printed.", ["printed"]),
        ("Once the task is printed, the response will include the sheets.", ["printed"]),
    ],
)
def test_the_states_of_a_condition_are_read(text: str, words: list[str]) -> None:
    """In whatever wording, with one state or several; and the field is not always there."""
    (found,) = read_conditions(text)

    assert list(found.words) == words


@pytest.mark.parametrize(
    "text",
    [
        "Not present when the status is spoiled.",
        "Not returned while the task is waiting or printing.",
        "Omitted for tasks that have not succeeded.",
        "The sheets, if the task succeeded.",
        "On success, the sheets.",
        "Available when you ask for it.",
        "Only present when status is printed and the request asks for sheets.",
    ],
)
def test_what_only_says_sometimes_names_no_state(text: str) -> None:
    """A state in which something is not there is none in which it is; the field may be absent all the same."""
    assert read_conditions(text) == []
    assert is_not_always_there(text)


@pytest.mark.parametrize(
    "text",
    [
        "The sheets are always present, and empty until the task is printed.",
        "Always returned: null unless the job succeeded.",
        "Present in every state, and filled when the task is printed.",
    ],
)
def test_what_is_always_there_is_there_in_every_state(text: str) -> None:
    """What is in it until then is another matter."""
    assert read_conditions(text) == []


@pytest.mark.parametrize("text", ["The sheets.", "The sheets of the task, in their order.", ""])
def test_other_text_says_nothing_of_states(text: str) -> None:
    """A field that is simply described is there."""
    assert read_conditions(text) == []
    assert not is_not_always_there(text)
