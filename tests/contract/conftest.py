"""The endpoints that these tests judge: those of --target, else every built-in vendor's mock in process."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from truecopy.check import CheckOptions, CheckRun
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.targets import ChosenTarget, is_live
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.judge import EXAMPLE_PICTURE, SendOptions, poll_interval_s, task_timeout_s
from truecopy.model import Contract, Phase
from truecopy.wire import Budget, RequestSender

WORKSPACE = find_workspace(built_in_root())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test the vendors, or the operations, that there are to judge."""
    targets = _targets(metafunc.config)
    vendors = list(targets) or list(WORKSPACE.vendors())
    if "operation" in metafunc.fixturenames:
        pairs = [
            (vendor, operation.id)
            for vendor in vendors
            for operation in WORKSPACE.load(vendor).operations.values()
            if operation.request is not None
        ]
        metafunc.parametrize(("vendor", "operation"), pairs)
    elif "vendor" in metafunc.fixturenames:
        metafunc.parametrize("vendor", vendors)


def _targets(config: pytest.Config) -> dict[str, str]:
    """Return vendor -> address."""
    found = {}
    for text in config.getoption("--target"):
        vendor, _, url = text.partition("=")
        if vendor not in WORKSPACE.vendors() or not url:
            known = ", ".join(WORKSPACE.vendors())
            raise pytest.UsageError(
                f"--target {text}: VENDOR=URL was expected, with one of {known}"
            )
        found[vendor] = url
    return found


@pytest.fixture
def run(vendor: str, request: pytest.FixtureRequest) -> Iterator[CheckRun]:
    """A check that is about to begin, with a budget where it may cost money."""
    address = _targets(request.config).get(vendor, "mock")
    max_cost = request.config.getoption("--target-max-cost")
    if is_live(address) and max_cost is None:
        pytest.fail(f"{address} may cost money: say --target-max-cost USD", pytrace=False)
    with opened(WORKSPACE.load(vendor), address, Budget(max_cost_usd=max_cost), request) as made:
        yield made


@contextmanager
def opened(
    contract: Contract, address: str, budget: Budget, request: pytest.FixtureRequest
) -> Iterator[CheckRun]:
    """Open a target, and prepare its check."""
    keys = KeyOptions().read_keys(address, contract)
    chosen = ChosenTarget(address=address, contract=contract, workspace=WORKSPACE)
    found = chosen.open(keys, seed=7, timeout_s=60)
    is_near = not is_live(address)
    options = CheckOptions(
        phases=frozenset(Phase),
        sending=SendOptions(
            image_url=EXAMPLE_PICTURE if is_near else None,
            poll_interval_s=poll_interval_s(contract, is_loopback=is_near),
            task_timeout_s=task_timeout_s(contract, is_loopback=is_near),
        ),
        provoke=found.provoke,
        max_examples=request.config.getoption("--target-examples"),
    )
    with found.target as target:
        yield CheckRun(contract, RequestSender(target, budget), options)
