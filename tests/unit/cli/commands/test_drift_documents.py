"""`truecopy drift documents`."""

import json
from pathlib import Path

import pytest
from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

MEMBERS = {
    "claim",
    "kind",
    "rule",
    "severity",
    "old",
    "new",
    "old_source",
    "new_source",
    "old_sentence",
    "new_sentence",
    "decision",
    "breaks",
    "calls",
}


def drift(shell: Shell, *arguments: str) -> Outcome:
    """Run `drift documents` on the copied workspace."""
    return shell.run(
        "drift",
        "documents",
        "documents",
        "--workspace",
        shell.folder,
        "--vendor",
        VENDOR,
        *arguments,
    )


@pytest.fixture
def folder(shell: Shell) -> Path:
    """The contract folder of the invented vendor, derived."""
    return derived_workspace(shell.folder)


def test_pages_that_agree(shell: Shell, folder: Path) -> None:
    """One line, exit 0; as data with everything that a reader expects."""
    outcome, data = drift(shell), json.loads(drift(shell, "--format", "json").out)

    assert outcome.code == 0
    assert outcome.out.startswith(f"{VENDOR}: agrees; ")
    assert set(data) == {
        "schema_version",
        "vendor",
        "exit_reason",
        "changes",
        "sentences",
        "message",
    }
    assert (data["vendor"], data["exit_reason"], data["changes"]) == (VENDOR, "agrees", [])
    assert data["sentences"]["unread"] == 0
    assert folder.is_dir()


def test_a_limit_that_moves_is_one_row(shell: Shell, folder: Path) -> None:
    """Its claim, both values, both places and the new sentence; exit 1, and nothing beside it."""
    for old, new in (("Range: 1-8", "Range: 1-4"), ("(1-8)", "(1-4)"), ("x <= 8", "x <= 4")):
        edit_page(shell.folder, "order-stamps", old, new)

    outcome = drift(shell, "--format", "json")

    assert outcome.code == 1
    (row,) = json.loads(outcome.out)["changes"]
    assert set(row) == MEMBERS
    assert row["claim"] == "order-stamps.request.copies#maximum"
    assert (row["kind"], row["severity"], row["old"], row["new"]) == ("changed", "error", 8, 4)
    assert row["new_sentence"].endswith("1-4")
    assert folder.is_dir()


def test_least_severity_that_fails(shell: Shell, folder: Path) -> None:
    """A warning is drift unless errors alone are asked for."""
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")

    assert drift(shell).code == 1
    assert drift(shell, "--fail-on", "error").code == 0
    assert folder.is_dir()


def test_a_page_that_cannot_be_read(shell: Shell, folder: Path) -> None:
    """Exit 2, never "no drift"; what is known of other pages is told."""
    (shell.folder / "documents" / VENDOR / "read-ticket.txt").write_text("")
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")

    outcome = drift(shell, "--format", "json")

    data = json.loads(outcome.out)
    assert outcome.code == 2
    assert data["exit_reason"] == "could-not-look"
    assert "read-ticket" in data["message"]
    assert [each["rule"] for each in data["changes"]] == ["operation-price-raised"]
    assert folder.is_dir()


def test_pages_of_a_vendor_whose_contract_is_not_there(shell: Shell) -> None:
    """Nothing to compare with is exit 2."""
    outcome = shell.run("drift", "documents", shell.folder, "--vendor", "nobody")

    assert outcome.code == 2
    assert "nobody" in outcome.err
