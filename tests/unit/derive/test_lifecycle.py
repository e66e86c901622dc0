"""Claims about the lifecycle."""

from typing import Any

import pytest

from truecopy.derive.lifecycle import build_lifecycle
from truecopy.errors import DeriveError
from truecopy.model import Claim, Layer
from truecopy.model.pointers import node

PARTS: dict[str, Any] = {
    "#create": "order",
    "#poll": {"operation": "read", "parameter": "ref"},
    "#id": "/ref",
    "#state": "/state",
    "#created": "/opened",
    "#updated": "/changed",
    "#initial": "waiting",
    "#terminal": ["done"],
    ".waiting#transitions": ["done"],
    ".done#shows": ["/sheets"],
}


def make_claims(parts: dict[str, Any]) -> list[Claim]:
    """Return a claim for each part of a lifecycle."""
    return [
        Claim(id=f"lifecycle{name}", layer=Layer.LIFECYCLE, value=value)
        for name, value in parts.items()
    ]


def test_each_claim_leads_to_its_value() -> None:
    """The pointer of each claim leads to what it says."""
    lifecycle, landed = build_lifecycle(make_claims(PARTS))

    assert lifecycle is not None
    for claim in landed:
        assert node(lifecycle, claim.pointer.removeprefix("lifecycle.json#")) == claim.value


def test_no_claims_make_no_lifecycle() -> None:
    """A vendor without tasks has no lifecycle."""
    assert build_lifecycle([]) == (None, [])


OPTIONAL = {"#created", "#updated", ".done#shows"}


@pytest.mark.parametrize("name", [each for each in PARTS if each not in OPTIONAL])
def test_missing_part_is_named(name: str) -> None:
    """What neither a document nor a decision states is named."""
    parts = {key: value for key, value in PARTS.items() if key != name}

    with pytest.raises(DeriveError, match=name.partition("#")[2]):
        build_lifecycle(make_claims(parts))


def test_times_may_be_absent() -> None:
    """An API need not show when a task was made, or changed last: the file has no such keys then."""
    parts = {key: value for key, value in PARTS.items() if key not in OPTIONAL}

    lifecycle, _ = build_lifecycle(make_claims(parts))

    assert lifecycle is not None
    assert not {"created", "updated"} & lifecycle.keys()
    assert lifecycle["shows"] == {}
