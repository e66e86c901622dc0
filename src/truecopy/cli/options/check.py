"""The options of `truecopy check`, and how a check is run by them."""

from dataclasses import dataclass

import click

from truecopy.check import CheckOptions
from truecopy.check.options import DEFAULT_PHASES
from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.options.baseline import BaselineOptions
from truecopy.cli.options.budget import BudgetOptions
from truecopy.cli.options.group import option
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.options.report import ReportOptions, fail_on_option
from truecopy.cli.options.request import RequestOptions
from truecopy.errors import UsageError
from truecopy.model import Contract, Phase

# What fits 32 bits with a sign, as seeds of other tools do.
_LARGEST_SEED = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """Everything that a check can be told."""

    requests: RequestOptions
    phases: str = option(
        "--phases",
        default=",".join(each.value for each in Phase if each in DEFAULT_PHASES),
        metavar="LIST",
        help=f"Parts of the check: {', '.join(each.value for each in Phase)}, or all.",
    )
    provocations: tuple[str, ...] = option(
        "--provoke",
        multiple=True,
        metavar="STATE=HEADER:VALUE",
        help="Header by which the target lets a task end in a state, as mocks can.",
    )
    second_token_env: str | None = option(
        "--second-token-env",
        metavar="NAME",
        help="Variable with the key of another account, to see that tasks are not shown to it.",
    )
    seed: int = option(
        "--seed",
        type=click.IntRange(0, _LARGEST_SEED),
        default=0,
        metavar="N",
        help="Of generated requests.",
    )
    max_examples: int = option(
        "--max-examples",
        type=click.IntRange(1),
        default=50,  # all phases of a check of the mock then take about a minute
        metavar="N",
        help="Generated requests for each operation and kind.",
    )
    max_failures: int | None = option(
        "--max-failures",
        type=click.IntRange(1),
        metavar="N",
        help="Stop after so many findings above info.",
    )
    fail_on: str = fail_on_option()
    assumptions: AssumptionOptions
    is_self_test: bool = option(
        "--self-test",
        is_flag=True,
        help="Change the contract claim by claim, and show that each change is noticed.",
    )
    baseline: BaselineOptions
    keys: KeyOptions
    budget: BudgetOptions
    report: ReportOptions

    def check_options(self, contract: Contract, target: str) -> CheckOptions:
        """Return how a check is to be run.

        Raises:
            UsageError: A value cannot be used; it is shown.
        """
        prices = self.budget.read_prices(contract)
        return CheckOptions(
            sending=self.requests.send_options(contract, target, prices),
            phases=_phases(self.phases),
            provoke=dict(_provocation(contract, each) for each in self.provocations),
            max_failures=self.max_failures,
            seed=self.seed,
            max_examples=self.max_examples,
        )


def _phases(text: str) -> frozenset[Phase]:
    if text == "all":
        return frozenset(Phase)
    names = [each.strip() for each in text.split(",") if each.strip()]
    known = [each.value for each in Phase]
    unknown = [each for each in names if each not in known]
    if unknown or not names:
        raise UsageError(
            f"--phases {text!r}: {', '.join(unknown) or 'nothing'} is no phase; there are {', '.join(known)}"
        )
    return frozenset(Phase(each) for each in names)


def _provocation(contract: Contract, text: str) -> tuple[str, dict[str, str]]:
    state, _, header = text.partition("=")
    name, _, value = header.partition(":")
    terminal = contract.lifecycle.terminal if contract.lifecycle else ()
    is_status = state.isdecimal() and 400 <= int(state) <= 599
    if not (is_status or state in terminal) or not name or not value:
        raise UsageError(
            f"--provoke {text!r}: STATE=HEADER:VALUE was expected, with a status of 400 to 599"
            + (f" or a state of {', '.join(terminal)}" if terminal else "")
        )
    return state, {name.strip(): value.strip()}
