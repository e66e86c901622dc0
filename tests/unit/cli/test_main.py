"""The root of the command line."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from tests.unit.cli.shell import Shell

from truecopy import __version__, cli


def _commands(command: click.Command, *names: str) -> Iterator[list[str]]:
    """Yield the words of every command, the root's first."""
    yield list(names)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner, *names, name)


COMMANDS = list(_commands(cli.truecopy))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_of_every_command(shell: Shell, command: list[str], flag: str) -> None:
    """Each command explains itself: exit 0, on standard output."""
    outcome = shell.run(*command, flag)

    assert outcome.code == 0
    assert outcome.out.startswith("Usage: truecopy")
    assert outcome.err == ""


def test_listed_commands_are_there() -> None:
    """Each command of the list can be imported, and no other has a name."""
    root = cli.truecopy
    assert isinstance(root, click.Group)
    context = click.Context(root)

    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert root.get_command(context, "options") is None


def test_help_imports_no_command() -> None:
    """The list of commands is shown before any of them, and what it needs, is imported."""
    program = [sys.executable, "-X", "importtime", "-m", "truecopy", "--help"]

    ended = subprocess.run(program, capture_output=True, text=True, check=True)

    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "truecopy.cli" in loaded
    assert not {each for each in loaded if each.startswith("truecopy.cli.")}
    packages = {each.partition(".")[0] for each in loaded}
    assert not packages & {"schemathesis", "hypothesis", "vcr", "pytest", "starlette", "httpx2"}


@pytest.mark.parametrize("command", ["check", "verify"])
def test_a_command_imports_no_reader_of_documents(command: str) -> None:
    """Their expressions are compiled for those who derive."""
    program = [sys.executable, "-X", "importtime", "-m", "truecopy", command, "--help"]

    ended = subprocess.run(program, capture_output=True, text=True, check=True)

    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "truecopy.cli.options.report" in loaded
    assert "truecopy.derive.derivation" not in loaded


def test_version(shell: Shell) -> None:
    """The version is that of the package."""
    outcome = shell.run("--version")

    assert (outcome.code, outcome.out) == (0, f"truecopy, version {__version__}\n")


def test_the_nearest_command_is_named(shell: Shell) -> None:
    """Whoever mistypes one learns which was meant."""
    outcome = shell.run("chek")

    assert outcome.code == 2
    assert "No such command 'chek'. Did you mean check?" in outcome.err


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], []])
def test_unknown_command_is_an_error(shell: Shell, arguments: list[str]) -> None:
    """What is no command cannot work: exit 2, on standard error."""
    outcome = shell.run(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""
    assert "Usage: truecopy" in outcome.err


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KeyboardInterrupt(), 130),
        (click.exceptions.Abort(), 130),
        (PermissionError(13, "Permission denied", "x"), 2),
    ],
    ids=["interrupt", "abort", "refused"],
)
def test_exit_code_of_an_end_from_outside(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int
) -> None:
    """An interruption ends with 130; what the system refuses ends with 2."""

    def end(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(cli.truecopy, "main", end)

    assert shell.run("vendors", "list").code == code


def test_reader_that_went_away_is_no_error(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader of the output closes it early, the command ends quietly."""

    class Stream:
        """A stream that only closes."""

        closed = False

        def close(self) -> None:
            self.closed = True

    stream = Stream()

    def end(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli.truecopy, "main", end)
    monkeypatch.setattr("sys.stderr", stream)

    assert shell.run("vendors", "list").code == 0
    assert stream.closed
