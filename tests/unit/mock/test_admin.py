"""The admin API: for this machine, or for those who hold the token."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.play import HOST, Play, make_play

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite"}


def client_from(play: Play, address: str, base_url: str = HOST) -> TestClient:
    """Return a client at another address."""
    return TestClient(play.app, base_url=base_url, client=(address, 4000))


def test_health_and_readiness_are_open_to_all() -> None:
    """Probes need no token, wherever they come from."""
    play = make_play()
    client = client_from(play, "10.0.0.9", "http://10.0.0.1:4747")

    assert client.get("/_truecopy/health").json() == {"status": "ok"}
    assert client.get("/_truecopy/ready").json()["contracts"] == {
        name: each.fingerprint for name, each in play.app.contracts.items()
    }


@pytest.mark.parametrize("address", ["10.0.0.9", "192.168.1.1", "::ffff:8.8.8.8"])
def test_other_machines_are_kept_out(play: Play, address: str) -> None:
    """A client elsewhere is refused even when it claims a loopback Host."""
    assert client_from(play, address).get("/_truecopy/requests").status_code == 403


def test_a_foreign_host_name_is_kept_out(play: Play) -> None:
    """A page that resolves its own name to this machine cannot use the API."""
    client = client_from(play, "127.0.0.1", "http://evil.example:4747")

    assert client.get("/_truecopy/requests").status_code == 403


def test_a_foreign_page_is_kept_out(play: Play) -> None:
    """A request with another page's Origin is refused, with the server's own it is not."""
    foreign = play.client.get("/_truecopy/requests", headers={"origin": "http://evil.example"})
    own = play.client.get("/_truecopy/requests", headers={"origin": HOST})

    assert (foreign.status_code, own.status_code) == (403, 200)


def test_the_token_opens_the_api_to_other_machines() -> None:
    """With --admin-token a client elsewhere is let in when it shows it, and only then."""
    play = make_play(admin_token="open sesame")
    client = client_from(play, "10.0.0.9", "http://10.0.0.1:4747")

    def status(token: str) -> int:
        headers = {"authorization": f"Bearer {token}"}
        return client.get("/_truecopy/requests", headers=headers).status_code

    assert status("open sesame") == 200
    assert status("wrong") == 403
    assert client.get("/_truecopy/requests").status_code == 403


def test_the_journal_is_filtered_and_limited(play: Play) -> None:
    """Filters choose entries; the newest come first."""
    for count in (1, 2, 9):
        play.send("powertokens", "edit-image-json", {**GOOD, "n": count})

    refused = play.client.get("/_truecopy/requests?status=400").json()["requests"]
    limited = play.client.get("/_truecopy/requests?limit=2").json()["requests"]

    assert [entry["cause"] for entry in refused] == ["invalid"]
    assert [entry["status"] for entry in limited] == [400, 200]


@pytest.mark.parametrize("query", ["limit=x", "limit=-1", "limit=٣", "colour=1"])
def test_a_query_that_cannot_be_followed_is_400(play: Play, query: str) -> None:
    """A filter that does not exist is an error, not ignored."""
    response = play.client.get(f"/_truecopy/requests?{query}")

    assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"advance_s": -1}',
        b'{"advance_s": "1"}',
        b'{"advance_s": true}',
        b'{"advance_s": 1e300}',
        b'{"x": 1}',
        b'{"advance_s": NaN}',
        b" " * 70_000,
    ],
)
def test_a_bad_move_of_the_clock_is_400(play: Play, body: bytes) -> None:
    """The clock goes forward by a number of seconds, within reason."""
    assert play.client.post("/_truecopy/clock", content=body).status_code == 400


def test_the_clock_tells_and_moves(play: Play) -> None:
    """What was advanced is in the offset, and reset takes it back."""
    before = play.client.get("/_truecopy/clock").json()["unix_s"]

    moved = play.client.post("/_truecopy/clock", json={"advance_s": 90}).json()
    play.client.post("/_truecopy/reset")
    after = play.client.get("/_truecopy/clock").json()

    assert moved["unix_s"] - before == pytest.approx(90)
    assert after["offset_s"] == 0


@pytest.mark.parametrize("body", [{"scenario": "nope"}, {"scenario": "success", "account": 5}])
def test_a_bad_scenario_is_400(play: Play, body: Any) -> None:
    """Only a known scenario can be set."""
    assert play.client.put("/_truecopy/scenarios", json=body).status_code == 400


def test_reset_forgets_everything_but_good_addresses(play: Play) -> None:
    """After a reset journal, charges and tasks are empty, and pictures can still be fetched."""
    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]
    body = {"images": ["https://example.com/a.png"], "prompt": "A"}
    play.send("mulerouter", "create-generation", body)

    play.client.post("/_truecopy/reset")

    for name in ("requests", "tasks", "charges"):
        assert play.client.get(f"/_truecopy/{name}").json()[name] == []
    assert play.fetch(url)


def test_tasks_show_their_way(play: Play) -> None:
    """Each task is listed with its state and the instants of all its states."""
    body = {"images": ["https://example.com/a.png"], "prompt": "A", "n": 2}
    play.send("mulerouter", "create-generation", body)

    (task,) = play.client.get("/_truecopy/tasks").json()["tasks"]

    assert task["state"] == "pending"
    assert [step["state"] for step in task["steps"]] == ["pending", "processing", "completed"]
    assert task["pictures"] == 2


def test_an_unknown_endpoint_is_404_and_a_wrong_method_405(play: Play) -> None:
    """The API says what it does not have."""
    assert play.client.get("/_truecopy/nope").status_code == 404
    assert play.client.delete("/_truecopy/requests").status_code == 405


def test_scenarios_are_listed_by_vendor(play: Play) -> None:
    """Each vendor's scenarios can be looked up."""
    listed = play.client.get("/_truecopy/scenarios").json()["scenarios"]

    assert "task-fails" in listed["mulerouter"]
    assert "task-fails" not in listed["powertokens"]


@pytest.mark.parametrize("body", [{}, {"scenario": "overloaded", "account": "test"}])
def test_a_scenario_for_nobody_is_400(play: Play, body: Any) -> None:
    """A setting that would have no effect is refused."""
    assert play.client.put("/_truecopy/scenarios", json=body).status_code == 400


TASK = {"images": ["https://example.com/a.png"], "prompt": "A"}


def account(play: Play, key: str, vendor: str = "mulerouter") -> str:
    """Return the account of a key."""
    headers = {"authorization": f"Bearer {key}"}
    return str(
        play.client.get(f"/_truecopy/account?vendor={vendor}", headers=headers).json()["account"]
    )


def test_a_key_tells_its_accounts_before_any_request(play: Play) -> None:
    """They are the ids that the journal shows afterwards."""
    told = play.client.get("/_truecopy/account", headers={"authorization": "Bearer sk-a"}).json()
    play.send("mulerouter", "create-generation", TASK, key="sk-a")

    assert set(told["accounts"]) == set(play.app.contracts)
    assert play.journal()[0]["account"] == told["accounts"]["mulerouter"] == account(play, "sk-a")
    assert told["problems"] == {}


def test_a_key_that_a_vendor_refuses_is_told(play: Play) -> None:
    """It has an account all the same, as the journal shows it."""
    told = play.client.get("/_truecopy/account", headers={"authorization": "Bearer k"}).json()

    assert list(told["problems"]) == ["applerouter"]
    assert told["accounts"]["applerouter"]


def test_a_good_key_of_a_vendor_that_refuses_one_is_told(play: Play) -> None:
    """Another for each key that is shown, and nothing of that key in it."""
    found = []
    for shown in ("secret-one", "secret-two"):
        header = {"authorization": f"Bearer {shown}"}
        told = play.client.get("/_truecopy/account", headers=header).json()
        found.append(told["good_keys"]["applerouter"])
        assert set(told["good_keys"]) == set(told["problems"])

    header = {"authorization": f"Bearer {found[0]}"}
    again = play.client.get("/_truecopy/account", headers=header).json()
    assert "applerouter" not in again["problems"]
    assert found[0] != found[1]
    assert not any("secret" in each for each in found)


@pytest.mark.parametrize(
    ("query", "header"),
    [("", ""), ("", "k"), ("?vendor=nobody", "Bearer k"), ("?key=k", "Bearer k")],
)
def test_an_account_of_nobody_is_400(play: Play, query: str, header: str) -> None:
    """Without a key, or of an unknown vendor, there is none."""
    response = play.client.get(f"/_truecopy/account{query}", headers={"authorization": header})

    assert response.status_code == 400


def test_the_clock_of_one_account_leaves_the_others(play: Play) -> None:
    """Its tasks end, those of the others wait, and its addresses expire at its own time."""
    tasks = {}
    for key in ("a", "b"):
        made = play.send("mulerouter", "create-generation", TASK, key=key)
        tasks[key] = made.json()["task_info"]["id"]

    def show(key: str) -> Any:
        at = {"task_id": tasks[key]}
        return play.send("mulerouter", "get-generation", key=key, parameters=at).json()

    moved = play.client.post(
        "/_truecopy/clock", json={"advance_s": 60, "account": account(play, "a")}
    ).json()
    assert moved["offset_s"] == 60
    shown = show("a")
    assert (shown["task_info"]["status"], show("b")["task_info"]["status"]) == (
        "completed",
        "pending",
    )
    rows = play.client.get(f"/_truecopy/tasks?account={account(play, 'a')}").json()["tasks"]
    assert [row["state"] for row in rows] == ["completed"]
    assert play.fetch(shown["images"][0])
    play.client.post("/_truecopy/clock", json={"advance_s": 86_500, "account": account(play, "a")})
    assert play.client.get(shown["images"][0]).status_code == 403
    there = play.client.get(f"/_truecopy/clock?account={account(play, 'a')}").json()
    assert there["offset_s"] == 86_560
    assert play.client.get("/_truecopy/clock").json()["offset_s"] == 0


def test_moves_of_the_clock_are_bounded_together(play: Play) -> None:
    """However often it is moved, the mock still answers."""
    statuses = [
        play.client.post("/_truecopy/clock", json={"advance_s": 10 * 365 * 86400}).status_code
        for _ in range(7)
    ]
    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]

    assert statuses == [200] * 5 + [400] * 2
    assert play.fetch(url)
    assert play.client.get("/_truecopy/tasks").status_code == 200


def test_reset_of_one_account_leaves_the_others(play: Play) -> None:
    """Its journal, tasks, charges and clock are gone."""
    for key in ("a", "b"):
        play.send("mulerouter", "create-generation", TASK, key=key)
    mine, other = account(play, "a"), account(play, "b")
    play.client.post("/_truecopy/clock", json={"advance_s": 60, "account": mine})

    told = play.client.post("/_truecopy/reset", json={"account": mine}).json()

    assert told == {"status": "reset", "account": mine}
    for name in ("requests", "tasks", "charges"):
        rows = play.client.get(f"/_truecopy/{name}").json()[name]
        assert [row["account"] for row in rows] == [other]
        assert play.client.get(f"/_truecopy/{name}?account={mine}").json()[name] == []
        assert play.client.get(f"/_truecopy/{name}?acount={mine}").status_code == 400
    assert play.client.get(f"/_truecopy/clock?account={mine}").json()["offset_s"] == 0


@pytest.mark.parametrize(
    ("base_url", "client", "status"),
    [
        ("http://mock", "127.0.0.1", 200),
        ("http://testserver", "testclient", 200),
        ("http://localhost", "testclient", 200),
        ("http://127.0.0.1", "testclient", 200),
        ("http://mock.example", "testclient", 403),
        ("http://mock", "10.0.0.9", 403),
        ("http://10.0.0.1", "testclient", 403),
    ],
)
def test_in_process_the_api_is_open_to_names_without_a_dot(
    play: Play, base_url: str, client: str, status: int
) -> None:
    """The application is called by any name there; a name of the public DNS is none of them."""
    assert client_from(play, client, base_url).get("/_truecopy/requests").status_code == status
    foreign = client_from(play, client, base_url).get(
        "/_truecopy/requests", headers={"origin": "http://evil.example"}
    )
    assert foreign.status_code == 403


def test_a_key_and_the_admin_token_can_be_sent_together() -> None:
    """The token has a header of its own where the key takes the usual one."""
    play = make_play(admin_token="open sesame")
    client = client_from(play, "10.0.0.9", "http://10.0.0.1:4747")
    headers = {"authorization": "Bearer sk-a", "x-truecopy-admin-token": "open sesame"}

    told = client.get("/_truecopy/account", headers=headers)

    assert told.status_code == 200
