"""`truecopy vendors`."""

import json

import pytest
from tests.unit.cli.commands import Shell
from tests.unit.derive.pages import VENDOR, derive_copy

from truecopy.derive import write_files


@pytest.fixture
def stamps(shell: Shell) -> Shell:
    """Commands in a workspace with the invented vendor, derived."""
    folder, derivation = derive_copy(shell.folder)
    write_files(folder, derivation.files)
    shell.settings("")
    return shell


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
    assert "order-stamps:86,142,144" in outcome.out
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
