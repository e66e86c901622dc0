"""What claims are about."""

import pytest
from tests.unit.drift.claims import make_claim, make_side

from truecopy.drift.topics import (
    Topic,
    TopicTree,
    is_field,
    is_whole,
    place_of,
    pointer_of,
    root_of,
    subject_of,
    topic_of,
)


@pytest.mark.parametrize(
    ("name", "topic", "place", "pointer"),
    [
        ("make.request.a.b#type", ("make", "request", "a", "b"), "a.b", "request:/a/b"),
        (
            "make.200.data[].url#type",
            ("make", "200", "body", "data", None, "url"),
            "data[].url",
            "/data/*/url",
        ),
        ("make.200[].url#type", ("make", "200", "body", None, "url"), "[].url", "/*/url"),
        ("make.path.id#type", ("make", "path", "id"), "id", "request:/id"),
    ],
)
def test_a_field_is_named_in_three_ways(name: str, topic: Topic, place: str, pointer: str) -> None:
    """As a topic, by its place in its part, and by the pointer that promises have; its subject comes back."""
    claim = make_claim(name, "string")

    assert topic_of(claim) == topic
    assert (subject_of(topic), place_of(topic), pointer_of(topic)) == (
        claim.subject,
        place,
        pointer,
    )
    assert is_field(topic)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("make#path", True),
        ("make.200#status", True),
        ("make.200#type", True),
        ("make.request#type", True),
        ("make.path#type", False),
        ("lifecycle#create", True),
        ("lifecycle.done#shows", False),
        ("vendor#base-url", False),
        ("vendor.200#status", False),
    ],
)
def test_what_is_no_field_may_be_told_as_a_whole(name: str, *, whole: bool) -> None:
    """Operations, answers, bodies and all tasks; no single state, and nothing of the vendor."""
    topic = topic_of(make_claim(name, 1))

    assert is_whole(topic) is whole
    assert not is_field(topic)


def test_the_status_of_an_answer_is_not_its_body() -> None:
    """So a body can come to a status that was there."""
    status = topic_of(make_claim("make.200#status", 200))
    body = topic_of(make_claim("make.200#type", "object"))

    assert body[: len(status)] == status
    assert body != status


def test_the_root_is_the_topmost_that_the_other_side_lacks() -> None:
    """Elements of an array are passed over, and so are those that hold what has moved."""
    names = ("make.request.a#type", "make.request.a[].b.c#type")
    other = TopicTree(make_side({names[0]: "array"}).claims.values())
    topic = topic_of(make_claim(names[1], "string"))

    assert root_of(topic, other) == ("make", "request", "a", None, "b")
    assert root_of(topic, other, {topic[:5]}) == topic
    assert root_of(topic_of(make_claim(names[0], "array")), other) is None


def test_parameters_of_a_query_are_told_one_by_one() -> None:
    """They are no body, which would be new or gone as a whole."""
    other = TopicTree(make_side({"make#path": "/v1"}).claims.values())

    assert root_of(topic_of(make_claim("make.query.n#type", "string")), other) == (
        "make",
        "query",
        "n",
    )


def test_the_shape_of_a_field_is_all_but_its_name_and_its_words() -> None:
    """Two fields of one shape may be one field that was renamed."""
    values = {
        "make.request.a#type": ["string", "null"],
        "make.request.a#description": "one",
        "make.request.b#type": ["null", "string"],
        "make.request.b#description": "two",
        "make.request.c#type": "string",
    }
    tree = TopicTree(make_side(values).claims.values())

    shapes = [tree.shape(("make", "request", name)) for name in "abc"]

    assert shapes[0] == shapes[1] != shapes[2]
