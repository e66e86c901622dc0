"""Every way in which a good request can be changed."""

from typing import Any

import pytest
from tests.examining import VENDORS, load
from tests.unit.judge.operations import make_factory

from truecopy.contract import compile_operations
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.variations import Variations
from truecopy.model import ABSENT, Outcome, Variation

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string", "maxLength": 5},
        "n": {"type": "integer", "minimum": 1, "maximum": 6},
    },
}


def varied(schema: Any, **changes: Any) -> Variations:
    """Return the variations of an operation's plainest request."""
    made = make_factory(schema, **changes)
    return Variations(made, made.good_requests()[0])


def values(variations: list[Variation], pointer: str) -> list[Any]:
    """Return what variations put at a place."""
    return [edit.value for each in variations for edit in each.edits if edit.pointer == pointer]


def test_each_limit_is_tried_from_both_sides() -> None:
    """What must be accepted, what must be refused, and what must not be left out."""
    made = varied(SCHEMA, example={"prompt": "kite"})

    assert values(made.accepted, "/n") == [1, 6]
    assert values(made.refused, "/n")[:2] == [0, 7]
    assert values(made.accepted, "/prompt") == ["雨" * 5]
    assert ABSENT in values(made.refused, "/prompt")
    assert {each.outcome for each in made.accepted} == {Outcome.ACCEPTED}
    assert {each.outcome for each in made.refused} == {Outcome.REFUSED}


def test_a_refusal_knows_its_accepted_twins() -> None:
    """A field that the good request lacks must be taken with a good value for a refusal to count."""
    made = varied(SCHEMA, example={"prompt": "kite"})
    good = {each.id for each in made.accepted if values([each], "/n")}

    for each in made.refused:
        if values([each], "/n"):
            assert set(each.twins) == good
        if values([each], "/prompt"):
            assert each.twins == ()


def test_path_and_charset_vary_too() -> None:
    """An alias leads to the same operation, and a charset belongs to the media type."""
    made = varied(SCHEMA, example={"prompt": "kite"}, aliases=("/kites/",))

    assert [each.path for each in made.accepted if each.path] == ["/kites/"]
    assert [each.content_type for each in made.accepted if each.content_type] == [
        "application/json; charset=utf-8"
    ]


def test_a_source_that_cannot_be_tried_says_why() -> None:
    """Without an address the source `url` stays open."""
    contract = load("mulerouter")
    compiled = compile_operations(contract)["create-generation"]
    for url, is_open in ((None, True), ("https://x.example/a.png", False)):
        made = RequestFactory(contract, compiled, url)
        unprobed = Variations(made, made.good_requests()[0]).unprobed
        assert any("--image-url" in each for each in unprobed.values()) is is_open


@pytest.mark.parametrize("vendor", VENDORS)
def test_variations_are_numbered_and_touch_what_they_change(vendor: str) -> None:
    """No two have one id, and each says which fields another must leave alone."""
    contract = load(vendor)
    for compiled in compile_operations(contract).values():
        if compiled.request is None:
            continue
        made = RequestFactory(contract, compiled, "https://x.example/a.png")
        found = Variations(made, made.good_requests()[0])
        every = [*found.accepted, *found.refused]
        assert len({each.id for each in every}) == len(every)
        for each in found.accepted:
            assert each.touches >= {edit.pointer for edit in each.edits}
        assert all(claim in contract.claims for each in every for claim in each.claims)


def test_optional_object_is_whole_around_what_is_tried_in_it() -> None:
    """A member of an object that the good request lacks comes with what that object requires."""
    address = {
        "type": "object",
        "properties": {
            "street": {"type": "string"},
            "zip": {"type": "string", "minLength": 5, "maxLength": 5},
        },
        "required": ["street", "zip"],
    }
    made = varied({"type": "object", "properties": {"address": address}})

    for each in (*made.accepted, *made.refused):
        if any(edit.pointer == "/address/zip" for edit in each.edits):
            assert each.edits[0].pointer == "/address"
            assert {"street", "zip"} <= each.edits[0].value.keys()
            assert "/address" in each.touches or ABSENT in values([each], "/address/zip")


def test_files_of_a_form_are_tried_as_files() -> None:
    """A part that is a file, and each of a list of files, comes with bytes; no text stands for one."""
    file = {"type": "string", "format": "binary"}
    form = {"properties": {"scan": file, "pages": {"type": "array", "maxItems": 2, "items": file}}}
    made = varied(form, media_type="multipart/form-data")
    edits = [edit for each in made.accepted for edit in each.edits]

    assert {edit.pointer for edit in edits} >= {"/scan", "/pages/0", "/pages/1"}
    assert all(edit.data is not None for edit in edits)


def test_picture_in_an_optional_object_comes_with_the_rest_of_it() -> None:
    """What the object requires beside the picture is there when the picture is tried."""
    picture = {"type": "string", "x-image": {"sources": ["url", "base64"]}}
    members = {"role": {"type": "string"}, "data": picture}
    frame = {"type": "object", "properties": members, "required": ["role", "data"]}
    made = varied({"type": "object", "properties": {"frame": frame}})
    tried = [each for each in made.accepted if any(e.pointer == "/frame/data" for e in each.edits)]

    assert tried
    assert all("role" in each.edits[0].value for each in tried)
