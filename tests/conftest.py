"""Fixtures that several folders use."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.play import Play, make_play

# No test asserts an absolute time. CI tries the same examples each time, a developer's machine new ones.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# Python's readline, which pytest imports, tells workers a width of terminal that none of them has.
os.environ.pop("COLUMNS", None)

_HERE = Path(__file__).parent
# Nothing here speaks TLS, and a client takes 20 ms to read the certificates of the system: it gets a folder without any.
os.environ["SSL_CERT_DIR"] = str(_HERE)
os.environ.pop("SSL_CERT_FILE", None)
# Servers, clients and browsers of their own; many generated examples.
_SLOW_FOLDERS = {"end_to_end", "property"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import nothing of what is left out as a whole."""
    is_slow = collection_path.parent == _HERE and collection_path.name in _SLOW_FOLDERS
    return True if is_slow and config.option.markexpr == "not slow" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow as a whole."""
    for item in items:
        if item.path.relative_to(_HERE).parts[0] in _SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Let the search for garbage pass over what was imported and collected: half a million objects that stay."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def play_of_session() -> Iterator[Play]:
    """The mock of every built-in vendor, compiled once."""
    made = make_play()
    with made.client:
        yield made


@pytest.fixture
def play(play_of_session: Play) -> Play:
    """The mock of every built-in vendor, as if nobody had asked it anything."""
    play_of_session.reset()
    return play_of_session
