"""What a lifecycle says, and the answers that show a task do not allow."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import starter_contract
from tests.unit.contract.clashing import POSTER, named

CASES: dict[str, tuple[dict[str, Any], list[str], list[set[str]]]] = {
    "required and reserved": (
        {},
        ["get-poster.200.images#required"],
        [{"get-poster.200.images#required", "lifecycle.done#shows"}],
    ),
    "a nested field required and reserved": (
        {
            "lifecycle.failed#shows": ["/poster/error"],
            f"{POSTER}.error#required": True,
            f"{POSTER}.error#type": "object",
        },
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
}


@pytest.mark.parametrize("name", CASES)
def test_a_clash_with_the_lifecycle_names_its_claims(tmp_path: Path, name: str) -> None:
    """Each is found, and nothing beside it."""
    claims, drops, expected = CASES[name]

    assert named(starter_contract(tmp_path, claims=claims, drops=drops)) == expected
