"""What tests of commands share."""

import os
import signal
from pathlib import Path

import pytest
from tests.unit.cli.servers import Started
from tests.unit.cli.shell import Shell


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """Commands in an empty folder, with no settings in the environment."""
    for name in [each for each in os.environ if each.startswith("TRUECOPY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """A server that ends as soon as it has begun, in a process that goes on."""
    made = Started(signal.SIGTERM)
    monkeypatch.setattr("truecopy.cli.listening.run_server", made)
    monkeypatch.setattr("gc.freeze", lambda: None)
    return made


@pytest.fixture
def own_shell(shell: Shell) -> Shell:
    """Commands in a workspace of its own."""
    shell.settings("")
    return shell
