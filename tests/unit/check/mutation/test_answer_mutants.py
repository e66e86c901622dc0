"""Vendors whose answers break one claim."""

from base64 import b64decode
from typing import Any

import pytest
from tests.examining import load
from tests.unit.check.mutation.kinds import kinds, mutants, of_kind

from truecopy.check.mutation.answer_mutants import FILES, WRONG_PICTURE, promise_mutants
from truecopy.check.mutation.middleware import MutableAnswer
from truecopy.model import Claim, Layer
from truecopy.picture import inspect_picture


@pytest.mark.parametrize("kind", kinds("answer", "promise"))
def test_there_are_mutants_of_every_kind(kind: str) -> None:
    """Each kind of claim about answers is broken somewhere, by a change of the answer."""
    assert all(each.reply is not None for each in of_kind(kind))


def answered(vendor: str, claim: str, body: Any, status: int = 200) -> Any:
    """Return an answer's body after the mutant of a claim has passed it on."""
    (mutant,) = (each for _, each in mutants(vendor) if each.claim == claim)
    answer = MutableAnswer(claim.partition(".")[0].partition("#")[0], status, [], body)
    assert mutant.reply is not None
    mutant.reply(answer)
    return answer.body


def claim_of(keyword: str, subject: str) -> str:
    """Return the id of a claim about PowerTokens' answers to edits."""
    claim = f"edit-image-json.200{subject}#{keyword}"
    assert claim in load("powertokens").claims
    return claim


def edit(**entry: Any) -> dict[str, Any]:
    """Return a good answer to an edit."""
    return {"created": 1_800_000_000, "data": [{"url": "https://x.example/a.png", **entry}]}


def test_a_required_field_is_taken_away() -> None:
    """The rest of the answer stays as it is."""
    claim = next(
        each
        for each in load("powertokens").claims
        if each.startswith("edit-image-json.200.") and each.endswith("#required")
    )
    name = claim.partition("#")[0].rpartition(".")[2]
    body = {**edit(), "metadata": {}, name: edit().get(name, {})}

    changed = answered("powertokens", claim, body)

    assert body.keys() - changed.keys() <= {name}


def test_a_value_is_of_another_type() -> None:
    """A number becomes a text, a list something else."""
    assert answered("powertokens", claim_of("type", ".created"), edit())["created"] == "five"
    assert answered("powertokens", claim_of("type", ".data"), edit())["data"] == "none"


def test_other_answers_are_left_alone() -> None:
    """A claim about a success is not broken by an error."""
    body = {"error": {"message": "no"}, "created": 1}

    assert answered("powertokens", claim_of("type", ".created"), dict(body), 400) == body


def promise(kind: str) -> str:
    """Return the id of a promise of PowerTokens."""
    return next(
        each
        for each in load("powertokens").claims
        if each.startswith("edit-image-json.200") and each.endswith(f"x-promises/{kind}")
    )


def test_promises_are_broken_each_in_its_way() -> None:
    """One picture too many, both fields filled, times in milliseconds, a field that is not there."""
    assert len(answered("powertokens", promise("count"), edit())["data"]) == 2
    filled = answered("powertokens", promise("one-of"), edit())["data"][0]
    assert filled["url"]
    assert filled["b64_json"]
    late = answered("powertokens", promise("unix-time"), edit())["created"]
    assert late == 1_800_000_000_000


def test_another_picture_takes_the_place_of_the_one_asked_for() -> None:
    """Of an address the origin is kept, and the picture behind it has a size that nobody asks for."""
    changed = answered("powertokens", promise("dimensions"), edit())

    assert changed["data"][0]["url"] == f"https://x.example{WRONG_PICTURE}"
    facts = inspect_picture(FILES[WRONG_PICTURE])
    assert (facts.width, facts.height) == (40, 136)
    inline = edit(url=None, b64_json="A" * 200)
    data = answered("powertokens", promise("dimensions"), inline)["data"][0]["b64_json"]
    assert b64decode(data) == FILES[WRONG_PICTURE]


def test_a_promise_falls_back_on_something_else() -> None:
    """One picture more, or the other field: the vendor keeps the promise itself, and what it says where asked."""
    found = {}
    for each in of_kind("fallback/default"):
        if each.contract.vendor == "powertokens" and each.claim.startswith("edit-image-json"):
            schema = each.contract.operations["edit-image-json"].responses[200]
            assert schema is not None
            defaults = {one["kind"]: one.get("default") for one in schema["x-promises"]}
            found[each.claim.rpartition("x-promises/")[2]] = defaults

    assert found["count/default"]["count"] == 2
    assert found["count/default"]["one-of"] == "url"
    assert found["one-of/default"]["one-of"] == "b64_json"


def test_a_field_of_some_states_is_turned_round() -> None:
    """What is there goes, and where nothing is something comes."""
    contract = load("powertokens")
    claim = Claim(
        id="edit-image-json.200.data#x-promises/shown-in",
        layer=Layer.PROMISE,
        value={"state": "/state", "states": ["done"]},
    )
    (mutant,) = promise_mutants(contract, claim)
    assert mutant.reply is not None
    bodies = []
    for body in ({"state": "done", "data": [1]}, {"state": "new"}):
        answer = MutableAnswer("edit-image-json", 200, [], body)
        mutant.reply(answer)
        bodies.append(answer.body)

    assert bodies == [{"state": "done"}, {"state": "new", "data": "early"}]
