"""`truecopy serve`: what it says, and what it refuses to start with. That it serves is seen end to end."""

import json

import pytest
from tests.examining import VENDORS, load
from tests.unit.cli.servers import Started
from tests.unit.cli.shell import Shell


def test_the_ready_line_is_for_programs(shell: Shell, started: Started) -> None:
    """With --format json one line names every operation of the vendors that are played."""
    outcome = shell.run(
        "serve", "--vendor", "mulerouter", "--port", "0", "--seed", "7", "--format", "json"
    )

    ready = json.loads(outcome.out)
    assert outcome.code == 0
    assert (ready["event"], ready["seed"]) == ("ready", 7)
    assert ready["contracts"] == {"mulerouter": load("mulerouter").fingerprint}
    assert {each["operation"] for each in ready["operations"]} == set(load("mulerouter").operations)
    assert all(
        each["url"].startswith(f"{ready['url']}/mulerouter/") for each in ready["operations"]
    )


def test_the_banner_is_for_people(shell: Shell, started: Started) -> None:
    """Without --vendor every vendor is played, and each is told with its address."""
    outcome = shell.run("serve", "--port", "0")

    for vendor in VENDORS:
        assert f"  {load(vendor).title}  (contract {load(vendor).fingerprint})" in outcome.out
        assert f"/{vendor}/" in outcome.out
    assert "Ctrl-C stops" in outcome.out
    assert set(started.apps[0].contracts) == set(VENDORS)


def test_links_have_the_public_address(shell: Shell, started: Started) -> None:
    """Behind another server the banner shows the address that clients use, without a slash at its end."""
    outcome = shell.run("serve", "--port", "0", "--public-url", "https://mock.example.com/")

    assert "plays on https://mock.example.com\n" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--public-url", "mock.example.com"), "--public-url 'mock.example.com': an address"),
        (("--scenario", "no-such"), "no-such"),
        (("--vendor", "nobody"), "nobody"),
        (("--time-scale", "0"), "'--time-scale'"),
        (("--time-scale", "1000000"), "'--time-scale'"),
        (("--seed", "-1"), "'--seed'"),
        (("--quiet", "--log-format", "json"), "--log-format says nothing beside --quiet"),
        (("--profile", "as-wished"), "'--profile'"),
        (("--vendor", "mulerouter", "--profile", "as-observed"), "nothing is known of mulerouter"),
    ],
)
def test_what_cannot_be_served_is_told(
    shell: Shell, started: Started, arguments: tuple[str, ...], told: str
) -> None:
    """A value that cannot be used is one clear line, and nothing is served."""
    outcome = shell.run("serve", "--port", "0", *arguments)

    assert outcome.code == 2
    assert told in outcome.err
    assert started.apps == []
