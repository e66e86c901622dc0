"""What a lifecycle and promises refer to, against what is there."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import VENDOR, write_starter

from truecopy.derive import derive_vendor
from truecopy.errors import DeriveError

COUNT = "get-poster.200.images#x-promises/count"
STATE = "get-poster.200.poster.state#enum"
CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "a request without the field": ({COUNT: {"equals": "request:/zz"}}, {COUNT, "has no /zz"}),
    "an answer without the field": (
        {"get-poster.200.zz#x-promises/shown-in": {"state": "/poster/state", "states": ["done"]}},
        {"get-poster.200.zz#x-promises/shown-in", "has no /zz"},
    ),
    "a default that is no field": (
        {
            "get-poster.200#x-promises/one-of": {
                "at": ["/poster/id", "/poster/state"],
                "chosen": "request:/text",
                "default": "zz",
            }
        },
        {"get-poster.200#x-promises/one-of", "'zz' is none of id, state"},
    ),
    "a state more": (
        {STATE: ["queued", "drawing", "done", "failed", "lost"]},
        {STATE, "lifecycle#terminal", "'lost' only in the answer"},
    ),
    "a state less": (
        {STATE: ["queued", "done", "failed"]},
        {STATE, "lifecycle.drawing#transitions", "'drawing' only in the lifecycle"},
    ),
    "one field for two states": (
        {"lifecycle.failed#shows": ["/images"]},
        {"lifecycle.done#shows", "lifecycle.failed#shows"},
    ),
    "a member of a text": (
        {"lifecycle.failed#shows": ["/poster/id/error"]},
        {"lifecycle.failed#shows", "get-poster.200.poster.id#type"},
    ),
    "a described member of a text": (
        {"get-poster.200.poster.id.sub#type": "string"},
        {"get-poster.200.poster.id#type", "get-poster.200.poster.id.sub#type"},
    ),
    "a parameter that the path lacks": (
        {"get-poster.path.poster#type": "string"},
        {"get-poster#path", "get-poster.path.poster#type", "has no {poster}"},
    ),
    "one address": (
        {"create-poster#path": "/v1/posters/{id}", "create-poster#method": "GET"},
        {"create-poster#path", "get-poster#path"},
    ),
}


def told(folder: Path, claims: dict[str, Any]) -> list[str]:
    """Return the messages of what clashes in the example with claims decided so."""
    write_starter(folder, "task", claims)
    found = derive_vendor(folder / "contracts" / VENDOR, folder / "documents" / VENDOR)
    return [each.message for each in found.findings if each.rule == "contract-claims-clash"]


def test_the_example_clashes_with_nothing(tmp_path: Path) -> None:
    """Everything that it refers to is there."""
    assert told(tmp_path, {}) == []


@pytest.mark.parametrize("case", CASES)
def test_what_refers_to_nothing_is_told_with_its_claims(tmp_path: Path, case: str) -> None:
    """Before anything is written, with the claims on both sides."""
    claims, named = CASES[case]

    (message,) = told(tmp_path, claims)

    assert all(each in message for each in named)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"lifecycle#create": "zz"}, "there is no operation 'zz'"),
        ({"lifecycle#create": "get-poster"}, "name one operation"),
        ({"lifecycle#poll": {"operation": "get-poster", "parameter": "zz"}}, "no parameter 'zz'"),
        ({"lifecycle#poll": "get-poster"}, "expected was `operation` and `parameter`"),
        ({"zz.200#type": "object"}, "there is nothing that it could be about"),
        ({"get-poster.404.error#type": "object"}, "there is nothing that it could be about"),
    ],
)
def test_what_no_contract_could_be_made_of_is_refused(
    tmp_path: Path, claims: dict[str, Any], reason: str
) -> None:
    """A decision about nothing, or of another shape, with what was expected."""
    with pytest.raises(DeriveError, match=reason):
        told(tmp_path, claims)
