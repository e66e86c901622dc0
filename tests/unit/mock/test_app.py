"""The whole mock: which vendor a request is for, and what the server as a whole is asked for."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.examining import load
from tests.play import Play, make_play
from tests.unit.mock.posting import KEY

from truecopy import create_app
from truecopy.errors import UsageError
from truecopy.mock import play_contract


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/nobody/x",
        "/powertokens",
        "/powertokens/",
        "/%00",
        "/powertokens/%2e%2e/x",
        "/é",
    ],
)
def test_an_address_that_leads_nowhere_is_404(play: Play, path: str) -> None:
    """No path is ever answered with success by accident."""
    assert play.client.get(path, headers=KEY).status_code == 404


def test_a_vendor_alone_answers_at_the_root_and_under_its_name() -> None:
    """With a single vendor the prefix may be left out."""
    play = make_play("powertokens")
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    at_root = play.client.post("/v1/images/edits", json=body, headers=KEY)
    below = play.client.post("/powertokens/v1/images/edits", json=body, headers=KEY)

    assert at_root.status_code == below.status_code == 200


@pytest.mark.parametrize(
    "host", ["powertokens.localhost:4747", "api.powertokens.ai", "POWERTOKENS.localhost"]
)
def test_a_vendor_is_addressed_by_host_name(play: Play, host: str) -> None:
    """The vendor's own host name and its name under localhost both lead to it."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    response = play.client.post("/v1/images/edits", json=body, headers={**KEY, "host": host})

    assert response.status_code == 200
    assert response.json()["data"][0]["url"].startswith(f"http://{host}/_pictures/")


@pytest.mark.parametrize("host", ['evil.example:80/"><script>', "a b", "", "x" * 10 + "/y", "a@b"])
def test_a_host_that_is_none_is_not_put_into_links(play: Play, host: str) -> None:
    """Only a host name with a port goes into the links of an answer."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    response = play.send("powertokens", "edit-image-json", body, headers={"host": host})

    assert response.json()["data"][0]["url"].startswith("http://127.0.0.1:4747/_pictures/")


def test_vendors_and_scenarios_have_to_be_known() -> None:
    """A name that nobody has is an error that says which there are, before anything is served."""
    with pytest.raises(UsageError, match="there is no vendor 'nobody'"):
        create_app(["nobody"])
    with pytest.raises(UsageError, match=r"no scenario 'nothing'; there are: .*overloaded"):
        create_app(["powertokens"], scenario="nothing")


def test_a_seed_is_picked_where_none_is_given() -> None:
    """Two mocks without a seed do not draw the same pictures; one with a seed says which."""
    assert create_app(["powertokens"], seed=5).seed == 5
    assert len({create_app(["powertokens"]).seed for _ in range(3)}) > 1


def test_a_vendor_named_twice_is_played_once() -> None:
    """The order in which vendors are named is kept."""
    app = create_app(["powertokens", "mulerouter", "powertokens"])

    assert list(app.contracts) == ["powertokens", "mulerouter"]


def test_errors_and_ends_of_tasks_can_be_asked_for(play: Play) -> None:
    """For each documented error, and each end of a task, there are headers that bring it about."""
    wishes = play.app.errors_on_demand("mulerouter")
    body = {"images": ["https://example.com/a.png"], "prompt": "Mend it"}

    assert "503" in wishes
    for status, headers in wishes.items():
        answer = play.send("mulerouter", "create-generation", body, headers=headers)
        assert str(answer.status_code) == status
    assert play.app.provocations("mulerouter") == {"failed": {"prefer": "scenario=task-fails"}}
    assert play.app.provocations("powertokens") == {}


def test_a_contract_at_hand_is_played() -> None:
    """What was changed is kept; where the documents are silent no cap of the mock steps in."""
    contract = load("applerouter")
    app = play_contract(contract, Path("no/such/file.yaml"), is_capped=False)
    client = TestClient(app, base_url="http://127.0.0.1:4747", client=("127.0.0.1", 50_000))
    body = {
        "model": "m",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
        "parameters": {"n": 11},
    }

    answer = client.post("/v1/images/edits", json=body, headers=KEY)

    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 11


def test_links_use_the_public_url() -> None:
    """Behind a proxy the links in answers name the public address."""
    play = make_play(public_url="https://mock.example.com/")

    url = play.send(
        "powertokens", "edit-image-json", {"model": "wan2.7-image-pro", "prompt": "A kite"}
    ).json()["data"][0]["url"]

    assert url.startswith("https://mock.example.com/_pictures/")
