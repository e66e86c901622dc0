"""Claims that cannot hold together are found as they stand."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import starter_contract

from truecopy.contract import find_workspace
from truecopy.contract.clashes import clashes

POSTER = "get-poster.200.poster"
CARD = "create-postcard.200"
ONE_OF = {"at": ["/data/*/url", "/data/*/b64"], "chosen": "request:/as", "default": "url"}
TASK_CASES: dict[str, tuple[dict[str, Any], list[str], list[set[str]]]] = {
    "required and reserved": (
        {},
        ["get-poster.200.images#required"],
        [{"get-poster.200.images#required", "lifecycle.done#shows"}],
    ),
    "a nested field required and reserved": (
        {"lifecycle.failed#shows": ["/poster/error"], f"{POSTER}.error#required": True},
        [],
        [{f"{POSTER}.error#required", "lifecycle.failed#shows"}],
    ),
    "two times at one place": (
        {"lifecycle#updated": "/poster/created_at"},
        [],
        [{"lifecycle#created", "lifecycle#updated"}],
    ),
    "a time that no answer has": (
        {"lifecycle#updated": "/poster/changed_at"},
        [],
        [{"lifecycle#updated", "lifecycle#poll"}],
    ),
    "more entries than there may be": (
        {"get-poster.200.images#maxItems": 3},
        [],
        [
            {
                "get-poster.200.images#x-promises/count",
                "get-poster.200.images#maxItems",
                "create-poster.request.n#maximum",
            }
        ],
    ),
    "an end that nothing leads to": (
        {"lifecycle.drawing#transitions": ["failed"]},
        [],
        [
            {
                "lifecycle#terminal",
                "lifecycle#initial",
                "lifecycle.queued#transitions",
                "lifecycle.drawing#transitions",
            }
        ],
    ),
    "a new task in another state": (
        {"lifecycle#initial": "drawing"},
        [],
        [
            {
                "create-poster.202.poster.state#enum",
                "lifecycle.drawing#transitions",
                "lifecycle#initial",
            }
        ],
    ),
    "an enum of one and another constant": (
        {f"{POSTER}.kind#enum": ["big"], f"{POSTER}.kind#const": "small"},
        [],
        [{f"{POSTER}.kind#enum", f"{POSTER}.kind#const"}],
    ),
    "an enum that is too long": (
        {f"{POSTER}.kind#enum": ["big", "huge"], f"{POSTER}.kind#maxLength": 2},
        [],
        [{f"{POSTER}.kind#enum", f"{POSTER}.kind#maxLength"}],
    ),
    "a least above the most": (
        {f"{POSTER}.pages#minimum": 5, f"{POSTER}.pages#maximum": 4},
        [],
        [{f"{POSTER}.pages#minimum", f"{POSTER}.pages#maximum"}],
    ),
    "a bound that is not reached": (
        {f"{POSTER}.pages#minimum": 4, f"{POSTER}.pages#exclusiveMaximum": 4},
        [],
        [{f"{POSTER}.pages#minimum", f"{POSTER}.pages#exclusiveMaximum"}],
    ),
    "a text as unix time": (
        {f"{POSTER}.created_at#x-promises/unix-time": {}},
        [],
        [{f"{POSTER}.created_at#x-promises/unix-time", f"{POSTER}.created_at#type"}],
    ),
}
CARD_CASES: dict[str, tuple[dict[str, Any], list[set[str]]]] = {
    "one of several, and always there": (
        {f"{CARD}.data[].b64#type": "string", f"{CARD}.data[]#x-promises/one-of": ONE_OF},
        [{f"{CARD}.data[].url#required", f"{CARD}.data[]#x-promises/one-of"}],
    ),
    "fewer entries than there must be": (
        {f"{CARD}.data#minItems": 3},
        [
            {
                f"{CARD}.data#x-promises/count",
                f"{CARD}.data#minItems",
                "create-postcard.request.n#minimum",
            }
        ],
    ),
    "a fixed count": (
        {f"{CARD}.data#x-promises/count": {"equals": 3}, f"{CARD}.data#maxItems": 2},
        [{f"{CARD}.data#x-promises/count", f"{CARD}.data#maxItems"}],
    ),
}


def named(contract: Any) -> list[set[str]]:
    """Return the ids of the claims of each clash."""
    return [{claim.id for claim in each.claims} for each in clashes(contract)]


@pytest.mark.parametrize("name", TASK_CASES)
def test_a_clash_of_a_task_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, drops, expected = TASK_CASES[name]

    assert named(starter_contract(tmp_path, claims=claims, drops=drops)) == expected


@pytest.mark.parametrize("name", CARD_CASES)
def test_a_clash_of_a_promise_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, expected = CARD_CASES[name]

    assert named(starter_contract(tmp_path, "immediate", claims=claims)) == expected


@pytest.mark.parametrize(
    "claims",
    [
        {f"{POSTER}.pages#minimum": 4, f"{POSTER}.pages#maximum": 4},
        {f"{POSTER}.kind#enum": ["big", "b"], f"{POSTER}.kind#maxLength": 2},
        {f"{POSTER}.kind#enum": ["big"], f"{POSTER}.kind#const": "big"},
        {"get-poster.200.images#maxItems": 4},
    ],
)
def test_what_some_value_keeps_is_no_clash(tmp_path: Path, claims: dict[str, Any]) -> None:
    """Bounds that meet, an enum of which a part fits, a constant that is listed, a count that may be."""
    assert named(starter_contract(tmp_path, claims=claims)) == []


def test_a_chosen_field_may_be_there_empty(tmp_path: Path) -> None:
    """A field that may be null can always be there, and be one of several."""
    claims = {
        f"{CARD}.data[].url#type": ["string", "null"],
        f"{CARD}.data[].b64#type": "string",
        f"{CARD}.data[]#x-promises/one-of": ONE_OF,
    }
    withdraws = [f"{CARD}.data[].url#minLength", f"{CARD}.data[].url#format"]

    contract = starter_contract(tmp_path, "immediate", claims=claims, withdraws=withdraws)

    assert named(contract) == []


@pytest.mark.parametrize("vendor", find_workspace().vendors())
def test_built_in_contracts_have_none(vendor: str) -> None:
    """What ships does not clash."""
    assert clashes(find_workspace().load(vendor)) == []
