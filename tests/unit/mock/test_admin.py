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
