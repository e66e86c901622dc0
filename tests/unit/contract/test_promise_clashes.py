"""Promises that no answer keeps together with its schema, or after the requests that may be made."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import starter_contract
from tests.unit.contract.clashing import POSTER, named

CARD = "create-postcard.200"
ONE_OF = {"at": ["/data/*/url", "/data/*/b64"], "chosen": "request:/as", "default": "url"}
CASES: dict[str, tuple[dict[str, Any], list[str], list[set[str]]]] = {
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


@pytest.mark.parametrize("name", CASES)
def test_a_clash_of_a_task_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, drops, expected = CASES[name]

    assert named(starter_contract(tmp_path, claims=claims, drops=drops)) == expected


@pytest.mark.parametrize("name", CARD_CASES)
def test_a_clash_of_an_answer_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, expected = CARD_CASES[name]

    assert named(starter_contract(tmp_path, "immediate", claims=claims)) == expected


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
