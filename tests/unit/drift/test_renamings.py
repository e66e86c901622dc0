"""What has another name or place, and is the same otherwise."""

from typing import Any

from tests.unit.drift.claims import make_side

from truecopy.drift.renamings import Renaming, Sides, find_renamings
from truecopy.drift.topics import TopicTree


def found(before: dict[str, Any], after: dict[str, Any]) -> list[Renaming]:
    """Return what was renamed between two sides that have no sentences."""
    return find_renamings(
        Sides(
            before=TopicTree(make_side(before).claims.values()),
            after=TopicTree(make_side(after).claims.values()),
            old_sentence=lambda _: "",
            new_sentence=lambda _: "",
        )
    )


def fields(*names: str) -> dict[str, Any]:
    """Return the types of fields that are texts."""
    return {"make.request#type": "object"} | {
        f"make.request.{name}#type": "string" for name in names
    }


def test_of_several_that_may_be_it_the_one_most_alike_is_it() -> None:
    """Each field is renamed at most once."""
    (only,) = found(fields("style"), fields("picture_style", "stylus"))
    both = found(fields("size", "style"), fields("image_size", "image_style"))

    assert only.names == ("style", "picture_style")
    assert [each.names for each in both] == [("size", "image_size"), ("style", "image_style")]


def test_a_field_that_could_have_moved_to_two_places_has_not_moved() -> None:
    """Nobody can tell which of them it is."""
    after = fields("a.url", "b.url") | {
        "make.request.a#type": "object",
        "make.request.b#type": "object",
    }

    assert found(fields("url"), after) == []


def test_a_field_does_not_move_to_another_operation() -> None:
    """Nor from a request to an answer."""
    before = fields("url") | {"see.request#type": "object", "make.200#type": "object"}
    after = before | {"see.request.a.url#type": "string", "make.200.a.url#type": "string"}
    del after["make.request.url#type"]

    assert found(before, after) == []


def test_two_states_of_other_names_are_not_guessed() -> None:
    """Which of them is which nobody can tell."""
    before = {
        "lifecycle#terminal": ["done", "failed"],
        "lifecycle.new#transitions": ["done", "failed"],
    }
    after = {
        "lifecycle#terminal": ["over", "broken"],
        "lifecycle.new#transitions": ["over", "broken"],
    }

    assert found(before, after) == []


def test_names_in_another_script_are_compared_letter_by_letter() -> None:
    """A name without words is not like every other."""
    assert found(fields("尺寸"), fields("数量")) == []
    assert [each.names for each in found(fields("图片尺寸"), fields("图像尺寸"))] == [
        ("图片尺寸", "图像尺寸")
    ]
