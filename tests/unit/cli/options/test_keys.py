"""The options that name API keys."""

import io
import sys

import pytest
from tests.examining import VENDORS, load
from tests.unit.cli.checks import LIVE, check, watching
from tests.unit.cli.shell import Shell

from truecopy.cli.options.keys import KeyOptions
from truecopy.model import Draft, Interaction
from truecopy.wire import Target


@pytest.mark.parametrize("budget", [["--max-cost", "1"], ["--max-requests", "9"], ["--yes"]])
def test_a_live_target_needs_a_key(shell: Shell, budget: list[str]) -> None:
    """A target that is not on this machine is not asked without a key: exit 2, and where to put it."""
    outcome = check(shell, LIVE, "mulerouter", *budget)

    assert outcome.code == 2
    assert "TRUECOPY_TOKEN_MULEROUTER" in outcome.err
    assert "--token-env" in outcome.err


def test_a_key_on_the_command_line_is_warned_of(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--token on a live target is warned of, and the key is shown nowhere."""

    def unreachable(_: Target, draft: Draft) -> Interaction:
        return Interaction(method=draft.method, url=LIVE, failure="ConnectError")

    monkeypatch.setattr(Target, "send", unreachable)
    outcome = check(shell, LIVE, "mulerouter", "--token", "sk-secret", "--max-requests", "1")

    assert outcome.code in (2, 3)
    assert "--token-env does not" in outcome.err
    assert "sk-secret" not in outcome.err + outcome.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "arguments", "key"),
    [
        ({}, [], "sk-truecopy-check"),
        ({"TRUECOPY_TOKEN": "sk-all"}, [], "sk-all"),
        ({"TRUECOPY_TOKEN": "sk-all", "TRUECOPY_TOKEN_MULEROUTER": "sk-one"}, [], "sk-one"),
        ({"TRUECOPY_TOKEN": "sk-all", "NAMED": "sk-named"}, ["--token-env", "NAMED"], "sk-named"),
        ({"TRUECOPY_TOKEN": "sk-all"}, ["--token", "sk-said"], "sk-said"),
        ({"TRUECOPY_TOKEN": "sk-all"}, ["--token", "-"], "sk-read"),
        ({"TRUECOPY_TOKEN_POWERTOKENS": "sk-other"}, [], "sk-truecopy-check"),
    ],
)
def test_where_the_key_comes_from(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    key: str,
) -> None:
    """The key comes from the command line, else from the vendor's variable, else from the general one."""
    for name, value in environment.items():
        shell.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-read\n"))

    with watching("mulerouter") as (url, watched):
        check(shell, url, "mulerouter", "--phases", "examples", *arguments)

    assert watched.keys == {f"Bearer {key}"}


def test_an_empty_key_from_standard_input_is_an_error(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--token - without a line on standard input does not fall back to a key that nobody named."""
    shell.setenv("TRUECOPY_TOKEN", "sk-all")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    outcome = check(shell, "mock", "mulerouter", "--phases", "examples", "--token", "-")

    assert outcome.code == 2


@pytest.mark.slow
def test_a_second_key_looks_at_tasks_of_the_first(shell: Shell) -> None:
    """--second-token-env names the key of another account, to which tasks must not be shown."""
    shell.setenv("FIRST", "sk-first")
    shell.setenv("OTHER", "sk-other")

    with watching("mulerouter") as (url, watched):
        outcome = check(shell, url, "mulerouter", "--token-env=FIRST", "--second-token-env=OTHER")

    assert outcome.code == 0
    others = [
        each for each in watched.seen if each.headers.get("authorization") == "Bearer sk-other"
    ]
    assert {each.method for each in others} == {"GET"}


def test_a_mock_in_process_has_two_accounts() -> None:
    """Keys are made up on this machine; a second one only where it certainly is another account."""
    contract = load("mulerouter")

    mock, near = (
        KeyOptions().read_keys(address, contract) for address in ("mock", "http://127.0.0.1:4747")
    )

    assert mock.good == near.good == "sk-truecopy-check"
    assert (mock.second, near.second) == ("sk-truecopy-second", None)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_documented_prefix_comes_with_the_keys(vendor: str) -> None:
    """A key that a vendor says begins in a way is made wrong by beginning otherwise."""
    claims = [each for each in load(vendor).claims.values() if each.keyword == "key-prefix"]

    keys = KeyOptions().read_keys("mock", load(vendor))

    assert keys.prefix == (claims[0].value if claims else "")
