"""Claims that cannot hold together are found as they stand."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import starter_contract
from tests.unit.contract.clashing import POSTER, named

from truecopy.contract import find_workspace
from truecopy.contract.clashes import clashes

CASES: dict[str, tuple[dict[str, Any], list[str], list[set[str]]]] = {
    "an enum of one and another constant": (
        {
            f"{POSTER}.kind#type": "string",
            f"{POSTER}.kind#enum": ["big"],
            f"{POSTER}.kind#const": "small",
        },
        [],
        [{f"{POSTER}.kind#enum", f"{POSTER}.kind#const"}],
    ),
    "an enum that is too long": (
        {
            f"{POSTER}.kind#type": "string",
            f"{POSTER}.kind#enum": ["big", "huge"],
            f"{POSTER}.kind#maxLength": 2,
        },
        [],
        [{f"{POSTER}.kind#enum", f"{POSTER}.kind#maxLength"}],
    ),
    "a least above the most": (
        {
            f"{POSTER}.pages#type": "integer",
            f"{POSTER}.pages#minimum": 5,
            f"{POSTER}.pages#maximum": 4,
        },
        [],
        [{f"{POSTER}.pages#minimum", f"{POSTER}.pages#maximum"}],
    ),
    "a bound that is not reached": (
        {
            f"{POSTER}.pages#type": "integer",
            f"{POSTER}.pages#minimum": 4,
            f"{POSTER}.pages#exclusiveMaximum": 4,
        },
        [],
        [{f"{POSTER}.pages#minimum", f"{POSTER}.pages#exclusiveMaximum"}],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_clash_of_keywords_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, drops, expected = CASES[name]

    assert named(starter_contract(tmp_path, claims=claims, drops=drops)) == expected


@pytest.mark.parametrize(
    "claims",
    [
        {
            f"{POSTER}.pages#type": "integer",
            f"{POSTER}.pages#minimum": 4,
            f"{POSTER}.pages#maximum": 4,
        },
        {
            f"{POSTER}.kind#type": "string",
            f"{POSTER}.kind#enum": ["big", "b"],
            f"{POSTER}.kind#maxLength": 2,
        },
        {
            f"{POSTER}.kind#type": "string",
            f"{POSTER}.kind#enum": ["big"],
            f"{POSTER}.kind#const": "big",
        },
        {"get-poster.200.images#maxItems": 4},
    ],
)
def test_what_some_value_keeps_is_no_clash(tmp_path: Path, claims: dict[str, Any]) -> None:
    """Bounds that meet, an enum of which a part fits, a constant that is listed, a count that may be."""
    assert named(starter_contract(tmp_path, claims=claims)) == []


@pytest.mark.parametrize("vendor", find_workspace().vendors())
def test_built_in_contracts_have_none(vendor: str) -> None:
    """What ships does not clash."""
    assert clashes(find_workspace().load(vendor)) == []
