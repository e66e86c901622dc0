"""Places of pictures in a schema."""

from base64 import b64encode
from typing import Any

import pytest

from truecopy.contract import CompiledSchema, pictures
from truecopy.contract.pictures import ReceivedPicture, judge_pictures, picture_sites
from truecopy.contract.problems import Problem
from truecopy.picture import PictureFacts, inspect_picture, sample_picture


def test_the_places_of_pictures_are_found_outermost_first() -> None:
    """Each with the pattern that reaches it in bodies, and its place in the schema; names are escaped."""
    schema = {
        "properties": {
            "a/b": {"x-image": {"sources": ["url"]}},
            "list": {"items": {"properties": {"c": {"x-image": {"sources": ["base64"]}}}}},
        }
    }

    assert [(each.pattern, each.schema_pointer) for each in picture_sites(schema)] == [
        ("/a~1b", "/properties/a~1b"),
        ("/list/*/c", "/properties/list/items/properties/c"),
    ]


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("https://example.com/kite.png", True),
        (b64encode(sample_picture(width=8, height=8)).decode(), True),
        (
            f"data:{';a=b' * 300};base64,{b64encode(sample_picture(width=8, height=8)).decode()}",
            False,
        ),
        (f"data:;base64,{b64encode(sample_picture(width=8, height=8)).decode()}", True),
        ("a kite", False),
    ],
)
def test_without_sources_any_text_that_carries_a_picture_is_taken(
    text: str, *, is_taken: bool
) -> None:
    """No document says which of them is meant, so none is refused."""
    schema = {"properties": {"image": {"x-image": {"formats": ["png"]}}}}

    found, problems = judge_pictures(
        CompiledSchema(schema), picture_sites(schema), {"image": text}, {}
    )

    assert (bool(found), not problems) == (is_taken, is_taken)


RULE = {"sources": ["data-uri"], "formats": ["png"], "side": {"minimum": 8, "maximum": 64}}


@pytest.mark.parametrize(
    ("picture", "decodes"),
    [
        ({"width": 16, "height": 16}, True),
        ({"width": 16, "height": 96}, False),
        ({"width": 16, "height": 16, "format": "gif"}, False),
    ],
)
def test_a_picture_with_a_bad_head_is_not_decoded(
    monkeypatch: pytest.MonkeyPatch, picture: dict[str, Any], decodes: bool
) -> None:
    """Format and sides are judged before the pixels are looked at, which takes time."""
    decoded: list[bytes] = []

    def decode(data: bytes) -> PictureFacts:
        decoded.append(data)
        return inspect_picture(data)

    monkeypatch.setattr(pictures, "inspect_picture", decode)
    schema = {"properties": {"image": {"x-image": RULE}}}
    data = b64encode(sample_picture(**picture)).decode()

    found, problems = judge_pictures(
        CompiledSchema(schema), picture_sites(schema), {"image": f"data:;base64,{data}"}, {}
    )

    assert (len(found), bool(problems), bool(decoded)) == (decodes, not decodes, decodes)


def test_the_pixels_of_all_pictures_are_bounded_together() -> None:
    """None is decoded behind the one with which they are too many; those of unknown size do not count."""
    schema = {"properties": {"images": {"items": {"x-image": {"formats": ["png"]}}}}}
    picture = b64encode(sample_picture(width=8, height=8)).decode()
    instance = {"images": ["https://example.com/a.png", picture, picture, picture, "no picture"]}

    def judge(most_pixels: int) -> tuple[list[ReceivedPicture], list[Problem]]:
        return judge_pictures(
            CompiledSchema(schema), picture_sites(schema), instance, {}, most_pixels=most_pixels
        )

    _, few = judge(128)
    _, all_of_them = judge(192)

    assert [str(each) for each in few] == [
        "/images/3: has, with those before it, 192 pixels; at most 128 are taken here"
    ]
    assert [each.pointer for each in all_of_them] == ["/images/4"]
