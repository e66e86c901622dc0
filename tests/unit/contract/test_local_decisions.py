"""Decisions of a workspace about a vendor whose contract it does not have."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from truecopy.contract import Workspace, compile_operations
from truecopy.contract.workspace import built_in_root
from truecopy.errors import ContractLoadError, WorkspaceError
from truecopy.model import Contract, Ground


def load(folder: Path, *decisions: Any) -> Contract:
    """Load a built-in vendor in a workspace that decides some of it."""
    path = folder / "contracts" / "powertokens" / "decisions.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump({"decisions": list(decisions)}), encoding="utf-8")
    return Workspace(roots=(folder, built_in_root())).load("powertokens")


def decision(claim: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a decision."""
    row = {"id": "ours", "kind": "assumption", "why": "our gateway", "claim": claim, "value": value}
    return row | more


@pytest.mark.parametrize(
    ("claim", "value", "field", "given"),
    [
        ("edit-image-json.request.n#maximum", 10, "n", 10),
        ("*.request.n#maximum", 2, "n", 2),
        ("edit-image-json.request.prompt#minLength", 1, "prompt", "x"),
    ],
)
def test_a_claim_is_decided_otherwise(
    tmp_path: Path, claim: str, value: Any, field: str, given: Any
) -> None:
    """It has the value, the ground and the decision of the workspace, and is enforced."""
    contract = load(tmp_path, decision(claim, value, sees="edit-image:67@9309b79f"))

    found = contract.claims[claim.replace("*", "edit-image-json")]
    assert (found.value, found.ground, found.decision) == (value, Ground.ASSUMPTION, "ours")
    assert contract.decisions["ours"].sees[0].lines == (67, 67)
    request = compile_operations(contract)["edit-image-json"].request
    assert request is not None
    good = {"model": "wan2.7-image-pro", "prompt": "A kite", field: given}
    assert request.is_valid(good)
    assert not request.is_valid(good | {field: given + 1 if field == "n" else ""})


def test_the_built_in_contract_stays_as_it_is(tmp_path: Path) -> None:
    """Other workspaces see nothing of it, and the contract has another fingerprint here."""
    here = load(tmp_path, decision("*.request.n#maximum", 2))
    there = Workspace(roots=(built_in_root(),)).load("powertokens")

    assert there.claims["edit-image-json.request.n#maximum"].value == 6
    assert here.fingerprint != there.fingerprint


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            decision("edit-image-json.request.n#maximum", 6),
            "is 6 already: the decision has no effect",
        ),
        (
            decision("edit-image-json.request.no#maximum", 6),
            "nothing that edit-image-json.request.no#maximum",
        ),
        (
            decision("edit-image-json.request.n#required", value=True),
            "nothing that|no value that can be changed",
        ),
        (
            decision("edit-image-json.request.n#property", value=False),
            "no value that can be changed here",
        ),
        (decision("edit-image-json.request.n#maximum", 7, kind="guess"), "kind 'guess' is none of"),
        (decision("edit-image-json.request.n#maximum", 7, why=" "), "has a reason in `why`"),
        (decision("edit-image-json.request.n#maximum", 7, sees="page 3"), "'page 3' is no place"),
        (decision("edit-image-json.request.n#maximum", 7, withdraws="x"), "unknown key withdraws"),
        ("text", "a mapping was expected"),
    ],
)
def test_what_cannot_be_decided_is_told(tmp_path: Path, made: Any, told: str) -> None:
    """With file and decision; one without effect is a mistake."""
    with pytest.raises(WorkspaceError, match=told):
        load(tmp_path, made)


def test_a_decision_that_breaks_the_contract_is_told(tmp_path: Path) -> None:
    """What the documents' own example breaks cannot stand."""
    with pytest.raises(ContractLoadError, match=r"decisions\.yaml: the contract cannot be used"):
        load(tmp_path, decision("edit-image-json.request.prompt#maxLength", 3))


def test_a_file_that_decides_nothing_is_told(tmp_path: Path) -> None:
    """It would be there for nothing."""
    with pytest.raises(WorkspaceError, match="decides nothing"):
        load(tmp_path)
