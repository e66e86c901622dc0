"""Contracts that are not what the documents give."""

import json
from pathlib import Path

from tests.unit.cli.page_drift import drift
from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page


def check(shell: Shell, *arguments: str) -> Outcome:
    """Run `derive --check` on the copied workspace."""
    return shell.run("derive", "documents", "--check", "--workspace", shell.folder, *arguments)


def test_changes_are_told_as_drift_tells_them(shell: Shell) -> None:
    """The same rows as `drift documents`, exit 1; nothing is written."""
    folder = derived_workspace(shell.folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")

    text, rows = check(shell), json.loads(check(shell, "--format", "json").out)
    drifted = drift(shell, "--format", "json")

    assert text.code == 1
    assert "order-stamps#price" in text.out
    assert "[operation-price-raised]" in text.out
    assert rows["changes"] == rows["vendors"][0]["changes"] == json.loads(drifted.out)["changes"]
    assert rows["vendors"][0]["exit_reason"] == "drift"
    assert drifted.code == 1
    assert {path: path.read_bytes() for path in before} == before


def test_contradictions_are_told_all_at_once(shell: Shell) -> None:
    """Each is a row, and a change, not an error of the tool."""
    derived_workspace(shell.folder)
    edit_page(shell.folder, "order-stamps", "1 <= x <= 8", "1 <= x <= 9")
    edit_page(shell.folder, "order-stamps", "Max Length: 320", "Max Length: 300")

    outcome = check(shell, "--format", "json")

    assert outcome.code == 1
    assert {each["kind"] for each in json.loads(outcome.out)["changes"]} == {"contradicted"}
    assert len(json.loads(outcome.out)["changes"]) == 2


def test_a_page_that_cannot_be_read_is_exit_2(shell: Shell) -> None:
    """It is named with what was expected, in both formats."""
    derived_workspace(shell.folder)
    (shell.folder / "documents" / VENDOR / "press-form.txt").write_text("Not found\n")

    text, rows = check(shell), json.loads(check(shell, "--format", "json").out)

    assert text.code == 2
    assert "press-form" in text.out
    assert rows["vendors"][0]["exit_reason"] == "could-not-look"
    assert "press-form" in rows["vendors"][0]["message"]


def test_a_parameter_that_no_contract_can_say_is_told_with_what_changed(shell: Shell) -> None:
    """A row of its own, and by name why no contract can be made of it: exit 2."""
    derived_workspace(shell.folder)
    fields = "Query Parameters\n\nwide\nboolean\n\nPath Parameters\n"
    edit_page(shell.folder, "read-ticket", "Path Parameters\n", fields)

    outcome = check(shell, "--format", "json")

    (row,) = json.loads(outcome.out)["vendors"]
    assert outcome.code == 2
    assert "the query parameter wide" in row["message"]
    assert [(each["kind"], each["claim"]) for each in row["changes"]] == [
        ("added", "read-ticket.query.wide#type")
    ]


def test_sentences_elsewhere_are_told_claim_by_claim(shell: Shell) -> None:
    """As data one by one, for people as a count; they are no reason to fail."""
    derived_workspace(shell.folder)
    edit_page(shell.folder, "order-stamps", "Jump to the text", "\n\n\n\nJump to the text")
    edit_page(shell.folder, "faults", "402 Payment Required: the", "402 Payment Required: your")

    text, rows = check(shell), json.loads(check(shell, "--format", "json").out)

    rules = {each["claim"]: each["rule"] for each in rows["findings"]}
    assert text.code == 0
    assert len(text.out.splitlines()) == 3
    assert rules["order-stamps.request.copies#maximum"] == "document-sentence-moved"
    assert rules["order-stamps.402#status"] == "document-sentence-reworded"
    assert rows["changes"] == []


def test_a_contract_that_was_never_derived_has_stale_files(shell: Shell, tmp_path: Path) -> None:
    """Everything is missing that the documents give."""
    folder = derived_workspace(shell.folder)
    for path in (*folder.glob("*.json"), *folder.glob("schemas/*/*.json")):
        path.unlink()

    outcome = check(shell)

    assert outcome.code == 1
    assert "order-stamps" in outcome.out


def test_a_ground_alone_that_has_changed_is_drift(shell: Shell) -> None:
    """The text, the exit code and the data agree where only how sure a claim is has changed."""
    folder = derived_workspace(shell.folder)
    decisions = folder / "decisions.yaml"
    text = decisions.read_text(encoding="utf-8")
    decisions.write_text(text.replace("kind: reading", "kind: assumption", 1), encoding="utf-8")

    outcome = check(shell, "--format", "json")

    (row,) = json.loads(outcome.out)["vendors"]
    assert outcome.code == 1
    assert (row["exit_reason"], row["changes"]) == ("drift", [])
