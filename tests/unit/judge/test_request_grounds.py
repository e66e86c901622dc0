"""What good requests rest on."""

from typing import Any

import pytest
from tests.examining import load
from tests.unit.judge.operations import make_operation

from truecopy.contract import CompiledOperation, compile_operations
from truecopy.judge.request_grounds import RequestGrounds, weakest
from truecopy.model import Ground, Leaning

BASE64 = "aGVsbG8="
DATA_URI = f"data:image/png;base64,{BASE64}"
ADDRESS = "https://pictures.example/kite.png"


def grounds(vendor: str, operation: str) -> RequestGrounds:
    """Return what is known of one operation."""
    contract = load(vendor)
    return RequestGrounds(compile_operations(contract)[operation], contract.claims)


def talk(image: str, **parameters: Any) -> dict[str, Any]:
    """Return a request whose picture stands in a conversation."""
    messages = [{"role": "user", "content": [{"image": image}]}]
    return {
        "model": "qwen-image-edit-plus",
        "input": {"messages": messages},
        "parameters": parameters,
    }


@pytest.mark.parametrize(
    ("image", "ground"),
    [(ADDRESS, Ground.READING), (BASE64, Ground.ASSUMPTION), (DATA_URI, Ground.ASSUMPTION)],
)
def test_a_way_that_the_example_shows_rests_on_it(image: str, ground: Ground) -> None:
    """The page shows an address: that data is taken is assumed, that addresses are is not."""
    assert grounds("applerouter", "edit-image-json").of(talk(image)).ground is ground


@pytest.mark.parametrize(
    ("image", "ground"),
    [(ADDRESS, Ground.EXAMPLE), (BASE64, Ground.EXAMPLE), (DATA_URI, Ground.ASSUMPTION)],
)
def test_entries_of_a_list_have_grounds_of_their_own(image: str, ground: Ground) -> None:
    """Addresses and base64 are stated; only what the decision adds to them is assumed."""
    body = {"images": [image], "prompt": "A kite"}

    assert grounds("mulerouter", "create-generation").of(body).ground is ground


@pytest.mark.parametrize(("size", "is_assumed"), [("1328*1328", False), ("1024*1024", True)])
def test_a_value_that_the_documents_show_needs_no_rule(size: str, *, is_assumed: bool) -> None:
    """How other sizes are written is assumed from the one that is shown."""
    found = grounds("applerouter", "generate-image").of({"parameters": {"size": size}})

    assert (found.ground is Ground.ASSUMPTION) is is_assumed


def test_what_is_known_to_be_taken_needs_no_ground() -> None:
    """Beside an accepted request only what differs from it counts."""
    made, known = grounds("applerouter", "edit-image-json"), talk(BASE64)

    assert made.of(talk(BASE64, n=2), known).ground is Ground.EXAMPLE
    assert made.of(talk(DATA_URI, n=2), known).ground is Ground.ASSUMPTION


def test_the_weakest_is_named() -> None:
    """A refusal tells which decision may be wrong."""
    found = grounds("applerouter", "edit-image-json").of(talk(BASE64))

    assert found.claim.endswith("image#x-image/sources")
    assert weakest([]) == Leaning(ground=Ground.STATED)


@pytest.mark.parametrize(
    ("name", "rule", "value", "is_guess"),
    [
        ("callback_url", {}, "https://example.com/resource", True),
        ("voiceId", {"maxLength": 9}, "x", True),
        ("languages", {"type": "array", "items": {"type": "string"}}, ["x"], True),
        ("voice_id", {"default": "aria"}, "aria", False),
        ("voice_id", {"default": "aria"}, "x", True),
        ("language", {"enum": ["de", "en"]}, "de", False),
        ("model", {}, "shown", False),
        ("caption", {}, "x", False),
        ("id", {"type": "integer"}, 1, False),
    ],
)
def test_a_text_of_ours_where_not_any_will_do_is_a_guess(
    name: str, rule: Any, value: Any, *, is_guess: bool
) -> None:
    """A vendor that refuses our guess at an address or an id breaks no sentence."""
    schema = {"type": "object", "properties": {name: {"type": "string", **rule}}}
    operation = make_operation(schema, example={"model": "shown"})
    found = RequestGrounds(CompiledOperation(operation, {})).of({name: value})

    assert (found.ground is Ground.ASSUMPTION) is is_guess
