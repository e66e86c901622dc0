"""Contracts as tables and as data."""

import json
from typing import Any

import pytest
from tests.unit.derive.pages import derive_copy

from truecopy.contract import load_contract
from truecopy.derive import write_files
from truecopy.model import Claim, Contract, Evidence, Ground, Layer, Operation, Reading
from truecopy.recording.verification import Sighting
from truecopy.report import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)
from truecopy.report.contract_tables import standing_of


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the invented vendor."""
    folder, derivation = derive_copy(tmp_path_factory.mktemp("stamps"))
    write_files(folder, derivation.files)
    return load_contract(folder)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are as long as they need to be, and have no colours."""
    monkeypatch.delenv("COLUMNS", raising=False)
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


def make_claim(*, is_documented: bool = True, layer: Layer = Layer.ASSERTION) -> Claim:
    """Return a claim, with a place in the documents or without one."""
    place = Evidence(
        document="mint", lines=(3, 5), span=(0, 9), fingerprint="0" * 12, reading=Reading.STATED
    )
    return Claim(
        ground=Ground.STATED if is_documented else Ground.ASSUMPTION,
        id="mint.200.a#type",
        layer=layer,
        value="string",
        evidence=(place,) if is_documented else (),
        decision=None if is_documented else "guess",
    )


def make_sighting(
    claim: str = "mint.200.a#type", *, is_held: bool = True, **changes: Any
) -> Sighting:
    """Return what a recording shows of a claim."""
    return Sighting(
        **{
            "claim": claim,
            "place": "recordings/mint/mint/accepted.yaml:12",
            "at": 1_767_225_600.5,
            "target": "https://a.example",
            "is_held": is_held,
            **changes,
        }
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


@pytest.mark.parametrize(
    ("claim", "seen", "standing"),
    [
        (make_claim(), None, "documented"),
        (make_claim(), make_sighting(), "both"),
        (make_claim(), make_sighting(is_held=False), "contradicted"),
        (make_claim(is_documented=False), None, "assumed"),
        (make_claim(is_documented=False), make_sighting(), "observed"),
        (make_claim(is_documented=False), make_sighting(is_held=False), "contradicted"),
        (make_claim(is_documented=False, layer=Layer.ANNOTATION), None, ""),
    ],
)
def test_a_claim_stands_on_documents_recordings_or_neither(
    claim: Claim, seen: Sighting | None, standing: str
) -> None:
    """Documented, observed, both, assumed where neither is, contradicted where a recording says otherwise."""
    assert standing_of(claim, seen) == standing


def test_the_standing_says_when_at_what_and_where(contract: Contract) -> None:
    """A rule that recordings show has day, target and place of the recording beside it."""
    claims = ["read-ticket#path", "read-ticket#method"]
    seen = {claims[0]: make_sighting(claims[0]), claims[1]: make_sighting(claims[1], is_held=False)}

    lines = operation_text(contract, "read-ticket", seen).splitlines()

    place = "https://a.example 2026-01-01 mint/accepted.yaml:12"
    assert any(" path " in each and each.endswith(f"both: {place}") for each in lines)
    assert any(" method " in each and each.endswith(f"contradicted: {place}") for each in lines)
    assert any(each.endswith(" documented") for each in lines)
    assert lines[1].split()[-1] == "standing"


def test_an_unknown_time_or_target_is_called_so(contract: Contract) -> None:
    """A recording that does not say when or at what it was made is shown all the same."""
    seen = {"read-ticket#path": make_sighting(at=0.0, target="")}

    text = operation_text(contract, "read-ticket", seen)
    row = next(
        each for each in operation_json(contract, "read-ticket", seen)["rules"] if each["seen"]
    )

    assert "both: unknown target at an unknown time mint/accepted.yaml:12" in text
    assert row["seen"] == {
        "at": None,
        "target": None,
        "place": "recordings/mint/mint/accepted.yaml:12",
    }


def test_the_standing_as_data(contract: Contract) -> None:
    """Each rule as data has its standing, and the recording that shows it, or null."""
    seen = {"read-ticket#path": make_sighting()}

    found = {each["claim"]: each for each in operation_json(contract, "read-ticket", seen)["rules"]}

    assert found["read-ticket#path"]["standing"] == "both"
    assert found["read-ticket#path"]["seen"] == {
        "at": "2026-01-01T00:00:00.500000Z",
        "target": "https://a.example",
        "place": "recordings/mint/mint/accepted.yaml:12",
    }
    assert found["read-ticket#method"]["standing"] == "documented"
    assert found["read-ticket#method"]["seen"] is None
    known = {None, "documented", "assumed", "both"}
    assert {each["standing"] for each in found.values()} <= known
