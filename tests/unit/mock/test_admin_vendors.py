"""What is played, with a request to begin with."""

import shlex
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.examining import VENDORS
from tests.play import HOST, FakeClock, Play, make_play, square
from tests.starters import mock_file, starter_contract

from truecopy.mock import play_contract


def operations(play: Play) -> list[tuple[str, dict[str, Any]]]:
    """Return vendor and row of every operation."""
    rows = play.client.get("/_truecopy/vendors").json()["vendors"]
    return [(vendor["vendor"], row) for vendor in rows for row in vendor["operations"]]


def follow(play: Play, line: str) -> int:
    """Do what a curl line does, and return the status."""
    _, url, *options = shlex.split(line)
    headers, files, texts, data = {}, {}, {}, None
    for option, value in zip(options[::2], options[1::2], strict=True):
        name, _, rest = value.partition("=" if option == "-F" else ": ")
        if option == "-H":
            headers[name] = rest
        elif option == "-d":
            data = value
        elif rest.startswith("@"):
            files[name] = (rest[1:], square(), "image/png")
        else:
            texts[name] = (None, rest)
    method = "GET" if data is None and not (files or texts) else "POST"
    answer = play.client.request(
        method, url, headers=headers, content=data, files={**files, **texts} or None
    )
    return int(answer.status_code)


def test_every_operation_has_a_line_that_is_accepted(play: Play) -> None:
    """Whoever copies it sees a good answer, but for the task that does not exist yet."""
    found = operations(play)

    assert {vendor for vendor, _ in found} == set(VENDORS)
    for vendor, row in found:
        assert row["curl"].split("'")[0].startswith("curl ")
        expected = 404 if "{" in row["path"] else row["success"]
        assert follow(play, row["curl"]) == expected, (vendor, row["curl"])


def test_keys_of_another_look_are_shown_as_they_look(tmp_path: Path) -> None:
    """A line that is copied is accepted whatever a vendor's keys begin with."""
    contract = starter_contract(tmp_path, "immediate")
    file = mock_file(tmp_path)
    file.write_text(file.read_text("utf-8").replace("^[!-~]+$", "^ink-"), "utf-8")
    app = play_contract(contract, file)
    client = TestClient(app, base_url=HOST, client=("127.0.0.1", 50000))
    mock = Play(app=app, client=client, clock=FakeClock())

    ((_, row),) = operations(mock)

    assert "Bearer ink-" in row["curl"]
    assert follow(mock, row["curl"]) == row["success"]


def test_addresses_are_those_that_clients_use(play: Play) -> None:
    """The host that was asked, or the public address."""
    assert all(HOST in row["curl"] for _, row in operations(play))
    public = make_play("mulerouter", public_url="https://mock.example.com")
    assert all(
        "https://mock.example.com/mulerouter/" in row["curl"] for _, row in operations(public)
    )


@pytest.mark.parametrize("profile", ["as-documented", "as-observed"])
def test_the_profile_of_each_vendor_is_told(profile: str) -> None:
    """A vendor of which nothing else is known is that of its documents in either."""
    rows = make_play(profile=profile).client.get("/_truecopy/vendors").json()["vendors"]

    told = {row["vendor"]: row["profile"] for row in rows}
    assert told["applerouter"] == profile
    assert told["mulerouter"] == "as-documented"
