"""What a shell offers behind TAB."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from truecopy.cli import main; main()"]


def offered(line: str, cwd: Path) -> list[str]:
    """Return what bash is told for a line, whose last word is begun."""
    env = {**os.environ, "_TRUECOPY_COMPLETE": "bash_complete", "COMP_WORDS": line}
    env["COMP_CWORD"] = str(len(line.split(" ")) - 1)
    done = subprocess.run(PROGRAM, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    return [each.partition(",")[2] for each in done.stdout.splitlines() if each]


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
    tmp_path: Path, line: str, names: list[str]
) -> None:
    """Those of the workspace around."""
    assert offered(line, tmp_path) == names


def test_a_workspace_that_cannot_be_used_offers_nothing(tmp_path: Path) -> None:
    """An error belongs to the command, not to the line that is being written."""
    (tmp_path / "truecopy.toml").write_text("")
    (tmp_path / "mocks").mkdir()
    (tmp_path / "mocks" / "nobody.yaml").write_text("")

    assert offered("truecopy serve --scenario o", tmp_path) == []
    assert offered("truecopy vendors show mulerouter c", tmp_path) == []
