"""The endpoints that these tests judge: those of --truecopy-target, else every built-in vendor's mock in process."""

from collections.abc import Iterator

import pytest

from truecopy.check import CheckRun
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.pytest_plugin.judged_endpoint import TruecopyTarget, chosen_targets

WORKSPACE = find_workspace(built_in_root())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test the vendors, or the operations, that there are to judge."""
    vendors = list(chosen_targets(metafunc.config))
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


@pytest.fixture
def run(vendor: str, request: pytest.FixtureRequest) -> Iterator[CheckRun]:
    """A check that is about to begin, with a budget where it may cost money."""
    target = TruecopyTarget(vendor, chosen_targets(request.config)[vendor], request.config)
    with target.opened() as made:
        yield made
