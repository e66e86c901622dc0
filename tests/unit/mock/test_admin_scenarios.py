"""Scenarios set over the admin API: for whom, for which operation, how often."""

from typing import Any

from tests.play import Play

PICTURE = {"model": "wan2.7-image-pro", "prompt": "A kite"}
TASK = {"images": ["https://example.com/a.png"], "prompt": "A"}


def account(play: Play, vendor: str, key: str) -> str:
    """Return the account of a key."""
    headers = {"authorization": f"Bearer {key}"}
    answer = play.client.get(f"/_truecopy/account?vendor={vendor}", headers=headers)
    return str(answer.json()["account"])


def put(play: Play, **members: Any) -> Any:
    """Set a scenario."""
    response = play.client.put("/_truecopy/scenarios", json=members)
    assert response.status_code == 200, response.text
    return response.json()


def status(play: Play, key: str = "a") -> int:
    """Ask for a picture, and return the status."""
    return play.send("powertokens", "edit-image-json", PICTURE, key=key).status_code


def test_a_scenario_of_one_account_leaves_the_others(play: Play) -> None:
    """The account may be set before its first request."""
    put(play, scenario="overloaded", account=account(play, "powertokens", "a"))

    assert (status(play, "a"), status(play, "b")) == (503, 200)


def test_a_scenario_ends_after_as_many_requests_as_were_said(play: Play) -> None:
    """Also one that heals by itself: what was said when it was set counts."""
    for name, code in (("overloaded", 503), ("rate-limited", 429)):
        put(play, scenario=name, account=account(play, "powertokens", "a"), times=3)

        assert [status(play) for _ in range(4)] == [code, code, code, 200]


def test_a_scenario_of_one_operation_leaves_the_others(play: Play) -> None:
    """A task can be made while looking it up fails."""
    put(play, scenario="overloaded", operation="get-generation")

    made = play.send("mulerouter", "create-generation", TASK)
    task = made.json()["task_info"]["id"]
    shown = play.send("mulerouter", "get-generation", parameters={"task_id": task})

    assert (made.status_code, shown.status_code) == (202, 503)
    assert status(play) == 200


def test_what_is_set_can_be_looked_up(play: Play) -> None:
    """Each with its account, its operation, and how often it was used."""
    mine = account(play, "powertokens", "a")
    put(play, scenario="overloaded", account=mine, times=2)
    put(play, scenario="task-fails", operation="create-generation")
    status(play)

    shown = play.client.get("/_truecopy/scenarios").json()

    assert shown["set"] == [
        {
            "scenario": "task-fails",
            "account": None,
            "operation": "create-generation",
            "times": None,
            "used": 0,
        },
        {"scenario": "overloaded", "account": mine, "operation": None, "times": 2, "used": 1},
    ]
    assert shown["default"] is None


def test_a_scenario_can_be_taken_back(play: Play) -> None:
    """For an account, for an operation, for all."""
    mine = account(play, "powertokens", "a")
    put(play, scenario="overloaded", account=mine)
    put(play, scenario=None, account=mine)
    put(play, scenario="overloaded", operation="edit-image-json")
    put(play, scenario=None, operation="edit-image-json")

    assert status(play) == 200
    assert play.client.get("/_truecopy/scenarios").json()["set"] == []
