"""The scripts of the GitHub action, run as they are, with a `gh` and a `truecopy` that note what they are asked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.unit.report.alerts import alert

from truecopy.report.alert_issue import alert_issue

ROOT = Path(__file__).parents[2]
ISSUES, RUN = ROOT / "actions" / "issues.py", ROOT / "actions" / "run.sh"
PROGRAM = """#!{python}
import json, os, sys
with open(os.environ["ASKED"], "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
if "list" in sys.argv:
    print(open(os.environ["KNOWN"]).read())
sys.exit(int(os.environ.get("EXIT", "0")))
"""


class Bench:
    """A folder with programs in it that note what they are asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = folder / "asked"
        self.known = folder / "known.json"
        self.known.write_text("[]")
        for name in ("gh", "truecopy"):
            program = folder / name
            program.write_text(PROGRAM.format(python=sys.executable))
            program.chmod(0o755)

    def run(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script."""
        env = {
            **os.environ,
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "ASKED": str(self.asked),
            "KNOWN": str(self.known),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "RUNNER_TEMP": str(self.folder),
            **more,
        }
        return subprocess.run(
            [str(each) for each in command], env=env, capture_output=True, text=True, check=False
        )

    def calls(self) -> list[list[str]]:
        """Return what was asked."""
        lines = self.asked.read_text().splitlines() if self.asked.exists() else []
        return [json.loads(line) for line in lines]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench."""
    return Bench(tmp_path)


def issues(bench: Bench, text: str, known: list[dict[str, Any]]) -> list[list[str]]:
    """Return what `gh` is asked for a file of alerts."""
    file = bench.folder / "alert.md"
    file.write_text(text)
    bench.known.write_text(json.dumps(known))
    done = bench.run(sys.executable, ISSUES, file, "drift")
    assert done.returncode == 0, done.stderr
    return [each[:3] for each in bench.calls() if each[0] == "issue" and each[1] != "list"]


def test_a_drift_that_begins_opens_an_issue(bench: Bench) -> None:
    """With its label; one that ended before anybody was told opens none."""
    assert issues(bench, alert_issue(alert(), "s"), []) == [["issue", "create", "--title"]]
    assert bench.calls()[-1][-2:] == ["--label", "drift"]


def test_a_drift_that_ended_unseen_opens_none(bench: Bench) -> None:
    """There is nothing to close."""
    assert issues(bench, alert_issue(alert(ended=True), "s"), []) == []


def test_a_drift_that_ends_closes_its_issue(bench: Bench) -> None:
    """Found again by its mark, whatever its title."""
    known = [
        {"number": 3, "state": "OPEN", "body": "no mark"},
        {"number": 7, "state": "OPEN", "body": f"edited by hand\n{alert_issue(alert(), 's')}"},
    ]

    assert issues(bench, alert_issue(alert(ended=True), "s"), known) == [
        ["issue", "edit", "7"],
        ["issue", "close", "7"],
    ]


def test_a_drift_that_is_back_opens_its_issue_again(bench: Bench) -> None:
    """And updates it."""
    known = [{"number": 7, "state": "CLOSED", "body": alert_issue(alert(ended=True), "s")}]

    assert issues(bench, alert_issue(alert(), "s"), known) == [
        ["issue", "edit", "7"],
        ["issue", "reopen", "7"],
    ]


def test_nothing_to_tell_asks_nobody(bench: Bench) -> None:
    """Without a file, and with an empty one."""
    assert issues(bench, "", []) == []
    assert bench.run(sys.executable, ISSUES, bench.folder / "none").returncode == 0
    assert bench.calls() == []


def test_several_episodes_are_several_issues(bench: Bench) -> None:
    """Each with a body of its own."""
    text = alert_issue(alert(), "s").replace("name", "`<!-- truecopy-episode {}")
    other = text.replace("0123456789ab", "ba9876543210")

    assert len(issues(bench, f"{text}\n{other}", [])) == 2


def test_a_gh_that_fails_is_told(bench: Bench) -> None:
    """The step fails, and says why."""
    file = bench.folder / "alert.md"
    file.write_text(alert_issue(alert(), "s"))

    done = bench.run(sys.executable, ISSUES, file, EXIT="4")

    assert done.returncode == 1
    assert "gh label create" in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("command", "words"),
    [("check", ["check", "mock"]), ("drift", ["drift", "wire", "mock"])],
)
def test_the_run_is_told_and_its_exit_code_kept(
    bench: Bench, command: str, words: list[str]
) -> None:
    """A line is an argument, whatever is in it; the step itself goes on."""
    given = {"TARGET": "mock", "VENDOR": "v; exit 9", "ARGUMENTS": "--max-cost\n2 $(x)\n"}
    done = bench.run("bash", RUN, COMMAND=command, EXIT="1", **given)

    (call,) = bench.calls()
    assert done.returncode == 0
    assert call[: len(words)] == words
    assert call[len(words) : len(words) + 2] == ["--vendor", "v; exit 9"]
    assert call[-2:] == ["--max-cost", "2 $(x)"]
    assert "exit-code=1\n" in (bench.folder / "output").read_text()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_another_command_is_refused(bench: Bench) -> None:
    """And none is run."""
    done = bench.run("bash", RUN, COMMAND="serve", TARGET="x", VENDOR="v", ARGUMENTS="")

    assert done.returncode == 2
    assert bench.calls() == []
