"""What the value of a claim may be."""

from typing import Any

import pytest

from truecopy.contract import find_workspace
from truecopy.contract.claim_shapes import misshapen
from truecopy.derive.statements import layer_of
from truecopy.model import Claim

GOOD = {
    "lifecycle#poll": {"operation": "read", "parameter": "id"},
    "lifecycle.done#shows": ["/images", "/task/error"],
    "a.200.x#x-promises/count": {"equals": "request:/n"},
    "a.200.x#x-promises/count/default": 1,
    "a.200.x#x-promises/shown-in": {"state": "/state", "states": ["done"]},
    "a.200.x#x-promises/beauty": 5,
    "a#path": "/v1/{task_id}:cancel",
    "a#price": {"usd": 0.5, "per": "image"},
    "a.404#status": 404,
    "a#advice/interval": {"seconds": [2, 2.5]},
    "a.request.x#enum": [1, None],
    "a.request.x#pattern": "^[a-z]+$",
    "a.request.x#x-image/side": {"minimum": 1, "maximum": 9},
    "a.request.x#default": object,
    "a.request.x#flavour": 5,
}
BAD: dict[str, list[Any]] = {
    "lifecycle#poll": ["read", {"operation": "read"}],
    "lifecycle#id": [7, "task.id", "", "/"],
    "lifecycle#terminal": ["done", [], ["done", "done"], {"a": 1}],
    "lifecycle#flavour": ["x"],
    "lifecycle.done#shows": ["/images", ["images"], [5], [""]],
    "lifecycle.done#flavour": ["x"],
    "a.200.x#x-promises/count": [3, {}, {"equals": "n"}, {"equals": "request:/n", "at": "/x"}],
    "a.200.x#x-promises/count/default": [None, [1]],
    "a.200.x#x-promises/shown-in": [{"state": "/state"}, {"state": 5, "states": ["a"]}],
    "a.200.x#x-promises/lifetime": [{"seconds": "long"}],
    "a#method": [5, "FETCH"],
    "a#path": ["v1/x", "/v1/{x", "/v1?a=b", "/v1/{}"],
    "a#price": ["cheap", {"usd": -1, "per": "image"}],
    "a.404#status": ["not found", 405],
    "a.999#status": [999],
    "a#advice/interval": ["often", {"seconds": []}, {"seconds": "2"}],
    "a.request.x#required": [False, "yes"],
    "a.request.x#type": ["wood", 5, []],
    "a.request.x#enum": ["a", []],
    "a.request.x#examples": ["a", {}],
    "a.request.x#minLength": [-1, 1.5, 10**9],
    "a.request.x#minItems": [10**9],
    "a.request.x#pattern": ["(", 5],
    "a.request.x#multipleOf": [0],
    "a.request.x#x-image": ["url"],
    "a.request.x#x-image/sources": ["url", ["fax"]],
    "a.request.x#x-image/formats": [["xcf"]],
    "a.request.x#x-dimensions/side": [5, {"least": 5}],
}


def make_claim(name: str, value: Any) -> Claim:
    """Return a claim."""
    return Claim(id=name, layer=layer_of(*name.split("#")), value=value)


@pytest.mark.parametrize("name", GOOD)
def test_a_value_of_the_right_shape_is_good(name: str) -> None:
    """And what nobody knows the shape of is told elsewhere."""
    assert list(misshapen([make_claim(name, GOOD[name])])) == []


@pytest.mark.parametrize("name", BAD)
def test_a_value_of_another_shape_is_told(name: str) -> None:
    """With the claim, what was found, and what was expected."""
    for value in BAD[name]:
        (told,) = misshapen([make_claim(name, value)])

        assert told.startswith(f"{name} (")
        assert "; expected was " in told


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("a.request.x#enum", "a", "a list of values"),
        ("a.request.x#maxItems", "fifty", "a whole number, 0 or more"),
        ("a.request.x#maximum", "fifty", "a number"),
        ("a.request.x#type", "text", "a type, or a list of them: array, boolean, integer"),
    ],
)
def test_what_was_expected_is_said_in_words(name: str, value: str, words: str) -> None:
    """A person who decides knows the page, and need not know JSON Schema."""
    (told,) = misshapen([make_claim(name, value)])

    assert f"expected was {words}" in told


@pytest.mark.parametrize("vendor", find_workspace().vendors())
def test_built_in_contracts_have_good_values(vendor: str) -> None:
    """Every claim of theirs is of the shape of its kind."""
    assert list(misshapen(find_workspace().load(vendor).claims.values())) == []
