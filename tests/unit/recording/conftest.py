"""What several files of tests about recordings share."""

from pathlib import Path

import pytest
from tests.examining import TEST_VENDORS
from tests.recordings import record


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings of every vendor that keeps its contract; no test changes them."""
    folder = tmp_path_factory.mktemp("workspace") / "recordings"
    for vendor in TEST_VENDORS:
        record(folder / vendor, vendor)
    return folder


@pytest.fixture
def task(recordings: Path) -> Path:
    """A good recording of a task."""
    return recordings / "mulerouter/create-generation/accepted.yaml"
