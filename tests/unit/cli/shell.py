"""The command line, run in this process."""

from pathlib import Path
from typing import NamedTuple

import pytest

from truecopy import cli


class Outcome(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Shell:
    """Runs commands as `truecopy.cli.main` does, in a folder of their own."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._patch = patch
        self._capture = capture

    def run(self, *arguments: str | Path) -> Outcome:
        """Run one command and return what came of it."""
        self._patch.setattr("sys.argv", ["truecopy", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = self._capture.readouterr()
        code = caught.value.code
        assert isinstance(code, int)
        return Outcome(code, out, err)

    def setenv(self, name: str, value: str) -> None:
        """Set a variable of the environment."""
        self._patch.setenv(name, value)

    def settings(self, text: str, name: str = "truecopy.toml") -> None:
        """Write the settings of the workspace."""
        (self.folder / name).write_text(text, encoding="utf-8")
