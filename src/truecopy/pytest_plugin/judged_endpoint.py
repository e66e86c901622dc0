"""An endpoint under judgement in a run of tests."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.check.options import DEFAULT_PHASES
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.targets import MOCK, ChosenTarget, choose_target, is_live
from truecopy.judge import EXAMPLE_PICTURE, SendOptions, poll_interval_s, task_timeout_s
from truecopy.model import Phase, Severity
from truecopy.pytest_plugin.run_workspace import workspace_of
from truecopy.wire import Budget, RequestSender

# The same generated requests in every run, and time enough for a slow vendor.
_SEED = 7
_TIMEOUT_S = 60


class TruecopyTarget:
    """One endpoint, and the contract that it is held to.

    Attributes:
        vendor: Whose contract it is.
        address: URL, or `mock` for the vendor's mock in process.
    """

    def __init__(self, vendor: str, address: str, config: pytest.Config) -> None:
        """Load the contract.

        Raises:
            UsageError: There is no such vendor, or the address is none.
        """
        self.vendor = vendor
        self.address = address
        self.chosen: ChosenTarget = choose_target(address, vendor, workspace_of(config))
        self._max_cost: float | None = config.getoption("--truecopy-target-max-cost")
        self._examples: int = config.getoption("--truecopy-target-examples")

    @contextmanager
    def opened(self, budget: Budget | None = None) -> Iterator[CheckRun]:
        """Open the target, and prepare a check of all phases.

        Args:
            budget: None for what the options of the run allow.
        """
        contract = self.chosen.contract
        if budget is None and is_live(self.address) and self._max_cost is None:
            text = f"{self.address} may cost money: say --truecopy-target-max-cost USD"
            pytest.fail(text, pytrace=False)
        keys = KeyOptions().read_keys(self.address, contract)
        found = self.chosen.open(keys, seed=_SEED, timeout_s=_TIMEOUT_S)
        is_near = not is_live(self.address)
        options = CheckOptions(
            phases=frozenset(Phase),
            sending=SendOptions(
                image_url=EXAMPLE_PICTURE if is_near else None,
                poll_interval_s=poll_interval_s(contract, is_loopback=is_near),
                task_timeout_s=task_timeout_s(contract, is_loopback=is_near),
            ),
            provoke=found.provoke,
            max_examples=self._examples,
        )
        with found.target as target:
            spending = budget or Budget(max_cost_usd=self._max_cost)
            yield CheckRun(contract, RequestSender(target, spending), options)

    def check(self, *, phases: Collection[str] = DEFAULT_PHASES) -> CheckResult:
        """Judge the endpoint, and return what was found.

        Args:
            phases: As of `truecopy check --phases`.
        """
        with self.opened() as run:
            run.options = replace(run.options, phases=frozenset(map(Phase, phases)))
            return run_check(run)

    def assert_agrees(self, *, phases: Collection[str] = DEFAULT_PHASES) -> CheckResult:
        """Judge the endpoint; fail where it breaks its contract, or could not be judged.

        Args:
            phases: As of `truecopy check --phases`.
        """
        __tracebackhide__ = True
        result = self.check(phases=phases)
        told = [
            f"{each.message}\n  {each.reproduce}"
            for each in result.findings
            if each.severity > Severity.INFO
        ]
        if not told and result.exit_reason != "agrees":
            told = [f"{result.exit_reason}: {result.message}"]
        if told:
            pytest.fail("\n".join(told), pytrace=False)
        return result


def chosen_targets(config: pytest.Config) -> dict[str, str]:
    """Return vendor -> address: those of the run's options, else the mock of every vendor.

    Raises:
        UsageError: An option is not of this form, or names no vendor.
    """
    known = workspace_of(config).vendors()
    found = {}
    for text in config.getoption("--truecopy-target"):
        vendor, _, url = text.partition("=")
        if vendor not in known or not url:
            raise pytest.UsageError(
                f"--truecopy-target {text}: VENDOR=URL was expected, with one of {', '.join(known)}"
            )
        found[vendor] = url
    return found or dict.fromkeys(known, MOCK)
