"""Sentences of a reference page about tasks."""

from typing import Any

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.statements import SHOWN_IN, Page
from truecopy.derive.task_prose import TaskProse
from truecopy.model import Reading


def read(title: str, *lines: str, status: list[str] | None = None) -> dict[tuple[str, str], Any]:
    """Return what lines of prose under a title say: (subject, keyword) -> value.

    Args:
        status: States of the ticket that its field lists; None for an answer without a state.
    """
    document = make_document("\n".join(lines))
    page = Page(document=document)
    if status is not None:
        page.say("200.ticket.status", "type", "string", (0, 1))
    if status:
        page.say("200.ticket.status", "enum", status, (0, 1))
    prose = TaskProse(page, 200, [])
    for line in document.lines:
        prose.sentence(title, line)
    prose.finish()
    return {(each.subject, each.keyword): each.value for each in page.statements}


def test_a_field_is_shown_in_one_state() -> None:
    """A field that is there only for tasks of a state is shown by it."""
    said = read("Notes", "The sheets array is present only for a printed task.")

    assert said == {("lifecycle.printed", "shows"): ["/sheets"]}


def test_a_state_carries_an_object_with_its_members() -> None:
    """The list behind the sentence describes the members; what follows the list does not."""
    said = read(
        "Notes",
        "A spoiled task carries fault in ticket:",
        "  • number: integer, what went wrong",
        "  • name: for people",
        "Other text.",
        "  • ink: integer, black",
    )

    assert said[("lifecycle.spoiled", "shows")] == ["/ticket/fault"]
    assert said[("200.ticket.fault.number", "type")] == "integer"
    assert ("200.ticket.fault.name", "property") in said
    assert not any("ink" in subject for subject, _ in said)


@pytest.mark.parametrize(
    ("line", "slug", "seconds"),
    [
        ("- Large prints: ask every 5-10 seconds", "large-prints", [5, 10]),
        ("- Stamps: every 2 minutes", "stamps", [120, 120]),
    ],
)
def test_advice_says_how_often_to_ask(line: str, slug: str, seconds: list[int]) -> None:
    """Under a title with "polling" a list advises; elsewhere the same line is prose."""
    assert read("Polling advice", line) == {("", f"advice/{slug}"): {"seconds": seconds}}
    assert ("", f"advice/{slug}") not in read("Notes", line)


def test_the_description_of_a_field_may_name_its_state() -> None:
    """A field that is there on tasks of one state only is shown by it; in a list it is not."""
    text = "The fault, on a spoiled task only."
    page = Page(document=make_document(text))
    prose = TaskProse(page, 200, [])

    prose.field("200.ticket.fault", 0, text)
    prose.field("200.sheets[]", 0, text)
    prose.field("200.ticket.ref", 0, "The ticket's number.")
    prose.finish()

    shown = [each for each in page.statements if each.keyword == "shows"]
    assert [(each.subject, each.value) for each in shown] == [
        ("lifecycle.spoiled", ["/ticket/fault"])
    ]


def test_fields_of_one_state_in_a_sentence_that_advises_too() -> None:
    """One line may name a state, what it shows, and how often to ask; several fields are one list."""
    said = read(
        "Notes",
        "The sheets array is present only for a printed task. Poll every 5 seconds.",
        "The stamps list appears only after the task is printed.",
    )

    assert said[("lifecycle.printed", "shows")] == ["/sheets", "/stamps"]
    assert said[("", "advice/interval")] == {"seconds": [5, 5]}


LISTED = "The status is one of waiting, running, done or failed."


def test_a_field_of_some_states_is_promised_in_them() -> None:
    """Where the page lists the states, a word for one of them is it; the promise names where the state stands."""
    said = read(
        "Notes",
        LISTED,
        "The sheets array is only present when status is success.",
        "The fault object is present only if the status is failed or done.",
        status=[],
    )

    assert said[("200.sheets", SHOWN_IN)] == {"state": "/ticket/status", "states": ["done"]}
    assert said[("200.fault", SHOWN_IN)]["states"] == ["failed", "done"]
    assert said[("lifecycle.done", "shows")] == ["/sheets"]
    assert ("lifecycle.failed", "shows") not in said


@pytest.mark.parametrize(
    "line", ["The sheets array is only present when status is printed.", "The sheets array, once."]
)
def test_a_state_that_the_page_does_not_know_promises_nothing(line: str) -> None:
    """Nobody can tell which of the page's states is meant."""
    assert ("200.sheets", SHOWN_IN) not in read("Notes", LISTED, line, status=[])


@pytest.mark.parametrize(
    "line",
    [
        "Terminal states: done, failed",
        "Tasks whose status is one of waiting or running are billed.",
        "Statuses: waiting, running",
    ],
)
def test_a_list_of_some_states_is_not_the_list(line: str) -> None:
    """Only the longest list says which states there are."""
    states = ["waiting", "running", "done", "failed"]

    assert read("Notes", line, LISTED, status=[])[("200.ticket.status", "enum")] == states
    assert read("Notes", line, status=states)[("200.ticket.status", "enum")] == states


def test_a_field_that_is_sometimes_absent_is_not_required() -> None:
    """What the example shows does not overrule a sentence that nobody can turn into states."""
    text = "Not returned while the task is waiting."
    page = Page(document=make_document(text))
    page.mark("200.sheets", "required", page.document.evidence(0, 3, Reading.EXAMPLE))
    prose = TaskProse(page, 200, [])

    prose.field("200.sheets", 0, text)
    prose.finish()

    assert [each.keyword for each in page.statements] == []
