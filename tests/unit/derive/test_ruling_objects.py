"""Decisions that are about nothing."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import VENDOR, write_starter

from truecopy.derive.derivation import derive_vendor
from truecopy.errors import DeriveError


def derived(folder: Path, claims: dict[str, Any]) -> dict[str, Any]:
    """Return the claims of the example with some decided so."""
    write_starter(folder, "task", claims)
    found = derive_vendor(folder / "contracts" / VENDOR, folder / "documents" / VENDOR)
    return {each.id: each.value for each in found.claims}


@pytest.mark.parametrize(
    ("claim", "value", "reason"),
    [
        (
            "create-poster.request.siez#examples",
            ["512*512"],
            "there are: create-poster.request.size",
        ),
        ("*.request.txet#maxLength", 5, "there are: create-poster.request.text"),
        (
            "create-poster.request.ink#maxLength",
            5,
            "no such field; A field that no page has needs its type",
        ),
        ("creat-poster.request.text#maxLength", 5, "the operations are create-poster, get-poster"),
        ("creat-poster.request.text#type", "string", "no such operation"),
    ],
)
def test_a_misspelt_name_makes_no_field(
    tmp_path: Path, claim: str, value: object, reason: str
) -> None:
    """A rule of a field that no page has would stand in the contract, and that of the field meant would not."""
    with pytest.raises(DeriveError, match=reason):
        derived(tmp_path, {claim: value})


def test_decisions_bring_what_the_pages_forgot(tmp_path: Path) -> None:
    """A field, and a status of an error for all operations; each with its type, or named as there."""
    claims = {
        "create-poster.request.paper#type": "string",
        "create-poster.request.paper#enum": ["matt", "glossy"],
        "create-poster.request.ink#property": True,
        "create-poster.request.ink#maxLength": 9,
        "create-poster.request.sizes#type": "array",
        "create-poster.request.sizes[]#maxLength": 9,
        "*.418#status": 418,
    }

    found = derived(tmp_path, claims)

    assert {each: found[each] for each in claims if not each.startswith("*")} == {
        each: value for each, value in claims.items() if not each.startswith("*")
    }
    assert found["get-poster.418#status"] == 418
