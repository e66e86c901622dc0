"""What is done now, in one line."""

import io

import pytest

from truecopy.report import (
    Progress,
)
from truecopy.report import progress as progress_module


class FakeTerminal(io.StringIO):
    """A terminal that remembers what is written to it."""

    def isatty(self) -> bool:
        """Say that this is a terminal."""
        return True


def test_progress_is_one_line_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text takes the place of the one before, fits into the line, and is taken away in the end."""
    monkeypatch.setattr(progress_module, "terminal_width", lambda: 20)
    out = FakeTerminal()
    with Progress(out) as progress:
        progress("make: n is 7, the maximum is 6")
        progress("look: x")

    assert out.getvalue() == "\r\x1b[2K   1  make: n is 7," + "\r\x1b[2K   2  look: x" + "\r\x1b[2K"
    assert "\n" not in out.getvalue()


def test_progress_of_nothing_writes_nothing() -> None:
    """Where nothing was done the terminal is left alone."""
    out = FakeTerminal()
    with Progress(out):
        pass

    assert out.getvalue() == ""


def test_progress_is_a_line_for_each_operation_elsewhere() -> None:
    """In a log each topic is named once, when it begins."""
    out = io.StringIO()
    with Progress(out) as progress:
        for text in ("make: a", "make: b", "look: a", "make: c"):
            progress(text)

    assert out.getvalue() == "checking make ...\nchecking look ...\n"


def test_progress_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless told otherwise it does not mix with the report."""
    with Progress() as progress:
        progress("make: a")

    assert capsys.readouterr() == ("", "checking make ...\n")
