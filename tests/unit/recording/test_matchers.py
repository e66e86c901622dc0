"""Which requests are the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cassettes import make_interaction
from tests.growth import growth

from truecopy.contract.encode import encode_body
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.errors import UsageError
from truecopy.model import Interaction, Payload
from truecopy.recording.matchers import Matching, differences, matching_for, nearest

APPLEROUTER = find_workspace(built_in_root()).load("applerouter")
PLAIN = Matching()
FORM = "multipart/form-data"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def json_request(body: object, **changes: object) -> Interaction:
    """Return a request with a JSON body."""
    return make_interaction(request_body=json.dumps(body).encode(), **changes)


def form_request(boundary: str, *parts: tuple[str, str | bytes]) -> Interaction:
    """Return a request with a form; bytes are files."""
    pieces = []
    for name, value in parts:
        is_file = isinstance(value, bytes)
        head = f'name="{name}"' + (f'; filename="{boundary}.png"' if is_file else "")
        data = value if isinstance(value, bytes) else value.encode()
        pieces.append(
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
            % (boundary.encode(), head.encode(), data)
        )
    body = b"".join(pieces) + f"--{boundary}--\r\n".encode()
    kind = (("content-type", f"{FORM}; boundary={boundary}"),)
    return make_interaction(request_headers=kind, request_body=body)


def differing(one: Interaction, other: Interaction, matching: Matching = PLAIN) -> list[str]:
    """Return the parts in which two requests differ."""
    return [each.part for each in differences(matching.question(one), matching.question(other))]


@given(body=st.dictionaries(st.text(max_size=5), json_values, max_size=4), data=st.data())
def test_the_order_of_members_does_not_count(body: dict[str, object], data: st.DataObject) -> None:
    """A JSON body says the same in any order, and with any white space."""
    turned = dict(data.draw(st.permutations(list(body.items()))))
    spaced = make_interaction(request_body=json.dumps(turned, indent=2).encode())

    assert differing(json_request(body), spaced) == []


@given(one=json_values, other=json_values)
def test_bodies_that_say_the_same_are_the_same(one: object, other: object) -> None:
    """Two JSON objects are one question exactly when they are equal, true and 1 told apart."""
    is_same = json.dumps({"x": one}, sort_keys=True) == json.dumps({"x": other}, sort_keys=True)

    assert (differing(json_request({"x": one}), json_request({"x": other})) == []) == is_same


def test_a_form_is_the_same_whatever_its_boundary_and_names_of_files() -> None:
    """What counts is name and content of each part, and the order of those with one name."""
    one = form_request("one", ("prompt", "a"), ("image[]", b"1"), ("image[]", b"2"))
    other = form_request("other", ("image[]", b"1"), ("prompt", "a"), ("image[]", b"2"))
    turned = form_request("other", ("image[]", b"2"), ("prompt", "a"), ("image[]", b"1"))

    assert differing(one, other) == []
    assert differing(one, turned) == ["/image[]", "/image[]/1"]


def test_what_differs_is_named() -> None:
    """Each part that differs is told with what was recorded and what was asked."""
    recorded = PLAIN.question(json_request({"prompt": "A kite", "n": 1}))
    asked = PLAIN.question(json_request({"prompt": "A boat", "size": "1*1"}))

    told = [str(each) for each in differences(recorded, asked)]

    assert told == [
        '/prompt: recorded "A kite", asked "A boat"',
        "/n: recorded 1, asked absent",
        '/size: recorded absent, asked "1*1"',
    ]


def test_headers_count_only_when_they_are_named() -> None:
    """Whatever case their names are written in."""
    one = make_interaction(request_headers=(("x-tenant", "a"), ("user-agent", "x")))
    other = make_interaction(request_headers=(("X-Tenant", "b"), ("user-agent", "y")))

    assert differing(one, other) == []
    assert differing(one, other, Matching(headers=("X-TENANT",))) == ["header x-tenant"]


def test_parameters_count_in_any_order() -> None:
    """But for those that are ignored."""
    one = make_interaction(url="https://a.example/x?b=2&a=1&t=9")
    other = make_interaction(url="https://a.example/x?a=1&b=2&t=8")

    assert differing(one, other) == ["?t"]
    assert differing(one, other, Matching(ignore=("?t",))) == []


@pytest.mark.parametrize("pattern", ["/seed", "/steps/*/seed", "/steps"])
def test_ignored_places_do_not_count(pattern: str) -> None:
    """A pointer takes what is there and below it, `*` each element."""
    one = json_request({"seed": 1, "steps": [{"seed": 1}]})
    other = json_request({"seed": 2, "steps": [{"seed": 2}]})
    left = {"/seed": ["/steps/0/seed"]}.get(pattern, ["/seed"])

    assert differing(one, other, Matching(ignore=(pattern,))) == left


def test_the_contract_says_what_does_not_count() -> None:
    """AppleRouter's `user` says who asks, not what."""
    one, other = (form_request("b", ("prompt", "a"), ("user", user)) for user in ("alice", "bob"))

    assert differing(one, other) == ["/user"]
    assert differing(one, other, matching_for(APPLEROUTER)) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://api.applerouter.ai/v1/images/generations",
        "http://127.0.0.1:4747/applerouter/v1/images/generations",
        "http://gateway.example/deep/down/v1/images/generations",
    ],
)
def test_wherever_a_vendor_is_reached_the_question_is_the_same(url: str) -> None:
    """With a contract the documented path counts, not what stands in front of it."""
    recorded = make_interaction(url="http://truecopy.localhost/v1/images/generations")

    assert differing(recorded, make_interaction(url=url), matching_for(APPLEROUTER)) == []
    assert differing(recorded, make_interaction(url=url)) == ["path"]


def test_a_key_counts_where_it_is_known() -> None:
    """A refusal for a missing key answers only requests without one; other tools leave keys out of cassettes."""
    with_key = make_interaction(request_headers=(("authorization", "Bearer x"),))
    without = make_interaction(request_headers=())

    assert differing(without, with_key) == ["authorization"]
    foreign = PLAIN.question(without, is_complete=False)
    assert differences(foreign, PLAIN.question(with_key)) == []


def test_a_key_does_not_count_for_what_answers_link_to() -> None:
    """Some clients send their key to pictures too."""
    picture = "https://cdn.example/1.png"
    one, other = (
        make_interaction(method="GET", url=picture, request_body=b"", request_headers=headers)
        for headers in ((), (("authorization", "Bearer x"),))
    )

    assert differing(one, other, matching_for(APPLEROUTER)) == []


@pytest.mark.parametrize("part", ["prompt", "", "seed/x"])
def test_what_cannot_be_ignored_is_told(part: str) -> None:
    """A name without its mark would match nothing."""
    with pytest.raises(UsageError, match="cannot be ignored"):
        Matching(ignore=(part,))


def test_the_media_type_counts_where_it_is_known() -> None:
    """The same bytes as text are another question than as JSON."""
    as_json, as_text, unknown = (
        make_interaction(request_headers=headers)
        for headers in (
            (("content-type", "application/json; charset=utf-8"),),
            (("content-type", "text/plain"),),
            (),
        )
    )

    assert differing(as_json, as_text) == ["content-type"]
    assert differing(as_json, unknown) == differing(unknown, as_text) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{broken"),
        (f"{FORM}; boundary=x", b"--x\r\nbroken"),
        ("application/octet-stream", b"\x00\xff"),
        ("application/x-www-form-urlencoded", b"\xff=%zz&&a"),
        ("", b""),
    ],
)
def test_any_body_is_a_question(kind: str, body: bytes) -> None:
    """What cannot be read is compared by its bytes."""
    asked = make_interaction(request_headers=(("content-type", kind),), request_body=body)
    longer = make_interaction(
        request_headers=(("content-type", kind),), request_body=body + b"&b=!"
    )

    assert differing(asked, asked) == []
    assert differing(asked, longer) != []


def test_the_nearest_is_the_one_with_the_fewest_differences() -> None:
    """Another path or method is further away than any body."""
    asked = json_request({"a": 1, "b": 2, "c": 3})
    far = json_request({"a": 1, "b": 2, "c": 3}, url="https://other.example/")
    near = json_request({"a": 9, "b": 9, "c": 9})

    found = nearest([PLAIN.question(each) for each in (far, near)], PLAIN.question(asked))

    assert found is not None
    assert (found[0], len(found[1])) == (1, 3)
    assert nearest([], PLAIN.question(asked)) is None


def test_the_weight_of_a_recording_is_the_number_of_its_differences() -> None:
    """Whichever of two has more members, and whether the key or the type is another."""
    key = (("authorization", "Bearer x"), ("content-type", "application/json"))
    asked = json_request({"a": 1, "b": 2, "c": 3})
    close = json_request({"a": 1, "b": 2}, request_headers=key)  # c, and the key
    closer = json_request({"a": 1, "b": 2, "c": 3, "d": 4})

    found = nearest([PLAIN.question(each) for each in (close, closer)], PLAIN.question(asked))

    assert found is not None
    assert [each.part for each in found[1]] == ["/d"]


def test_a_recording_is_compared_in_a_time_of_its_own_size() -> None:
    """However many members a request has that nobody has recorded."""
    recorded = [PLAIN.question(json_request({"a": number})) for number in range(10_000)]
    asked = {
        size: PLAIN.question(json_request({f"k{each}": each for each in range(size)}))
        for size in (50, 500)
    }

    assert growth(lambda size: nearest(recorded, asked[size]), 50, 500) < 3


@given(
    texts=st.dictionaries(
        st.from_regex("[a-z]{1,6}", fullmatch=True), st.text(max_size=10), max_size=4
    )
)
def test_a_form_of_our_own_is_read_part_by_part(texts: dict[str, str]) -> None:
    """What the check sends as a form is compared field by field."""
    kind, body = encode_body(
        Payload(instance={**texts, "image": "a.png"}, files={"/image": b"x"}), FORM
    )
    asked = make_interaction(request_headers=(("content-type", kind),), request_body=body)

    parts = PLAIN.question(asked).parts

    assert {
        f"/{name}": value for name, value in texts.items() if name != "image"
    }.items() <= parts.items()
    assert "body" not in parts
