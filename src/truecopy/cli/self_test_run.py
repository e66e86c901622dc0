"""`truecopy check mock --self-test`: the check itself is checked."""

import json
from collections.abc import Callable
from dataclasses import replace

import click

from truecopy.check import CheckOptions
from truecopy.check.mutation.self_test import SelfTest, run_self_test
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.practice_keys import fitted
from truecopy.cli.targets import MOCK, ChosenTarget
from truecopy.errors import UsageError
from truecopy.mock import MockApp, play_contract
from truecopy.model import Contract
from truecopy.report import Progress, self_test_json, self_test_text


def self_test(chosen: ChosenTarget, options: CheckOptions, output_format: str) -> int:
    """Change a contract claim by claim, print which changes the check finds, and return the exit code.

    Raises:
        UsageError: The target is not the mock, or the result has no such format.
    """
    if chosen.address != MOCK:
        raise UsageError("--self-test changes the mock; TARGET must be mock")
    if output_format not in ("text", "json"):
        raise UsageError(f"--self-test has the formats text and json, not {output_format}")
    try:
        result = _tested(chosen, options)
    except KeyboardInterrupt:
        raise click.exceptions.Abort from None
    if output_format == "json":
        click.echo(json.dumps(self_test_json(chosen.contract, result), ensure_ascii=False))
    else:
        click.echo(self_test_text(chosen.contract, result), nl=False)
    return 1 if result.survivors or not result.killed else 0


def _tested(chosen: ChosenTarget, options: CheckOptions) -> SelfTest:
    contract = chosen.contract
    mock_file = chosen.workspace.mock_files(contract.vendor)

    def play(played: Contract, clock: Callable[[], float]) -> MockApp:
        return play_contract(played, mock_file, time_source=clock, is_capped=False)

    app, vendor = play_contract(contract, mock_file), contract.vendor
    options = replace(options, provoke=app.provocations(vendor))
    keys = fitted(KeyOptions().read_keys(MOCK, contract), app, vendor)
    with Progress() as progress:
        return run_self_test(contract, play, keys, options, progress)
