"""Values that a contract shows, and that the contract refuses."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.starters import VENDOR, write_starter

from truecopy.contract.refused_values import refused_values
from truecopy.derive import derive_vendor

CARD = "create-postcard.request"


def refused(root: Path, example: Any = None, **claims: Any) -> list[tuple[str, str, str]]:
    """Return pointer, claim that refuses, and place of each value that an example of ours refuses."""
    named = {name.replace("__", "#"): value for name, value in claims.items()}
    write_starter(root, "immediate", {f"{CARD}.{name}": value for name, value in named.items()})
    found = derive_vendor(root / "contracts" / VENDOR, root / "documents" / VENDOR)
    contract = found.contract
    if example is not None:
        name, operation = next(iter(contract.operations.items()))
        contract = replace(contract, operations={name: replace(operation, example=example)})
    files = {name: json.loads(text) for name, text in found.files.items()}
    return [
        (each.pointer, each.problem.claim.id if each.problem.claim else "", each.place)
        for each in refused_values(contract, files)
    ]


def test_what_init_writes_refuses_nothing(tmp_path: Path) -> None:
    """The example's own defaults and request are good."""
    assert refused(tmp_path) == []


@pytest.mark.parametrize(
    ("claims", "pointer", "claim"),
    [
        ({"n__default": 9}, "/n", "n#maximum"),
        ({"n__default": "two"}, "/n", "n#type"),
        ({"n__examples": [1, 0]}, "/n", "n#minimum"),
        (
            {"tags__type": "array", "tags[]__maxLength": 2, "tags[]__examples": ["ab", "abc"]},
            "/tags/*",
            "tags[]#maxLength",
        ),
    ],
)
def test_a_refused_value_is_told_with_its_claim(
    tmp_path: Path, claims: dict[str, Any], pointer: str, claim: str
) -> None:
    """A default, and an example of a field or of an element, with the claim that refuses it."""
    found = refused(tmp_path, **claims)

    assert [each[:2] for each in found] == [(pointer, f"{CARD}.{claim}")]


def test_a_refused_request_is_told_field_by_field(tmp_path: Path) -> None:
    """Of the example of a request each field that is wrong."""
    found = refused(tmp_path, {"text": "a boat", "n": 77})

    assert found == [
        ("/n", f"{CARD}.n#maximum", "openapi.json#/x-operations/create-postcard/example")
    ]
