"""Targets as the command line names them, and whose contract they are held to."""

import pytest
from tests.examining import VENDORS
from tests.unit.cli.checks import check, watching
from tests.unit.cli.shell import Shell


@pytest.mark.parametrize(
    "target", ["nonsense", "ftp://127.0.0.1/x", "http://", "127.0.0.1:80", "http://127.0.0.1:99999"]
)
def test_a_target_that_is_no_address_is_shown(shell: Shell, target: str) -> None:
    """What is neither `mock` nor an address is an error that says what was expected, key or not."""
    outcome = check(shell, target, "mulerouter", "--yes")

    assert outcome.code == 2
    assert f"{target!r} is no target" in outcome.err


def test_a_vendor_is_needed(shell: Shell) -> None:
    """Where there are several vendors, one has to be said; an unknown one is shown."""
    missing, unknown = shell.run("check", "mock"), check(shell, "mock", "nobody")

    assert (missing.code, unknown.code) == (2, 2)
    assert f"--vendor is needed: {', '.join(VENDORS)}" in missing.err
    assert "'nobody'" in unknown.err


def test_the_address_of_a_vendor_is_enough(shell: Shell) -> None:
    """A vendor's own base address says which contract is meant."""
    outcome = shell.run("check", "https://api.mulerouter.ai/", "--dry-run")

    assert outcome.code == 0
    assert "create-generation" in outcome.out


def test_an_address_that_ends_with_the_vendor_is_enough(shell: Shell) -> None:
    """The mock's own addresses say which vendor is meant."""
    with watching("mulerouter") as (url, watched):
        outcome = shell.run("check", f"{url}/mulerouter", "--phases", "examples")

    assert "MuleRouter at" in outcome.out
    assert watched.seen
