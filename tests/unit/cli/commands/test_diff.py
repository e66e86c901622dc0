"""`truecopy diff`."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.contract_copies import N_MAXIMUM, copy_contract, set_claim
from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR, derived_workspace

from truecopy.contract.workspace import built_in_root, find_workspace

BUILT_IN = built_in_root() / "contracts"


@pytest.fixture
def changed(shell: Shell) -> Path:
    """A contract that allows fewer pictures than the built-in one."""
    folder = copy_contract(shell.folder / "contracts" / "mulerouter")
    set_claim(folder, N_MAXIMUM, 4)
    return folder


def rows(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the changes that a command printed as JSON."""
    found: list[dict[str, Any]] = json.loads(outcome.out)["changes"]
    return found


def test_a_contract_agrees_with_itself(shell: Shell) -> None:
    """Nothing is told, and the exit code is 0."""
    outcome = shell.run(
        "diff", BUILT_IN / "mulerouter", BUILT_IN / "mulerouter", "--format", "json"
    )

    assert outcome.code == 0
    assert json.loads(outcome.out) == {
        "schema_version": 1,
        "vendor": "mulerouter",
        "exit_reason": "agrees",
        "changes": [],
        "message": None,
    }


def test_a_request_that_accepts_less_is_drift(shell: Shell, changed: Path) -> None:
    """One change, an error, with both values and where they stand; and info the other way round."""
    there = shell.run("diff", BUILT_IN / "mulerouter", changed, "--format", "json")
    back = shell.run("diff", changed, BUILT_IN / "mulerouter", "--format", "json")

    (row,) = rows(there)
    assert (there.code, json.loads(there.out)["exit_reason"]) == (1, "drift")
    assert (row["claim"], row["kind"], row["rule"]) == (
        N_MAXIMUM,
        "changed",
        "request-maximum-lowered",
    )
    assert (row["severity"], row["old"], row["new"]) == ("error", 6, 4)
    assert row["old_source"].startswith("create-generation:")
    assert row["breaks"] == "who sends n above 4"
    assert back.code == 0
    assert [each["rule"] for each in rows(back)] == ["request-maximum-raised"]


def test_text_shows_what_changed_where_it_stands_and_whom_it_breaks(
    shell: Shell, changed: Path
) -> None:
    """The gravest first, and a line for the vendor."""
    outcome = shell.run("diff", BUILT_IN / "mulerouter", changed)

    first, *rest, last = outcome.out.splitlines()
    assert first == f"error: {N_MAXIMUM}: 6 -> 4  [request-maximum-lowered]"
    assert "  breaks   who sends n above 4" in rest
    assert last == "mulerouter: drift (1 error)"


def test_workspaces_are_compared_vendor_by_vendor(shell: Shell, changed: Path) -> None:
    """Each vendor that either has; `--vendor` chooses."""
    shutil.copytree(BUILT_IN / "powertokens", changed.parent / "powertokens")
    arguments = ("diff", built_in_root(), shell.folder, "--format", "json")

    outcome = shell.run(*arguments)
    only = shell.run(*arguments, "--vendor", "powertokens")

    reasons = {each["vendor"]: each["exit_reason"] for each in json.loads(outcome.out)["vendors"]}
    vendors = find_workspace(built_in_root()).vendors()
    assert reasons == {**dict.fromkeys(vendors, "drift"), "powertokens": "agrees"}
    assert {each["rule"] for each in rows(outcome) if each["severity"] == "error"} >= {
        "request-maximum-lowered",
        "operation-removed",
        "vendor-base-url-changed",
    }
    assert (only.code, rows(only)) == (0, [])


def test_a_contract_is_found_in_a_workspace_by_its_name(shell: Shell, changed: Path) -> None:
    """What is named as one contract is compared alone."""
    outcome = shell.run("diff", changed, built_in_root(), "--format", "json")

    assert json.loads(outcome.out)["vendor"] == "mulerouter"
    assert [each["rule"] for each in rows(outcome)] == ["request-maximum-raised"]


def test_a_contract_that_cannot_be_loaded_is_told_and_the_others_are_compared(
    shell: Shell, changed: Path
) -> None:
    """Exit 2 says that somebody did not look."""
    shutil.copytree(BUILT_IN / "powertokens", changed.parent / "powertokens")
    (changed.parent / "powertokens" / "openapi.json").write_text("{", "utf-8")

    outcome = shell.run("diff", built_in_root(), shell.folder, "--format", "json")

    told = json.loads(outcome.out)
    assert (outcome.code, told["exit_reason"]) == (2, "could-not-look")
    assert "openapi.json: cannot be read" in told["message"]
    assert "request-maximum-lowered" in {each["rule"] for each in told["changes"]}


def test_a_revision_of_git_is_compared(shell: Shell, changed: Path) -> None:
    """As `REV:` for the workspace, or with a path from the root of the repository or from here."""
    (shell.folder / "truecopy.toml").write_text("", "utf-8")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *command], cwd=shell.folder, check=True)
    set_claim(changed, N_MAXIMUM, 3)

    for old in (
        "HEAD:",
        "HEAD:contracts",
        "HEAD:contracts/mulerouter",
        "HEAD:./contracts/mulerouter",
    ):
        (row,) = rows(shell.run("diff", old, changed, "--format", "json"))

        assert (row["old"], row["new"]) == (4, 3)
    lost = shell.run("diff", "HEAD:elsewhere", changed)
    assert (lost.code, lost.out) == (2, "")
    assert lost.err.startswith("Error: HEAD:elsewhere: git: ")


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nowhere", "nowhere: there is no such folder"),
        (".", ".: there is no contract"),
        ("--fail", "No such option"),
        ("-x:a", "No such option"),
    ],
)
def test_what_cannot_be_compared_is_told(shell: Shell, old: str, said: str) -> None:
    """Exit 2, and nothing on standard output."""
    outcome = shell.run("diff", old, BUILT_IN / "mulerouter")

    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_no_option_of_git_hides_in_a_revision(shell: Shell) -> None:
    """What begins with a hyphen is no revision."""
    outcome = shell.run("diff", "--", "--output=x:contracts", BUILT_IN / "mulerouter")

    assert outcome.code == 2
    assert not (shell.folder / "x").exists()


def test_fail_on_says_what_is_drift(shell: Shell, changed: Path) -> None:
    """Exit code and reason go together."""
    told = shell.run(
        "diff", changed, BUILT_IN / "mulerouter", "--fail-on", "info", "--format", "json"
    )

    assert (told.code, json.loads(told.out)["exit_reason"]) == (1, "drift")


def test_settings_give_a_rule_another_severity(shell: Shell, changed: Path) -> None:
    """[drift] says how grave a change is here."""
    shell.settings('[drift]\nrequest-maximum-lowered = "info"\n')

    outcome = shell.run("diff", BUILT_IN / "mulerouter", changed, "--format", "json")

    assert outcome.code == 0
    assert [each["severity"] for each in rows(outcome)] == ["info"]


def test_a_contract_without_a_partner_is_no_drift(shell: Shell, changed: Path) -> None:
    """A workspace that does not have it has not lost it; and two workspaces are compared by name."""
    alone = copy_contract(shell.folder / "elsewhere")
    other = copy_contract(shell.folder / "b" / "contracts" / "powertokens", "powertokens")

    lost = shell.run("diff", alone, built_in_root())
    apart = shell.run("diff", shell.folder, other.parents[1], "--format", "json")

    assert (lost.code, lost.out) == (2, "")
    assert "the vendor elsewhere: one side does not have it" in lost.err
    assert [each["vendor"] for each in json.loads(apart.out)["vendors"]] == [
        "mulerouter",
        "powertokens",
    ]
    assert changed.is_dir()


def test_sentences_are_shown_where_the_pages_are_at_hand(shell: Shell) -> None:
    """Of each side those beside its contract, if they are the pages that it was derived from."""
    old, new = shell.folder / "old", shell.folder / "new"
    for root in (old, new):
        root.mkdir()
        derived_workspace(root)
    for place in (b"1-8", b"x <= 8"):
        page = new / "documents" / VENDOR / "order-stamps.txt"
        page.write_bytes(page.read_bytes().replace(place, place.replace(b"8", b"4")))
    accepted = shell.run(
        *(
            "drift",
            "documents",
            new / "documents",
            "--workspace",
            new,
            "--accept",
            "--keep-decisions",
        )
    )

    outcome = shell.run("diff", old, new, "--format", "json")

    (row,) = rows(outcome)
    assert accepted.code == 0
    assert (row["old"], row["new"]) == (8, 4)
    assert "1-8" in row["old_sentence"]
    assert "1-4" in row["new_sentence"]
