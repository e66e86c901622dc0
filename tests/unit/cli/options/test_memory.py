"""The options of what remembers."""

from pathlib import Path

import pytest

from truecopy.cli.options.memory import MemoryOptions


def test_a_history_lies_in_the_folder_of_truecopy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a file is named; nothing is written yet."""
    monkeypatch.chdir(tmp_path)

    assert MemoryOptions().open_history().path == Path(".truecopy/history.db")
    assert MemoryOptions(history_path=tmp_path / "h").open_history().path == tmp_path / "h"
    assert MemoryOptions().open_history().is_new
