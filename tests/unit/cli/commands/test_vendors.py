"""`truecopy vendors`."""

import json
import shutil
from typing import Any

import pytest
from tests.examining import DRIFT_BY_NAME
from tests.recordings import record
from tests.unit.cli.shell import Shell
from tests.unit.derive.pages import VENDOR, derive_copy

from truecopy.contract.workspace import built_in_root
from truecopy.derive import write_files
from truecopy.recording.cassette_files import find_cassettes


@pytest.fixture
def stamps(shell: Shell) -> Shell:
    """Commands in a workspace with the invented vendor, derived."""
    folder, derivation = derive_copy(shell.folder)
    write_files(folder, derivation.files)
    shell.settings("")
    return shell


def rules_of(shell: Shell, vendor: str, operation: str) -> dict[str, dict[str, Any]]:
    """Return claim -> what `vendors show` says of it."""
    outcome = shell.run("vendors", "show", vendor, operation, "--format", "json")
    return {each["claim"]: each for each in json.loads(outcome.out)["rules"]}


def test_list_has_own_and_built_in_vendors(stamps: Shell) -> None:
    """A workspace has its own vendors beside the built-in ones, sorted."""
    outcome = stamps.run("vendors", "list")

    names = [line.split()[0] for line in outcome.out.splitlines()[1:] if not line.startswith(" ")]
    assert outcome.code == 0
    assert names == sorted(names)
    assert VENDOR in names
    assert len(names) > 1


def test_list_for_programs(stamps: Shell) -> None:
    """The list as JSON has a version, and each vendor with its operations."""
    content = json.loads(stamps.run("vendors", "list", "--format", "json").out)

    (row,) = [each for each in content["vendors"] if each["vendor"] == VENDOR]
    assert content["schema_version"] == 1
    assert row["base_url"] == "https://api.stampworks.example"
    assert [each["operation"] for each in row["operations"]][:2] == ["order-stamps", "read-ticket"]


def test_vendor_as_text(stamps: Shell) -> None:
    """A vendor is shown with its operations and its lifecycle."""
    outcome = stamps.run("vendors", "show", VENDOR)

    assert outcome.code == 0
    assert "Stampworks  https://api.stampworks.example" in outcome.out
    assert "/atelier/v2/prints/" in outcome.out
    assert "$0.0125 a picture" in outcome.out
    assert "waiting -> engraving, spoiled" in outcome.out


def test_operation_as_text(stamps: Shell) -> None:
    """An operation is shown with every rule beside its source, and the decisions behind them."""
    outcome = stamps.run("vendors", "show", VENDOR, "order-stamps")

    assert outcome.code == 0
    assert "order-stamps:86, 142, 144" in " ".join(outcome.out.split())
    assert "avoid-may-be-null (resolution)" in outcome.out
    assert "a-sheet-a-copy" not in outcome.out


def test_vendor_and_operation_for_programs(stamps: Shell) -> None:
    """Both as JSON have a version; an operation has its rules with pointer and evidence."""
    vendor = json.loads(stamps.run("vendors", "show", VENDOR, "--format", "json").out)
    shown = json.loads(stamps.run("vendors", "show", VENDOR, "read-ticket", "--format", "json").out)

    assert (vendor["schema_version"], shown["schema_version"]) == (1, 1)
    assert vendor["vendor"] == shown["vendor"] == VENDOR
    rule = next(each for each in shown["rules"] if each["claim"] == "read-ticket#method")
    assert rule["pointer"] == "openapi.json#/x-operations/read-ticket/method"
    assert rule["evidence"][0]["document"] == "read-ticket"
    assert shown["price_usd"] is None
    assert {each["id"] for each in shown["decisions"]} >= {"a-sheet-a-copy"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["show", "nobody"], "there is no vendor 'nobody'"),
        (["show", "../contracts/stampworks"], "there is no vendor"),
        (["show", VENDOR, "melt"], "has no operation 'melt'; it has: order-stamps"),
        (["show"], "Missing argument"),
        (["show", VENDOR, "--format", "xml"], "Invalid value"),
    ],
)
def test_unknown_names_are_errors(stamps: Shell, arguments: list[str], reason: str) -> None:
    """What is not there is an error that says what is: exit 2."""
    outcome = stamps.run("vendors", *arguments)

    assert outcome.code == 2
    assert reason in outcome.err
    assert outcome.out == ""


def test_damaged_contract_is_an_error(stamps: Shell) -> None:
    """A contract that cannot be loaded is an error: exit 2."""
    (stamps.folder / "contracts" / VENDOR / "openapi.json").write_text("{}")

    outcome = stamps.run("vendors", "show", VENDOR)

    assert outcome.code == 2
    assert "derive it again" in outcome.err


def test_what_recordings_show_stands_beside_each_rule(shell: Shell) -> None:
    """The recordings of the workspace say of a rule that it was seen: when, at what, and where."""
    shell.settings("")
    record(shell.folder / "recordings" / "powertokens", "powertokens")

    found = rules_of(shell, "powertokens", "edit-image-json")
    text = shell.run("vendors", "show", "powertokens", "edit-image-json")

    status = found["edit-image-json.200#status"]
    assert status["standing"] == "both"
    assert status["seen"]["target"] == "http://vendor.localhost"
    assert status["seen"]["place"].startswith(
        "recordings/powertokens/edit-image-json/accepted.yaml:"
    )
    assert {each["standing"] for each in found.values()} >= {"documented", "both", None}
    assert "both: http://vendor.localhost 20" in text.out
    assert "edit-image-json/accepted.yaml:" in text.out


@pytest.mark.slow
def test_a_rule_that_a_recording_breaks_is_contradicted(shell: Shell) -> None:
    """One recording that breaks a rule contradicts it, whatever the others show."""
    drift = DRIFT_BY_NAME["created-is-text"]
    shell.settings("")
    record(shell.folder / "recordings" / drift.vendor / "old", drift.vendor)
    record(shell.folder / "recordings" / drift.vendor / "new", drift.vendor, drift)

    found = rules_of(shell, drift.vendor, "edit-image-form")

    assert found[drift.claim]["standing"] == "contradicted"
    assert "/new/" in found[drift.claim]["seen"]["place"]


def test_a_decision_that_a_recording_shows_is_observed(shell: Shell) -> None:
    """A rule that no document has, and that a recording shows, is observed; without one it is assumed."""
    shell.settings("")
    own = shell.folder / "contracts" / "applerouter"
    shutil.copytree(built_in_root() / "contracts" / "applerouter", own)
    (shell.folder / "recordings" / "applerouter").mkdir(parents=True)
    assumed = rules_of(shell, "applerouter", "generate-image")
    record(shell.folder / "recordings" / "applerouter", "applerouter")
    observed = rules_of(shell, "applerouter", "generate-image")

    changed = {
        (assumed[name]["standing"], observed[name]["standing"])
        for name in assumed
        if assumed[name]["standing"] != observed[name]["standing"]
    }
    assert changed <= {("documented", "both"), ("assumed", "observed")}
    assert ("documented", "both") in changed


def test_recordings_that_cannot_be_read_show_nothing(shell: Shell) -> None:
    """A damaged cassette does not keep a vendor from being shown, nor does a folder without any."""
    shell.settings("")
    own = shell.folder / "contracts" / "powertokens"
    shutil.copytree(built_in_root() / "contracts" / "powertokens", own)
    folder = shell.folder / "recordings" / "powertokens"
    record(folder, "powertokens")
    for each in find_cassettes(folder):
        each.write_text("interactions: [}")

    found = rules_of(shell, "powertokens", "edit-image-json")

    assert {each["standing"] for each in found.values()} <= {"documented", "assumed", None}


def test_a_vendor_without_recordings_has_its_documents(stamps: Shell) -> None:
    """A vendor without recordings is shown by its documents alone."""
    found = rules_of(stamps, VENDOR, "order-stamps")

    assert {each["standing"] for each in found.values()} <= {"documented", "assumed", None}
    assert all(each["seen"] is None for each in found.values())
