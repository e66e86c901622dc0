"""Fixtures of the end-to-end tests: one real server for each worker, a key of its own for each test."""

import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from tests.end_to_end.live_server import LiveServer, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    """A server of all vendors, started once, which has to end well."""
    with running_server("--seed", "7") as live:
        yield live

        assert live.stop(signal.SIGTERM) == 0
        assert live.errors() == ""


@pytest.fixture
def api_key() -> str:
    """A key that no other test has: an account of its own."""
    return f"sk-test-{uuid4().hex}"


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    """A plain HTTP client that keeps its connections."""
    with httpx2.Client(timeout=30) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that is a workspace."""
    (tmp_path / "truecopy.toml").write_text("")
    return tmp_path
