"""What a shell offers behind TAB."""

import pytest
from tests.unit.cli.shell import Shell


def offered(shell: Shell, line: str) -> list[str]:
    """Return what bash is told for a line, whose last word is begun."""
    shell.setenv("_TRUECOPY_COMPLETE", "bash_complete")
    shell.setenv("COMP_WORDS", line)
    shell.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    return [each.partition(",")[2] for each in shell.run().out.splitlines() if each]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("truecopy serve --vendor p", ["powertokens"]),
        ("truecopy check mock --vendor mu", ["mulerouter"]),
        ("truecopy vendors show app", ["applerouter"]),
        ("truecopy vendors show mulerouter create", ["create-generation"]),
        ("truecopy vendors show nobody create", []),
        ("truecopy serve --scenario over", ["overloaded"]),
        ("truecopy serve --vendor mulerouter --scenario task", ["task-fails"]),
    ],
)
def test_vendors_operations_and_scenarios_are_completed(
    shell: Shell, line: str, names: list[str]
) -> None:
    """Those of the workspace around."""
    assert offered(shell, line) == names


def test_a_workspace_that_cannot_be_used_offers_nothing(shell: Shell) -> None:
    """An error belongs to the command, not to the line that is being written."""
    shell.settings("")
    (shell.folder / "mocks").mkdir()
    (shell.folder / "mocks" / "nobody.yaml").write_text("")

    assert offered(shell, "truecopy serve --scenario o") == []
    assert offered(shell, "truecopy vendors show mulerouter c") == []
