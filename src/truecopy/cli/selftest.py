"""`truecopy check mock --self-test`: the check itself on trial."""

import json
from collections.abc import Callable
from dataclasses import replace

import click

from truecopy.check import CheckOptions
from truecopy.check.mutation.self_test import SelfTest, run_self_test
from truecopy.cli.targets import read_keys
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.mock import MockApp, play_contract
from truecopy.model import Contract
from truecopy.report import Progress, self_test_json, self_test_text


def self_test(
    contract: Contract, workspace: Workspace, options: CheckOptions, output_format: str
) -> int:
    """Change a contract claim by claim, print which changes the check finds, and return the exit code.

    Raises:
        UsageError: The result has no such format.
    """
    if output_format not in ("text", "json"):
        raise UsageError(f"--self-test has the formats text and json, not {output_format}")
    try:
        result = on_trial(contract, workspace, options)
    except KeyboardInterrupt:
        raise click.exceptions.Abort from None
    if output_format == "json":
        click.echo(json.dumps(self_test_json(contract, result), ensure_ascii=False))
    else:
        click.echo(self_test_text(contract, result), nl=False)
    return 1 if result.survivors or not result.killed else 0


def on_trial(contract: Contract, workspace: Workspace, options: CheckOptions) -> SelfTest:
    """Return what a self-test of a vendor's check shows."""
    mock_file = workspace.mock_file(contract.vendor)

    def play(played: Contract, clock: Callable[[], float]) -> MockApp:
        return play_contract(played, mock_file, time_source=clock, is_capped=False)

    provoke = play_contract(contract, mock_file).provocations(contract.vendor)
    keys = read_keys("mock", contract, None, None, None)
    with Progress() as progress:
        return run_self_test(contract, play, keys, replace(options, provoke=provoke), progress)
