"""Ids of tasks."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.starters import starter_contract

from truecopy.mock.task_ids import task_ids

PLACES = ("create-poster.202.poster.id", "get-poster.200.poster.id")
FORMATS = [f"{each}#format" for each in (*PLACES, "get-poster.path.poster_id")]


def ids(folder: Path, claims: dict[str, Any], withdraws: list[str]) -> list[str]:
    """Return three fresh ids."""
    contract = starter_contract(folder, claims=claims, withdraws=withdraws)
    assert contract.lifecycle is not None
    make = task_ids(contract, contract.lifecycle)
    return [make() for _ in range(3)]


def test_an_id_is_a_uuid(tmp_path: Path) -> None:
    """Where the contract does not ask for another form."""
    assert {UUID(each).version for each in ids(tmp_path, {}, [])} == {4}
    assert {UUID(each).version for each in ids(tmp_path, {}, FORMATS)} == {4}


@pytest.mark.parametrize(
    ("claim", "form"),
    [
        (("pattern", "^clip_[a-z]{8}$"), r"clip_[a-z]{8}"),
        (("type", "integer"), r"[1-9][0-9]{0,15}"),
        (("maxLength", 12), r"[0-9a-f]{12}"),
    ],
)
def test_an_id_has_the_form_that_answers_ask_for(
    tmp_path: Path, claim: tuple[str, Any], form: str
) -> None:
    """A pattern, a number, a short text: fresh each time."""
    keyword, value = claim
    found = ids(tmp_path, {f"{each}#{keyword}": value for each in PLACES}, FORMATS)

    assert len(set(found)) == 3
    assert all(re.fullmatch(form, each) for each in found)
