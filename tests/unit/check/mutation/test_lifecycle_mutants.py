"""Vendors whose tasks break one statement of the lifecycle."""

from typing import Any

import pytest
from tests.examining import TEST_VENDORS, load
from tests.unit.check.mutation.kinds import kinds, of_kind

from truecopy.check.mutation.lifecycle_mutants import lifecycle_mutants
from truecopy.check.mutation.middleware import MutableAnswer

CONTRACT = load("mulerouter")
LIFECYCLE = CONTRACT.lifecycle
assert LIFECYCLE is not None


@pytest.mark.parametrize("kind", kinds("lifecycle"))
def test_there_are_mutants_of_every_kind(kind: str) -> None:
    """Each statement is broken somewhere, by a change of the answer."""
    assert all(each.reply is not None for each in of_kind(kind))


def looks(claim: str, *states: str, operation: str = "get-generation") -> list[dict[str, Any]]:
    """Return the bodies of looks at a task, passed on by the mutant of a claim."""
    (mutant,) = lifecycle_mutants(CONTRACT, CONTRACT.claims[claim])
    assert mutant.reply is not None
    found = []
    for number, state in enumerate(states):
        info = {"id": "1", "status": state, "created_at": "c", "updated_at": f"u{number}"}
        body: dict[str, Any] = {"task_info": info, "images": ["https://x.example/a.png"]}
        answer = MutableAnswer(operation, 200, [], body)
        mutant.reply(answer)
        found.append({**answer.body, "answered": answer.status})
    return found


def shown(claim: str, name: str, *states: str) -> list[Any]:
    """Return one member of each look's task."""
    return [each["task_info"].get(name) for each in looks(claim, *states)]


def test_a_task_changes_its_id_and_its_times() -> None:
    """Each look shows another one."""
    assert len(set(shown("lifecycle#id", "id", "pending", "processing"))) == 2
    assert len(set(shown("lifecycle#created", "created_at", "pending", "processing"))) == 2
    first, second = shown("lifecycle#updated", "updated_at", "pending", "processing")
    assert first > second


def test_a_task_has_no_state() -> None:
    """Another state would break what is said of the states, which may be assumed, and not where it stands."""
    assert shown("lifecycle#state", "status", "pending", "completed") == [None, None]


def test_a_task_goes_back_to_the_beginning() -> None:
    """Once it has been seen in a state it is seen in the first one again."""
    states = shown(
        "lifecycle.processing#transitions", "status", "pending", "processing", "processing"
    )

    assert states == ["pending", "processing", "pending"]


def test_an_ended_task_changes() -> None:
    """Before its end it is left alone."""
    times = shown("lifecycle#terminal", "updated_at", "pending", "completed", "completed")

    assert times[0] == "u0"
    assert times[1] != times[2]


def test_what_a_state_shows_is_hidden() -> None:
    """The pictures of a completed task are not there, those of another state are left alone."""
    hidden, kept = looks("lifecycle.completed#shows", "completed", "processing")

    assert "images" not in hidden
    assert "images" in kept


def test_a_task_is_not_found() -> None:
    """Its look-up is answered with 404, whatever there was."""
    assert [each["answered"] for each in looks("lifecycle#poll", "pending")] == [404]


def test_a_new_task_is_further_on() -> None:
    """The answer that makes it shows a later state; looks at it stay as they are."""
    made = looks("lifecycle#initial", "pending", operation="create-generation")
    looked = looks("lifecycle#initial", "pending")

    assert made[0]["task_info"]["status"] != "pending"
    assert looked[0]["task_info"]["status"] == "pending"


def test_a_vendor_without_tasks_has_none() -> None:
    """There is nothing to break."""
    for vendor in TEST_VENDORS:
        contract = load(vendor)
        if contract.lifecycle is None:
            claim = next(iter(contract.claims.values()))
            assert list(lifecycle_mutants(contract, claim)) == []
