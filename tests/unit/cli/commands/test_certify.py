"""`truecopy certify`."""

from pathlib import Path

import pytest
from tests.unit.cli.shell import Shell

from truecopy.contract.workspace import built_in_root


def test_the_mock_is_certified(shell: Shell) -> None:
    """The table says of each operation and kind of claim how many were held; it is that of docs/fidelity.md."""
    outcome = shell.run("certify", "--vendor", "powertokens", "--max-examples", "2")

    committed = (built_in_root() / "docs" / "fidelity.md").read_text(encoding="utf-8")
    section = outcome.out[outcome.out.index("## PowerTokens") :]
    assert outcome.code == 0
    assert "| edit-image-json | requests: what is accepted and refused | 29 | 0 | 0 |" in section
    assert section in committed


@pytest.mark.slow
def test_the_table_goes_to_a_file(shell: Shell, tmp_path: Path) -> None:
    """--output writes the table, folders made on the way, and nothing to standard output."""
    path = tmp_path / "new" / "fidelity.md"

    outcome = shell.run(
        "certify", "--vendor", "mulerouter", "--max-examples", "1", "--output", str(path)
    )

    assert (outcome.code, outcome.out.strip()) == (0, "")
    assert "tasks: states and their order | 12 | 0 | 0 |" in path.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told_at_once(shell: Shell, tmp_path: Path) -> None:
    """Where the table could not be written the mock is not judged first: exit 2, and the folder is named."""
    (tmp_path / "file").write_text("in the way")

    outcome = shell.run("certify", "--output", str(tmp_path / "file" / "fidelity.md"))

    assert outcome.code == 2
    assert f"{tmp_path / 'file'}: cannot write there" in outcome.err
    assert "claims" not in outcome.err


def test_a_mock_that_takes_too_long_is_not_certified(shell: Shell) -> None:
    """When the time is over before all is known, the exit code is 3, and the table has what is."""
    outcome = shell.run("certify", "--vendor", "powertokens", "--deadline", "0.1")

    assert outcome.code == 3
    assert "--deadline 0.1" in outcome.err
    assert "## PowerTokens" in outcome.out
