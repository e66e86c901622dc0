"""What a promise falls back on is a claim of its own."""

from typing import Any

import pytest

from truecopy.derive.promise_defaults import split_defaults
from truecopy.derive.schemas import build_schema
from truecopy.errors import DeriveError
from truecopy.model import Claim, Ground, Layer

COUNT = "make.200.data#x-promises/count"
PROMISE = {"equals": "request:/options/n", "default": 1}


def claim(name: str, value: Any, **more: Any) -> Claim:
    """Return a claim; one about a promise unless told otherwise."""
    return Claim(**{"id": name, "layer": Layer.PROMISE, "value": value, **more})


def split(*claims: Claim) -> dict[str, Claim]:
    """Return claims by id, defaults split off."""
    return {each.id: each for each in split_defaults({each.id: each for each in claims})}


def documented(value: int, **more: Any) -> Claim:
    """Return the claim that a document states a default of the field."""
    name = more.pop("name", "make.request.options.n#default")
    return claim(name, value, layer=Layer.ANNOTATION, **more)


def test_a_default_that_nobody_documents_is_assumed() -> None:
    """Whatever the promise itself was read from."""
    found = split(claim(COUNT, PROMISE, ground=Ground.READING, decision="d"))

    assert found[COUNT].value == {"equals": "request:/options/n"}
    assert found[COUNT].ground is Ground.READING
    default = found[f"{COUNT}/default"]
    assert (default.value, default.ground, default.decision) == (1, Ground.ASSUMPTION, "d")


@pytest.mark.parametrize(("value", "ground"), [(1, Ground.STATED), (2, Ground.ASSUMPTION)])
def test_a_documented_default_is_as_sure_as_its_sentence(value: int, ground: Ground) -> None:
    """It is the one of the field that the promise refers to, if it has the same value."""
    found = split(claim(COUNT, PROMISE, ground=Ground.READING), documented(value))

    assert found[f"{COUNT}/default"].ground is ground
    assert found[f"{COUNT}/default"].layer is Layer.PROMISE


def test_the_request_of_a_look_up_is_that_of_the_task() -> None:
    """What a look-up owes was asked for when the task was made."""
    found = split(
        claim("look.200.data#x-promises/count", PROMISE, ground=Ground.READING),
        claim("lifecycle#create", "make", layer=Layer.LIFECYCLE),
        claim("lifecycle#poll", {"operation": "look"}, layer=Layer.LIFECYCLE),
        documented(1),
    )

    assert found["look.200.data#x-promises/count/default"].ground is Ground.STATED


def test_a_default_said_twice_is_an_error() -> None:
    """Nobody could tell which of them holds."""
    with pytest.raises(DeriveError, match="is said twice"):
        split(claim(COUNT, PROMISE), claim(f"{COUNT}/default", 2))


def test_a_default_lands_in_its_promise() -> None:
    """In the schema it stands where it always stood; its claim points at it."""
    claims = [claim(f"{COUNT}/default", 1), claim(COUNT, {"equals": "request:/n"})]

    made = build_schema("mint", "make", "200", claims)

    assert made.schema["x-promises"] == [
        {"kind": "count", "at": "/data", "equals": "request:/n", "default": 1}
    ]
    assert [each.pointer.partition("#")[2] for each in made.claims] == [
        "/x-promises/0/default",
        "/x-promises/0",
    ]


def test_a_default_without_its_promise_is_an_error() -> None:
    """There is nothing that falls back on it."""
    with pytest.raises(DeriveError, match="there is no promise"):
        build_schema("mint", "make", "200", [claim(f"{COUNT}/default", 1)])
