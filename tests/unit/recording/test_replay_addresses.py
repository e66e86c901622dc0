"""Under which addresses recordings are reached over HTTP."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.cassettes import HEADER, make_interaction
from tests.examining import TEST_VENDORS, load
from tests.replays import FOREIGN, ask, cassette, recorded, replaying, serving, stage_of

from truecopy.recording.replay import Stage


def test_several_vendors_are_told_apart(recordings: Path) -> None:
    """Each vendor is below its name, and under the name of its host; what is for none says so."""
    stages = [stage_of(recordings, each) for each in TEST_VENDORS]
    first, _ = recorded(recordings / "powertokens/edit-image-json/accepted.yaml")
    with serving(*stages) as client:
        assert ask(client, first, "/powertokens").status_code == 200
        assert ask(client, first, host="api.powertokens.ai").status_code == 200
        assert ask(client, first, host="powertokens.localhost").status_code == 200
        assert ask(client, first, host="api.applerouter.ai").status_code == 501
        nowhere = ask(client, first)
        assert nowhere.status_code == 404
        assert "its name goes in front" in nowhere.json()["error"]["message"]


def test_hosts_of_one_cassette_are_told_apart() -> None:
    """Of two hosts with the same path, the Host header chooses; without it whichever fits answers."""
    one = make_interaction(url="https://one.example/v1", body=b'"one"')
    two = make_interaction(url="https://two.example/v1", body=b'"two"')
    only = make_interaction(url="https://two.example/v1", request_body=b'{"a": 1}', body=b'"only"')
    with replaying(one, two, only) as client:
        assert ask(client, two, host="two.example").json() == "two"
        assert ask(client, one, host="one.example").json() == "one"
        assert ask(client, only, host="one.example").json() == "only"
        assert ask(client, only).json() == "only"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/models/x:generate",
        "/a%20b",
        "/a+b",
        "/%C3%A9t%C3%A9",
        "/a@b,c;d=e",
        "/a%2Fb",
        "",
        "/~me/(1)",
    ],
)
def test_paths_are_compared_as_they_read(path: str) -> None:
    """However a path is written, with percent signs or without, it is the same path."""
    interaction = make_interaction(url=f"https://api.example.com{path}")
    with replaying(interaction) as client:
        assert ask(client, interaction).status_code == 200


@pytest.mark.parametrize("query", ["a=1&b=2", "b=2&a=1", "a=1&b=%32"])
def test_the_order_of_parameters_does_not_count(query: str) -> None:
    """Parameters are compared by name."""
    interaction = make_interaction(url="https://api.example.com/v1?a=1&b=2")
    with replaying(interaction) as client:
        assert client.post(f"/v1?{query}", content=interaction.request_body).status_code == 200
        assert client.post("/v1?a=1", content=interaction.request_body).status_code == 501


def test_a_path_that_the_contract_lacks_is_found_below_its_address() -> None:
    """What was recorded below an address with a path is asked for below the vendor's name."""
    base = "http://127.0.0.1:9/deep"
    header = replace(HEADER, base_url=base)
    nowhere = make_interaction(url=f"{base}/v1/nowhere", status=404, body=b'"recorded"')
    contract = load("powertokens")
    with replaying(nowhere, header=header, contract=contract) as client:
        for prefix in ("", "/own"):
            response = client.post(f"{prefix}/v1/nowhere", content=nowhere.request_body)
            assert (response.status_code, response.json()) == (404, "recorded")


def test_a_host_of_this_machine_does_not_hide_the_name() -> None:
    """Recordings made at a server of this machine are reached below their name too."""
    local = make_interaction(url="http://127.0.0.1:9/items", body=b'"ok"')
    stage = Stage("own", [cassette(local, header=FOREIGN)], None)
    with serving(stage, host="127.0.0.1") as client:
        assert client.post("/own/items", content=local.request_body).json() == "ok"
        assert client.post("/items", content=local.request_body).json() == "ok"
