"""Which of a user's own calls a change concerns."""

from base64 import b64encode
from typing import Any

import pytest
from tests.unit.drift.claims import make_side

from truecopy.drift import compare_claims, with_calls
from truecopy.drift.calls import UserCall
from truecopy.model import Payload
from truecopy.picture import sample_picture

PNG = b64encode(sample_picture(width=40, height=40)).decode()
BEFORE = {
    "make#method": "POST",
    "make#path": "/make",
    "make#alias": ["/make/", "/old"],
    "make#auth": "bearer",
    "make.request#type": "object",
    "make.request.n#type": "integer",
    "make.request.n#maximum": 6,
    "make.request.n#default": 1,
    "make.request.size#x-dimensions/separator": "*",
    "make.request.size#x-dimensions/side": {"minimum": 1, "maximum": 9},
    "make.request.image#type": "string",
    "make.request.image#x-image/sources": ["base64"],
    "make.request.image#x-image/formats": ["png", "gif"],
    "make.200#status": 200,
    "make.200.data#type": "array",
    "make.200.data[].url#type": "string",
    "make.200.data[].url#required": True,
    "make.200.state#enum": ["done"],
    "look#method": "GET",
    "look#path": "/look/{id}",
    "look.path.id#type": "string",
    "look.200#status": 200,
    "lifecycle#create": "make",
    "lifecycle#poll": {"operation": "look", "parameter": "id"},
    "lifecycle#terminal": ["done"],
    "lifecycle.new#transitions": ["done"],
}


def make_call(name: str, body: Any, **changes: Any) -> UserCall:
    """Return a call that makes something, and got an answer."""
    given: dict[str, Any] = {
        "name": name,
        "operation": "make",
        "path": "/make",
        "status": 200,
        "request": Payload(instance=body),
        "answer": {"data": [{"url": "https://example.com/a.png"}]},
    }
    return UserCall(**given | changes)


CALLS = [
    make_call("six", {"n": 6}),
    make_call("four", {"n": 4, "size": "8*8"}),
    make_call("none", {"image": PNG}, answer={"data": []}),
    make_call("seven", {"n": 7}),
    make_call("refused", {"n": 6}, status=400, answer={}),
    make_call("unknown", None, request=None, answer=None),
    make_call("old", {}, path="/old", answer={"state": "done"}),
    make_call("look", {}, operation="look", path="/look/1", parameters={"id": "1"}, answer={}),
]


@pytest.mark.parametrize(
    ("claim", "value", "names"),
    [
        ("make.request.n#maximum", 5, ["six"]),
        ("make.request.n#maximum", 3, ["six", "four"]),
        ("make.request.n#maximum", 9, []),
        ("make.request.n#type", "string", ["six", "four", "seven"]),
        ("make.request.n#required", True, ["none", "old"]),
        ("make.request.n#default", 2, ["none", "old"]),
        ("make.request.n#deprecated", True, ["six", "four", "seven"]),
        ("make.request.n#enum", [6, 7], ["four"]),
        ("make.request.size#x-dimensions/side", {"minimum": 1, "maximum": 7}, ["four"]),
        ("make.request.image#x-image/formats", ["gif"], ["none"]),
        ("make.200.data[].url#required", None, ["six", "four", "seven", "unknown"][:3]),
        ("make.200.state#enum", ["done", "failed"], ["old"]),
        ("make.200#media-type", "text/plain", []),
        ("make#path", "/moved", ["six", "four", "none", "seven", "unknown", "old"]),
        ("make#alias", ["/make/"], ["old"]),
        ("make#auth", "basic", ["six", "four", "none", "seven", "unknown", "old"]),
        ("look.path.id#type", "integer", ["look"]),
        (
            "lifecycle#terminal",
            ["done", "failed"],
            ["six", "four", "none", "seven", "unknown", "old", "look"],
        ),
    ],
)
def test_the_calls_are_named_that_a_change_concerns(
    claim: str, value: Any, names: list[str]
) -> None:
    """Those that were good and are refused, and those whose answers had what is missing now; additions concern none."""
    after = {name: each for name, each in BEFORE.items() if name != claim}
    after |= {} if value is None else {claim: value}
    old = make_side(BEFORE)

    (change,) = with_calls(compare_claims(old, make_side(after)), old.claims, CALLS)

    assert change.calls == tuple(names)


def test_a_field_that_is_gone_or_elsewhere_concerns_who_sends_it() -> None:
    """Whatever its value is."""
    old = make_side(BEFORE)
    gone = make_side({name: each for name, each in BEFORE.items() if ".n#" not in name})
    renamed = make_side({name.replace(".n#", ".num#"): each for name, each in BEFORE.items()})
    moved = make_side(
        {name.replace("request.", "request.options."): each for name, each in BEFORE.items()}
        | {"make.request.options#type": "object"}
    )

    found = [
        with_calls(compare_claims(old, new), old.claims, CALLS) for new in (gone, renamed, moved)
    ]

    assert found[0][0].rule == "request-field-removed"
    assert found[0][0].calls == ("six", "four", "seven")
    assert [each.rule for each in found[2]] == ["request-fields-moved"]
    assert found[2][0].calls == ("six", "four", "none", "seven")
    assert all(
        each.calls == ("six", "four", "seven") for each in found[1] if "renamed" in each.rule
    )


def test_an_operation_that_is_gone_concerns_its_calls() -> None:
    """And those of no other."""
    old = make_side(BEFORE)
    new = make_side({name: each for name, each in BEFORE.items() if not name.startswith("look")})

    found = with_calls(compare_claims(old, new), old.claims, CALLS)

    assert [each.calls for each in found if each.rule == "operation-removed"] == [("look",)]
