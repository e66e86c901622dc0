"""`truecopy check mock --self-test`."""

import json

import pytest
from tests.unit.cli.checks import LIVE, check
from tests.unit.cli.shell import Shell


def test_a_self_test_finds_every_change(shell: Shell) -> None:
    """Every change of a contract is noticed by the check: exit 0. `make selftest` changes the built-in ones."""
    assert shell.run("init", "inkwell").code == 0

    outcome = check(shell, "mock", "inkwell", "--self-test", "--format", "json")

    content = json.loads(outcome.out)
    assert outcome.code == 0
    assert content["schema_version"] == 1
    assert content["vendor"] == "inkwell"
    assert content["killed"] > 50
    assert content["survivors"] == []


def test_a_change_that_is_not_noticed_fails(shell: Shell) -> None:
    """A check that leaves limits and tasks alone does not see all that it says it holds: exit 1, with what survives."""
    outcome = check(
        shell, "mock", "mulerouter", "--self-test", "--phases", "examples", "--format", "json"
    )

    content = json.loads(outcome.out)
    assert outcome.code == 1
    assert content["survivors"]


@pytest.mark.parametrize(
    ("target", "arguments", "shown"),
    [
        (LIVE, [], "TARGET must be mock"),
        ("http://127.0.0.1:9", [], "TARGET must be mock"),
        ("mock", ["--format", "junit"], "junit"),
        ("mock", ["--report", "json=a.json"], "--report"),
        ("mock", ["--output", "a.json"], "--output"),
    ],
)
def test_a_self_test_is_of_the_mock(
    shell: Shell, target: str, arguments: list[str], shown: str
) -> None:
    """A self-test changes the mock and reports as text or JSON; what has no effect on it is an error."""
    outcome = check(shell, target, "powertokens", "--self-test", "--phases", "examples", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err
