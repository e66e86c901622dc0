"""Checks of the test vendors in process, at a clock that passes when the check waits."""

from collections.abc import Callable
from functools import cache
from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.drifts import DRIFTS
from tests.drifts.lighter import lighter_contract
from tests.drifts.tables import TABLES
from tests.drifts.vendor import make_vendor

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.check.mutation.self_test import PassingTime
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.judge import SendOptions
from truecopy.model import Contract, Draft, Finding, Interaction, Phase, Severity
from truecopy.wire import Budget, Keys, RequestSender, Target
from truecopy.wire.inprocess import App

WORKSPACE = find_workspace(built_in_root())
VENDORS = tuple(WORKSPACE.vendors())
# Those that there is a test vendor for, written down by hand.
SENDING = SendOptions(poll_interval_s=0.1, task_timeout_s=5)
TEST_VENDORS = tuple(each for each in VENDORS if each in TABLES)
DRIFT_BY_NAME = {each.name: each for each in DRIFTS}


@cache
def load(vendor: str) -> Contract:
    """Return the contract of a built-in vendor."""
    return WORKSPACE.load(vendor)


@cache
def load_lighter(vendor: str) -> Contract:
    """Return the contract of a built-in vendor, for pictures of a tenth of the bytes."""
    return lighter_contract(load(vendor))


class _ShowingSender(RequestSender):
    """Shows what it sent to somebody."""

    show: Callable[[Interaction], None]

    def send_once(self, draft: Draft, cost_usd: float = 0.0) -> Interaction:
        interaction = super().send_once(draft, cost_usd)
        self.show(interaction)
        return interaction

    def download(self, url: str) -> Interaction:
        interaction = super().download(url)
        self.show(interaction)
        return interaction


def make_keys(vendor: str) -> Keys:
    """Return two good keys of a vendor."""
    prefixes = [each.value for each in load(vendor).claims.values() if each.keyword == "key-prefix"]
    return Keys(good="sk-test", second="sk-second", prefix=str(prefixes[0]) if prefixes else "")


def examine(  # noqa: PLR0913 - a check has so many parts
    vendor: str,
    drift: Drift | None = None,
    *,
    app: App | None = None,
    wrap: Callable[[App], App] = lambda app: app,
    budget: Budget | None = None,
    is_lighter: bool = True,
    keep: Callable[[Interaction], None] = lambda _: None,
    **options: Any,
) -> CheckResult:
    """Return what a check of a vendor finds.

    Args:
        app: What answers; None for the test vendor.
        wrap: Puts another application in front of it.
        is_lighter: Contract and test vendor are for pictures of a tenth of the bytes.
        keep: Is shown each interaction, downloads among them.
        options: Of the check.
    """
    clock = PassingTime()
    app = wrap(app or make_vendor(vendor, drift, clock=clock, is_lighter=is_lighter))
    chosen = CheckOptions(**{"sending": SENDING, **options})
    with Target("http://vendor.localhost", make_keys(vendor), app=app) as target:
        sender = _ShowingSender(target, budget or Budget(), sleep=clock.sleep)
        sender.show = keep
        contract = load_lighter(vendor) if is_lighter else load(vendor)
        return run_check(CheckRun(contract, sender, chosen))


def fuzz(vendor: str, drift: Drift | None = None, **options: Any) -> CheckResult:
    """Return what generated requests alone find."""
    return examine(vendor, drift, **{"phases": frozenset({Phase.FUZZ}), **options})


def grave(result: CheckResult) -> list[Finding]:
    """Return the findings above info."""
    return [each for each in result.findings if each.severity is not Severity.INFO]
