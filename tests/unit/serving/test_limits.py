"""What one client may take up."""

import logging
import time

import pytest

from truecopy.serving import limits
from truecopy.serving.limits import ConnectionLimits, TroubleLog


@pytest.mark.parametrize(
    ("files", "most"), [(128, 64), (1_024, 960), (20, 8), (100_000, 1_000), (-1, 1_000)]
)
def test_connections_leave_files_for_everything_else(
    monkeypatch: pytest.MonkeyPatch, files: int, most: int
) -> None:
    """What the system lets the program open decides, below a thousand; -1 is no limit."""
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))

    assert ConnectionLimits().most_connections == most
    assert ConnectionLimits(connections=5).most_connections == 5


def test_a_system_without_such_a_limit_has_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a thousand connections may come."""
    monkeypatch.setattr(limits, "resource", None)

    assert ConnectionLimits().most_connections == 1_000


def test_trouble_is_told_seldom(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A kind of trouble has a line a second, which says how many were left out."""
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    log = TroubleLog()

    with caplog.at_level(logging.WARNING, "uvicorn.error"):
        for _ in range(3):
            log.tell("408", "too slow")
        log.tell("431", "too long")
        now = 2.0
        log.tell("408", "too slow")

    assert [each.message for each in caplog.records] == [
        "too slow",
        "too long",
        "too slow (2 more like it before)",
    ]
