"""What must hold of a contract before anything relies on it."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.unit.derive.pages import CORPUS, VENDOR, derive_copy

from truecopy.contract import load_contract
from truecopy.derive import write_files
from truecopy.errors import ContractLoadError

REQUEST = "schemas/order-stamps/request.json"
ANSWER = "schemas/read-ticket/200.json"
Change = Callable[[dict[str, Any]], object]


@cache
def stamps_files() -> dict[str, str]:
    """Return the files of the invented vendor's contract."""
    with TemporaryDirectory() as folder:
        _, derivation = derive_copy(Path(folder))
    return dict(derivation.files)


def problem_after(tmp_path: Path, name: str, change: Change) -> str:
    """Return what loading says after one file of the contract was changed."""
    folder = tmp_path / "stampworks"
    folder.mkdir()
    shutil.copy(CORPUS / "workspace" / "contracts" / VENDOR / "vendor.yaml", folder)
    write_files(folder, stamps_files())
    content = json.loads((folder / name).read_text())
    change(content)
    (folder / name).write_text(json.dumps(content))
    try:
        load_contract(folder)
    except ContractLoadError as error:
        return str(error)
    return ""


def claim_of(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the row of a claim."""
    return next(row for row in content["claims"] if row["id"] == name)


def member(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the schema of a member."""
    found: dict[str, Any] = content["properties"][name]
    return found


def test_contract_as_derived_passes(tmp_path: Path) -> None:
    """Unchanged, the contract has nothing wrong."""
    assert problem_after(tmp_path, REQUEST, lambda _: None) == ""


SCHEMA_CHANGES: dict[str, tuple[str, Change, str]] = {
    "assertion without evidence": (
        REQUEST,
        lambda it: member(it, "motto").update(minLength=3),
        f"{REQUEST}#/properties/motto/minLength: no evidence carries this",
    ),
    "annotation without evidence": (
        REQUEST,
        lambda it: member(it, "avoid").update(title="x"),
        "/properties/avoid/title: no evidence carries this",
    ),
    "required without evidence": (
        REQUEST,
        lambda it: it["required"].append("format"),
        "/required/2: no evidence carries this",
    ),
    "part of a group without evidence": (
        REQUEST,
        lambda it: member(it, "photos")["items"]["x-image"].update(square=True),
        "/properties/photos/items/x-image/square: no evidence carries this",
    ),
    "promise without evidence": (
        ANSWER,
        lambda it: it["x-promises"].append({"kind": "count", "at": "/sheets"}),
        "/x-promises/3: no evidence carries this",
    ),
    "evidence without its keyword": (
        REQUEST,
        lambda it: member(it, "motto").pop("maxLength"),
        "order-stamps.request.motto#maxLength: landed at",
    ),
    "evidence for another value": (
        REQUEST,
        lambda it: member(it, "motto").update(maxLength=321),
        "order-stamps.request.motto#maxLength: claims 320",
    ),
    "evidence for another required member": (
        REQUEST,
        lambda it: it["required"].reverse(),
        "order-stamps.request.photos#required: claims True",
    ),
    "evidence for another promise": (
        ANSWER,
        lambda it: it["x-promises"][0].update(seconds=1),
        "x-promises/lifetime: claims",
    ),
    "property that is none": (
        "schemas/perforate-json/request.json",
        lambda it: it["properties"].update(image=True),
        "damaged",
    ),
    "unknown keyword": (
        REQUEST,
        lambda it: member(it, "motto").update(maxWords=3),
        "/properties/motto/maxWords: unknown keyword",
    ),
    "unknown part of a group": (
        REQUEST,
        lambda it: member(it, "format")["x-dimensions"].update(colour="red"),
        "/x-dimensions/colour: unknown part of x-dimensions",
    ),
    "unknown kind of promise": (
        ANSWER,
        lambda it: it["x-promises"][0].update(kind="beauty"),
        "/x-promises/0: unknown kind of promise 'beauty'",
    ),
    "default that its schema refuses": (
        REQUEST,
        lambda it: member(it, "copies").update(default=9),
        "/properties/copies/default: 9 is refused by its own schema",
    ),
    "example that its schema refuses": (
        REQUEST,
        lambda it: member(it, "format").update(examples=["640*480"]),
        "/properties/format/examples: '640*480' is refused by its own schema",
    ),
    "example in a list": (
        REQUEST,
        lambda it: member(it, "photos")["items"].update(examples=[5]),
        "/properties/photos/items/examples: 5 is refused by its own schema",
    ),
    "state that the schema does not name": (
        ANSWER,
        lambda it: member(member(it, "ticket"), "state")["enum"].append("lost"),
        "documents the states ['engraving', 'lost', ",
    ),
    "answer without its state": (
        ANSWER,
        lambda it: member(it, "ticket")["properties"].pop("state"),
        "read-ticket: its answer has no /ticket/state",
    ),
    "conditions that are not those of the lifecycle": (
        ANSWER,
        lambda it: it["allOf"].pop(),
        "read-ticket: the conditions of its answer are not those of the lifecycle",
    ),
}


@pytest.mark.parametrize("name", SCHEMA_CHANGES)
def test_schema_that_its_evidence_does_not_carry(tmp_path: Path, name: str) -> None:
    """Each rule about schemas has a case that trips it."""
    file, change, expected = SCHEMA_CHANGES[name]

    assert expected in problem_after(tmp_path, file, change)


LIFECYCLE_CHANGES: dict[str, tuple[Change, str]] = {
    "initial state that is none": (
        lambda it: it.update(initial="lost"),
        "the initial state 'lost' is no state",
    ),
    "way to a state that is none": (
        lambda it: it["transitions"]["waiting"].append("lost"),
        "'waiting' leads to 'lost', which is no state",
    ),
    "way out of a terminal state": (
        lambda it: it["transitions"].update(printed=["spoiled"]),
        "'printed' is terminal and has transitions",
    ),
    "state that shows and is none": (
        lambda it: it["shows"].update(lost=["/x"]),
        "'lost' shows something and is no state",
    ),
    "operation that is not there": (
        lambda it: it.update(create="order-coins"),
        "there is no operation 'order-coins'",
    ),
    "look-up that is not there": (
        lambda it: it["poll"].update(operation="read-coin"),
        "there is no operation 'read-coin'",
    ),
}


@pytest.mark.parametrize("name", LIFECYCLE_CHANGES)
def test_lifecycle_that_is_not_closed(tmp_path: Path, name: str) -> None:
    """Each rule about the lifecycle has a case that trips it."""
    change, expected = LIFECYCLE_CHANGES[name]

    assert f"lifecycle: {expected}" in problem_after(tmp_path, "lifecycle.json", change)


EVIDENCE_CHANGES: dict[str, tuple[Change, str]] = {
    "claim without evidence": (
        lambda it: claim_of(it, "read-ticket#method").update(evidence=[]),
        "read-ticket#method: has neither evidence nor a decision",
    ),
    "two claims at one pointer": (
        lambda it: claim_of(it, "read-ticket#method").update(
            pointer=claim_of(it, "read-ticket#path")["pointer"]
        ),
        "two claims landed at the same pointer",
    ),
    "claim in a file that is not there": (
        lambda it: claim_of(it, "read-ticket#method").update(pointer="schemas/x/y.json#/z"),
        "read-ticket#method: landed at schemas/x/y.json#/z, where nothing is",
    ),
}


@pytest.mark.parametrize("name", EVIDENCE_CHANGES)
def test_evidence_that_carries_nothing(tmp_path: Path, name: str) -> None:
    """Each rule about claims has a case that trips it."""
    change, expected = EVIDENCE_CHANGES[name]

    assert expected in problem_after(tmp_path, "evidence.json", change)


def test_example_that_the_contract_refuses(tmp_path: Path) -> None:
    """The documents' own example must be acceptable."""

    def change(content: dict[str, Any]) -> None:
        content["x-operations"]["order-stamps"]["example"]["copies"] = 99

    problem = problem_after(tmp_path, "openapi.json", change)

    assert "order-stamps: the documents' own example is refused: /copies" in problem


def test_everything_wrong_is_listed_at_once(tmp_path: Path) -> None:
    """One load names every problem, each on a line."""

    def change(content: dict[str, Any]) -> None:
        member(content, "motto").update(maxWords=3, minLength=4)

    assert len(problem_after(tmp_path, REQUEST, change).splitlines()) == 3
