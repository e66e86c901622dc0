"""Where settings come from, and which are refused."""

import json

import pytest
from tests.unit.cli.shell import Shell
from tests.unit.derive.pages import VENDOR, copy_workspace, derive_copy

from truecopy.derive import write_files


@pytest.fixture
def stamps(shell: Shell) -> Shell:
    """Commands in a workspace with the invented vendor, derived."""
    folder, derivation = derive_copy(shell.folder)
    write_files(folder, derivation.files)
    return shell


def is_json(text: str) -> bool:
    """Return whether a text is JSON with a version."""
    return text.startswith("{") and json.loads(text)["schema_version"] == 1


def test_settings_apply_to_a_command(stamps: Shell) -> None:
    """A section of truecopy.toml sets the options of its command."""
    stamps.settings('[derive]\nformat = "json"\ncheck = true\nvendor = ["stampworks"]\n')

    outcome = stamps.run("derive", "documents")

    assert outcome.code == 0
    assert is_json(outcome.out)


def test_single_value_of_a_repeated_option(stamps: Shell) -> None:
    """One text is one value, not its letters."""
    stamps.settings(f'[derive]\nvendor = "{VENDOR}"\n')

    assert stamps.run("derive", "documents").code == 0


@pytest.mark.parametrize("arguments", [["list"], ["show", VENDOR]])
def test_settings_apply_to_subcommands(stamps: Shell, arguments: list[str]) -> None:
    """The section of a group of commands holds for each of them."""
    stamps.settings('[vendors]\nformat = "json"\n')

    assert is_json(stamps.run("vendors", *arguments).out)


def test_settings_of_a_project_apply(stamps: Shell) -> None:
    """A workspace may keep its settings in pyproject.toml."""
    stamps.settings('[tool.truecopy.vendors]\nformat = "json"\n', "pyproject.toml")

    assert is_json(stamps.run("vendors", "show", VENDOR).out)


def test_command_line_beats_environment_beats_settings(stamps: Shell) -> None:
    """Of three places the strongest counts."""
    stamps.settings('[derive]\nformat = "json"\nno-prove = true\n')
    assert is_json(stamps.run("derive", "documents").out)

    stamps.setenv("TRUECOPY_DERIVE_FORMAT", "text")
    assert not is_json(stamps.run("derive", "documents").out)

    assert is_json(stamps.run("derive", "documents", "--format", "json").out)


def test_variables_are_named_after_flags(stamps: Shell) -> None:
    """TRUECOPY_<COMMAND>_<OPTION> works for each kind of option."""
    stamps.setenv("TRUECOPY_DERIVE_VENDOR", VENDOR)
    stamps.setenv("TRUECOPY_DERIVE_CHECK", "1")
    stamps.setenv("TRUECOPY_DERIVE_FORMAT", "json")
    stamps.setenv("TRUECOPY_DERIVE_WORKSPACE", str(stamps.folder))

    content = json.loads(stamps.run("derive", "documents").out)

    assert [each["vendor"] for each in content["vendors"]] == [VENDOR]


def test_empty_variable_is_unset(stamps: Shell) -> None:
    """A variable without a value says nothing."""
    stamps.settings("")
    stamps.setenv("TRUECOPY_VENDORS_LIST_FORMAT", "")

    assert stamps.run("vendors", "list").code == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[derive]\nfromat = 'json'\n", "settings of derive: unknown key fromat; known are"),
        ("[dervie]\ncheck = true\n", "unknown key 'dervie'; there is one section for each command"),
        ("derive = 5\n", "unknown key 'derive'"),
        ("[derive]\nworkspace = 'x'\n", "unknown key workspace"),
        ("[derive]\noutput_format = 'json'\n", "unknown key output-format"),
        ("[derive\n", "truecopy.toml: cannot be read"),
        ("[derive]\nformat = 'xml'\n", "Invalid value"),
    ],
)
def test_setting_that_nothing_reads_is_an_error(shell: Shell, text: str, reason: str) -> None:
    """A misspelt setting does not pass silently: exit 2 with what is known."""
    copy_workspace(shell.folder)
    shell.settings(text)

    outcome = shell.run("derive", "documents", "--check")

    assert outcome.code == 2
    assert reason in outcome.err


def test_known_settings_are_named_as_flags(shell: Shell) -> None:
    """The error names settings as a person writes them."""
    shell.settings("[derive]\nx = 1\n")

    assert (
        "known are check, documents, format, no-prove, output, report, vendor"
        in shell.run("derive", "d").err
    )


def test_settings_of_other_commands_are_checked_when_they_run(stamps: Shell) -> None:
    """A section of another command does not stop this one."""
    stamps.settings("[serve]\nport = 5000\n")

    assert stamps.run("derive", "documents", "--check").code == 0
