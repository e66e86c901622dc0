"""Pictures at and past each limit."""

from typing import Any

import pytest

from truecopy.errors import PictureError
from truecopy.judge.picture_samples import (
    Sample,
    accepted_samples,
    ordinary_picture,
    ordinary_size,
    refused_samples,
)
from truecopy.picture import PictureFacts, inspect_picture

URL = "https://x.example/a.png"
SIDES = {"minimum": 96, "maximum": 200}


def facts(sample: Sample) -> PictureFacts:
    """Return what is known of a sample's picture."""
    return inspect_picture(sample.data)


def by_keyword(samples: Any) -> dict[str, list[Sample]]:
    """Return samples by the part of the rule that they speak of."""
    found: dict[str, list[Sample]] = {}
    for each in samples:
        found.setdefault(each.keyword, []).append(each)
    return found


@pytest.mark.parametrize(
    ("rules", "size"),
    [
        ([], (640, 480)),
        ([{"side": SIDES}], (200, 200)),
        ([{"square": True}], (64, 64)),
        ([{"square": True}, {"side": {"minimum": 100, "maximum": 300}}], (100, 100)),
        ([{"side": {"minimum": 1, "maximum": 500}}, {"side": {"minimum": 490}}], (500, 490)),
    ],
)
def test_one_size_suits_all(rules: list[Any], size: tuple[int, int]) -> None:
    """Every rule of an operation accepts the ordinary size."""
    assert ordinary_size(rules) == size


def test_each_source_and_format_is_tried() -> None:
    """An address only where the target can fetch one."""
    rule = {"sources": ["url", "base64", "data-uri"], "formats": ["png", "webp"]}

    found = by_keyword(accepted_samples(rule, (64, 48), URL))
    without = by_keyword(accepted_samples(rule, (64, 48), None))

    assert [each.text(rule["sources"])[:10] for each in found["sources"]] == [
        "https://x.",
        "iVBORw0KGg",
        "data:image",
    ]
    assert len(without["sources"]) == 2
    assert [facts(each).format for each in found["formats"]] == ["png", "webp"]


def test_bytes_are_exact() -> None:
    """The heaviest that must be taken, and the lightest that must not."""
    rule = {"bytes": {"accepted": 20_000, "refused": 20_480}}

    (most,) = by_keyword(accepted_samples(rule, (64, 48), None))["bytes"]
    (least,) = by_keyword(refused_samples(rule, (64, 48)))["bytes"]

    assert (len(most.data), len(least.data)) == (20_000, 20_480)
    assert facts(most).width == facts(least).width == 64


def test_sides_are_tried_at_both_ends() -> None:
    """A square has both sides at once."""
    good = by_keyword(accepted_samples({"side": SIDES}, (100, 100), None))["side"]
    bad = by_keyword(refused_samples({"side": SIDES}, (100, 100)))["side"]
    square = by_keyword(accepted_samples({"side": SIDES, "square": True}, (96, 96), None))["side"]

    assert [(facts(each).width, facts(each).height) for each in good] == [(96, 200), (200, 96)]
    assert {min(facts(each).width, facts(each).height) for each in bad} == {95, 96}
    assert len(bad) == 4
    assert [facts(each).width for each in square] == [96, 200]
    assert all(each.is_resized for each in (*good, *bad, *square))


def test_each_refusal_is_for_one_reason() -> None:
    """No picture, half a picture, another format, a row too many, no transparency, another size."""
    rule = {
        "formats": ["png"],
        "square": True,
        "transparency": {"unless": "mask"},
        "same_size_as": "image",
    }

    found = by_keyword(refused_samples(rule, (64, 64)))

    assert found.keys() == {"formats", "square", "transparency", "same_size_as"}
    for each in found["formats"][:2]:
        with pytest.raises(PictureError):
            facts(each)
    assert [facts(each).format for each in found["formats"][2:]] == ["jpeg", "webp", "gif"]
    assert (facts(found["square"][0]).width, facts(found["square"][0]).height) == (64, 65)
    assert not facts(found["transparency"][0]).is_transparent
    assert facts(found["same_size_as"][0]).width == 65


def test_what_stands_in_for_transparency_comes_along() -> None:
    """An opaque picture is good beside the other part."""
    rule = {"formats": ["png"], "transparency": {"unless": "mask"}}

    (opaque,) = by_keyword(accepted_samples(rule, (64, 64), None))["transparency"]

    assert not facts(opaque).is_transparent
    assert inspect_picture(opaque.along["mask"]).is_transparent
    assert inspect_picture(ordinary_picture(rule, (64, 64))).is_transparent


def test_a_picture_of_another_format_breaks_that_rule_alone() -> None:
    """A JPEG has no transparency, so it comes with what makes that unnecessary; a WebP has its own."""
    rule = {"formats": ["png"], "transparency": {"unless": "mask"}}

    jpeg, webp, gif = by_keyword(refused_samples(rule, (64, 64)))["formats"][2:]

    assert (jpeg.label, list(jpeg.along)) == ("a jpeg, with mask", ["mask"])
    assert inspect_picture(jpeg.along["mask"]).is_transparent
    assert all(facts(each).is_transparent and not each.along for each in (webp, gif))


def test_what_lies_over_another_picture_is_transparent() -> None:
    """A mask says by its transparent parts where to edit: one that has none is no ordinary one."""
    rule = {"formats": ["png"], "same_size_as": "image"}

    samples = accepted_samples(rule, (64, 64), None)

    assert all(facts(each).is_transparent for each in samples)
    assert "transparency" not in by_keyword(refused_samples(rule, (64, 64)))


def test_where_all_usual_formats_are_taken_a_rare_one_is_tried() -> None:
    """There is something to refuse all the same."""
    usual = {"formats": ["png", "jpeg", "webp", "gif"]}

    (*_, rare) = by_keyword(refused_samples(usual, (64, 64)))["formats"]

    assert facts(rare).format == "avif"


def test_bytes_cannot_go_where_only_addresses_are_taken() -> None:
    """Nobody makes up a way to send them."""
    sample = Sample(keyword="sources", label="", is_accepted=True, data=b"png")

    with pytest.raises(LookupError, match="not documented"):
        sample.text(["url"])
    assert sample.text(["data-uri"]).startswith("data:")
    assert sample.text(["base64"]) == "cG5n"
