"""Contracts as tables and as data."""

import json

import pytest
from tests.unit.derive.pages import derive_copy

from truecopy.contract import load_contract
from truecopy.derive import write_files
from truecopy.model import Contract, Operation
from truecopy.report import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the invented vendor."""
    folder, derivation = derive_copy(tmp_path_factory.mktemp("stamps"))
    write_files(folder, derivation.files)
    return load_contract(folder)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are 200 columns wide and have no colours."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")


def make_contract() -> Contract:
    """Return a contract with one operation of which nothing is claimed."""
    operation = Operation(id="mint", method="GET", path="/v1", responses={200: None})
    return Contract(
        vendor="mint",
        title="Mint",
        base_url="https://a.example",
        fingerprint="0" * 12,
        operations={"mint": operation},
        lifecycle=None,
        claims={},
        decisions={},
        documents={},
    )


def rows(text: str) -> list[list[str]]:
    """Return the words of each line."""
    return [line.split() for line in text.splitlines()]


def test_vendors_are_a_table(contract: Contract) -> None:
    """A vendor is one row with its address, operations and fingerprint."""
    row = rows(vendors_text([contract]))[1]

    assert row[:3] == ["stampworks", "Stampworks", "https://api.stampworks.example"]
    assert row[-1] == contract.fingerprint


def test_lines_end_without_blanks(contract: Contract) -> None:
    """No line of a table ends with white space."""
    text = vendors_text([contract]) + operation_text(contract, "read-ticket")

    assert all(line == line.rstrip() for line in text.splitlines())


def test_operations_are_a_table(contract: Contract) -> None:
    """Operations show aliases, statuses and prices; an unknown price is called so."""
    found = rows(contract_text(contract))

    assert ["/atelier/v2/prints/"] in found
    order = next(each for each in found if each[0] == "order-stamps")
    assert order[-3:] == ["$0.0125", "a", "picture"]
    assert order[4:10] == ["201", "400", "401", "402", "429", "503"]
    read = next(each for each in found if each[0] == "read-ticket")
    assert read[-1] == "unknown"


def test_lifecycle_is_shown_where_there_is_one(contract: Contract) -> None:
    """A vendor with tasks shows how states follow each other, and what each shows."""
    text = contract_text(contract)

    assert "Lifecycle:\n  waiting -> engraving, spoiled" in text
    assert "  printed shows /sheets" in text
    assert "Lifecycle" not in contract_text(make_contract())


def test_rules_are_grouped_by_what_they_are_about(contract: Contract) -> None:
    """The operation itself, its path, its request, then answers by status; a subject stands once."""
    text = operation_text(contract, "read-ticket")
    subjects = [line.split()[0] for line in text.splitlines()[2:] if line[:1].strip()]

    assert text.startswith("GET https://api.stampworks.example/atelier/v2/stamps/{ref}\n")
    assert subjects[0] == "operation"
    assert subjects[1] == "path.ref"
    parts = [each.split(".")[0] for each in subjects[2:] if each[0].isdigit()]
    assert parts == sorted(parts)


def test_operation_of_a_body_names_its_media_type(contract: Contract) -> None:
    """The head line has the media type where there is a body."""
    first = operation_text(contract, "press-stamp").splitlines()[0]

    assert first.endswith("/atelier/v2/prints  multipart/form-data")


def test_decisions_stand_below_the_rules_they_made(contract: Contract) -> None:
    """Only decisions behind the rules shown are listed."""
    text = operation_text(contract, "perforate-form")

    assert "Decisions:\n  perforating-needs-a-tool (assumption)" in text
    assert "a-sheet-a-copy" not in text


def test_operation_without_decisions_lists_none() -> None:
    """Where no decision was needed there is no such list."""
    assert "Decisions" not in operation_text(make_contract(), "mint")


def test_data_is_json_and_complete(contract: Contract) -> None:
    """As data, a contract and an operation have everything that the text has."""
    whole = json.loads(json.dumps(contract_json(contract)))
    one = json.loads(json.dumps(operation_json(contract, "order-stamps")))

    assert [each["operation"] for each in whole["operations"]] == list(contract.operations)
    assert one["price_usd"] == 0.0125
    assert one["description"] == "Orders stamps engraved after photos"
    assert {each["decision"] for each in one["rules"]} >= {None, "avoid-may-be-null", "wording"}
    ids = [each["claim"] for each in one["rules"]]
    assert all(each.startswith(("order-stamps.", "order-stamps#")) for each in ids)


def test_colours_need_a_terminal(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours are used on a terminal only, and not with NO_COLOR."""
    monkeypatch.setattr("os.isatty", lambda _: True)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" not in vendors_text([contract])

    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[" in vendors_text([contract])
