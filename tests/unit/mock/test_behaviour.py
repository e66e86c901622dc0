"""What the vendor does with a good request: tasks moved by time alone, one account's own, gone after a day."""

from typing import Any

import pytest
from tests.play import Play, make_play

BODY = {"images": ["https://example.com/a.png"], "prompt": "Mend it", "n": 3, "size": "512*512"}


def create(play: Play, key: str = "sk-a", **headers: str) -> str:
    """Create a task and return its id."""
    response = play.send("mulerouter", "create-generation", BODY, key=key, headers=headers)
    assert response.status_code == 202
    return str(response.json()["task_info"]["id"])


def poll(play: Play, task_id: str, key: str = "sk-a") -> Any:
    """Return the answer of a look-up."""
    return play.send("mulerouter", "get-generation", key=key, parameters={"task_id": task_id})


def test_a_task_passes_through_every_state(play: Play) -> None:
    """Pending at once, then processing, then completed after two seconds, with pictures only then."""
    task_id = create(play)

    seen = []
    for _ in range(5):
        body = poll(play, task_id).json()
        seen.append((body["task_info"]["status"], "images" in body))
        play.clock.now += 0.5

    assert seen == [
        ("pending", False),
        ("processing", False),
        ("processing", False),
        ("processing", False),
        ("completed", True),
    ]


def test_times_of_a_task_are_fixed_and_go_forward(play: Play) -> None:
    """created_at never changes, updated_at never goes back, a terminal answer is frozen."""
    task_id = create(play)
    answers = []
    for _ in range(6):
        answers.append(poll(play, task_id).json())
        play.clock.now += 1

    infos = [answer["task_info"] for answer in answers]
    assert len({info["created_at"] for info in infos}) == 1
    updates = [info["updated_at"] for info in infos]
    assert updates == sorted(updates)
    assert answers[-1] == answers[-2]


def test_pictures_of_a_task_are_as_many_as_n_and_differ(play: Play) -> None:
    """A completed task shows n addresses of different pictures of the asked size."""
    task_id = create(play)
    play.clock.now += 3

    urls = poll(play, task_id).json()["images"]

    assert len({play.fetch(url) for url in urls}) == 3


def test_another_account_does_not_see_a_task(play: Play) -> None:
    """A task belongs to the key that created it; for others it is unknown."""
    task_id = create(play)

    response = poll(play, task_id, key="sk-b")

    assert response.status_code == 404
    assert response.json()["detail"] == "There is no such task"


@pytest.mark.parametrize("task_id", ["3c90c3cc-0d44-4b50-8888-8dd25736052a", "nonsense", "1"])
def test_an_unknown_task_is_404(play: Play, task_id: str) -> None:
    """An id that nobody got, or that is no uuid, is not found."""
    assert poll(play, task_id).status_code == 404


def test_a_task_fails_on_demand(play: Play) -> None:
    """The scenario ends a task in the failed state, looked up with 200, with error and without pictures."""
    task_id = create(play, prefer="scenario=task-fails")
    play.clock.now += 3

    response = poll(play, task_id)

    assert response.status_code == 200
    info = response.json()["task_info"]
    assert info["status"] == "failed"
    assert isinstance(info["error"]["code"], int)
    assert "images" not in response.json()


def test_a_task_takes_its_real_time_on_demand(play: Play) -> None:
    """The realistic scenario needs 26 seconds."""
    task_id = create(play, prefer="scenario=realistic")
    play.clock.now += 25
    before = poll(play, task_id).json()["task_info"]["status"]
    play.clock.now += 2

    after = poll(play, task_id).json()["task_info"]["status"]

    assert (before, after) == ("processing", "completed")


def test_a_task_is_forgotten_after_a_day(play: Play) -> None:
    """After 24 hours the task is unknown."""
    task_id = create(play)
    play.clock.now += 86_401

    assert poll(play, task_id).status_code == 404


def test_the_clock_is_moved_over_the_admin_api(play: Play) -> None:
    """Advancing the clock completes a task without waiting."""
    task_id = create(play)

    play.client.post("/_truecopy/clock", json={"advance_s": 5})

    assert poll(play, task_id).json()["task_info"]["status"] == "completed"


def test_time_may_run_faster() -> None:
    """With a scale of ten a tenth of a second is a second of the mock."""
    play = make_play("mulerouter", time_scale=10)
    task_id = create(play)
    play.clock.now += 0.21

    assert poll(play, task_id).json()["task_info"]["status"] == "completed"


def test_charges_count_pictures_at_the_documented_price(play: Play) -> None:
    """Three pictures at $0.075; where no price is documented the sum is null, not zero."""
    create(play)
    play.send("powertokens", "edit-image-json", {"model": "wan2.7-image-pro", "prompt": "A"})

    charges = play.client.get("/_truecopy/charges").json()["charges"]

    assert {each["operation"]: (each["pictures"], each["usd"]) for each in charges} == {
        "create-generation": (3, 0.225),
        "edit-image-json": (1, None),
    }
