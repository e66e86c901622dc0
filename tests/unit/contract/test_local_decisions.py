"""Decisions of a workspace about a vendor whose contract it does not have."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from truecopy.contract import Workspace, compile_operations
from truecopy.contract.workspace import built_in_root
from truecopy.errors import ContractLoadError, WorkspaceError
from truecopy.model import Contract, Ground


def load(folder: Path, *decisions: Any, vendor: str = "powertokens") -> Contract:
    """Load a built-in vendor in a workspace that decides some of it."""
    path = folder / "contracts" / vendor / "decisions.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump({"decisions": list(decisions)}), encoding="utf-8")
    return Workspace(roots=(folder, built_in_root())).load(vendor)


def decision(claim: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a decision."""
    row = {"id": "ours", "kind": "assumption", "why": "our gateway", "claim": claim, "value": value}
    return row | more


def withdrawal(*claims: str) -> dict[str, Any]:
    """Return a decision that takes claims away."""
    return {"id": "ours", "kind": "assumption", "why": "our gateway", "withdraws": list(claims)}


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


@pytest.mark.parametrize(
    ("made", "good", "bad"),
    [
        (withdrawal("*.request.prompt#required"), {}, {"prompt": 3}),
        (withdrawal("edit-image-json.request.n#maximum"), {"n": 99}, {"n": 0}),
        (withdrawal("edit-image-json.request.response_format#enum"), {"response_format": "x"}, {}),
        (withdrawal("*.request.size#x-dimensions/pixels"), {"size": "1*1"}, {"size": "1x1"}),
        (
            decision("*.request.model#enum", ["qwen-image-2.0-pro", "wan2.7-image-pro", "ours"]),
            {"model": "ours"},
            {"model": "theirs"},
        ),
        (decision("*.request.seed#required", value=True), {"seed": 1}, {}),
        (
            decision("*.request.size#x-dimensions/side", {"maximum": 1024}),
            {"size": "512*1024"},
            {"size": "512*1025"},
        ),
    ],
)
def test_a_rule_is_dropped_widened_or_added(
    tmp_path: Path, made: Any, good: dict[str, Any], bad: dict[str, Any]
) -> None:
    """What was refused is accepted, and the other way round."""
    base = {"model": "wan2.7-image-pro"} | ({} if "prompt" in str(made) else {"prompt": "A"})

    request = compile_operations(load(tmp_path, made))["edit-image-json"].request

    assert request is not None
    assert request.problems(base | good) == []
    assert bad == {} or request.problems(base | bad)
    assert made.get("claim") != "*.request.seed#required" or request.problems(base)


def test_promises_are_withdrawn_and_given_otherwise(tmp_path: Path) -> None:
    """Those behind move up, and each claim stays with its own."""
    contract = load(
        tmp_path,
        withdrawal("edit-image-json.200.data[]#x-promises/one-of"),
        decision("edit-image-json.200.data#x-promises/count", {"equals": 2}) | {"id": "two"},
    )

    answer = contract.operations["edit-image-json"].responses[200]
    assert answer is not None
    count = {"kind": "count", "at": "/data", "default": 1, "equals": 2}
    assert answer["x-promises"][0] == count
    assert contract.claims["edit-image-json.200.data#x-promises/count"].pointer.endswith("/0")
    assert "edit-image-json.200.data[]#x-promises/one-of/default" not in contract.claims


def test_statuses_are_withdrawn_and_added(tmp_path: Path) -> None:
    """A status that is gone takes what is said of its body with it; a new one has no body yet."""
    made = [
        withdrawal("edit-image-json.429#status"),
        decision("edit-image-json.503#status", 503) | {"id": "more"},
    ]

    contract = load(tmp_path, *made)

    responses = contract.operations["edit-image-json"].responses
    assert (429 in responses, responses[503]) == (False, None)
    assert not any(name.startswith("edit-image-json.429") for name in contract.claims)


def test_what_a_state_shows_is_withdrawn(tmp_path: Path) -> None:
    """The conditions of its answer are those of the lifecycle as it is decided here."""
    contract = load(tmp_path, withdrawal("lifecycle.failed#shows"), vendor="mulerouter")

    assert contract.lifecycle is not None
    assert list(contract.lifecycle.shows) == ["completed"]
    answer = compile_operations(contract)["get-generation"].responses[200]
    assert answer is not None
    assert len(answer.schema["allOf"]) == 1


def test_a_decision_is_found_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source of a claim names the file of the workspace, from where the command runs."""
    monkeypatch.chdir(tmp_path)

    claim = load(tmp_path, decision("*.request.n#maximum", 2)).claims[
        "edit-image-json.request.n#maximum"
    ]

    assert claim.source == "decision ours in contracts/powertokens/decisions.yaml:2"


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
            decision("edit-image-json.request.prompt#required", value=False),
            "is true, or `withdraws` takes it away",
        ),
        (
            decision("edit-image-json.request.prompt#required", value=True),
            "is True already: the decision has no effect",
        ),
        (
            decision("edit-image-json.request.n#property", value=False),
            "no value that can be changed here",
        ),
        (decision("edit-image-json.request.n#maximum", 7, kind="guess"), "kind 'guess' is none of"),
        (decision("edit-image-json.request.n#maximum", 7, why=" "), "has a reason in `why`"),
        (decision("edit-image-json.request.n#maximum", 7, sees="page 3"), "'page 3' is no place"),
        (withdrawal("edit-image-json.request.n#pattern"), "it has: .*maximum, minimum"),
        (withdrawal("edit-image-json#path"), "nothing could be made of the contract"),
        (withdrawal("edit-image-json.200#status"), "is the only status of success"),
        (
            decision("edit-image-json.200.data#x-promises/count", 3),
            "is a promise, whose value has the members equals",
        ),
        (decision("edit-image-json.400#status", 422), "no value that can be changed here"),
        (decision("edit-image-json.request.n#maximum", 7, is_sure=True), "unknown key is_sure"),
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


def test_decisions_that_nothing_can_keep_are_told(tmp_path: Path) -> None:
    """The answer has no field for a choice that requests may then make, or that counts where they make none."""
    wider = decision("edit-image-json.request.response_format#enum", ["url", "b64_json", "both"])
    other = decision("edit-image-form.200.data[]#x-promises/one-of/default", "link")

    for number, (made, value) in enumerate(((wider, "both"), (other, "link"))):
        told = f"'{value}' can be asked for, and the answer has /data"
        with pytest.raises(ContractLoadError, match=told):
            load(tmp_path / str(number), made)


def test_a_file_that_decides_nothing_is_told(tmp_path: Path) -> None:
    """It would be there for nothing."""
    with pytest.raises(WorkspaceError, match="decides nothing"):
        load(tmp_path)
