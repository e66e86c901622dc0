"""Wordings of limits, in English and in Chinese."""

from typing import Any

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.documented_fields import (
    DocumentedField,
)
from truecopy.derive.prose import read_limits


def said(text: str, field: DocumentedField) -> dict[str, Any]:
    """Return keyword -> value of every limit that a text states."""
    return {each.keyword: each.value for each in read_limits(text, field)}


LENGTHS: list[tuple[str, dict[str, Any]]] = [
    ("Max Length: 70 characters", {"maxLength": 70}),
    ("Maximum string length: 1,200", {"maxLength": 1200}),
    ("maximum length is 9", {"maxLength": 9}),
    ("(max 70 characters)", {"maxLength": 70}),
    ("Maximum of 70 chars", {"maxLength": 70}),
    ("At most 70 characters.", {"maxLength": 70}),
    ("up to 70 characters", {"maxLength": 70}),
    ("no longer than 70 characters", {"maxLength": 70}),
    ("最大长度为 70 个字符", {"maxLength": 70}),
    ("最多70字符", {"maxLength": 70}),
    ("不超过 70 个字符", {"maxLength": 70}),
    ("Minimum length: 3", {"minLength": 3}),
    ("at least 3 characters", {"minLength": 3}),
    ("between 3 and 70 characters", {"minLength": 3, "maxLength": 70}),
]
RANGES: list[tuple[str, dict[str, Any]]] = [
    ("Required range: 2 <= x <= 9", {"minimum": 2, "maximum": 9}),
    ("2 ≤ x ≤ 9", {"minimum": 2, "maximum": 9}),
    ("x >= 2", {"minimum": 2}),
    ("x ≥ 2", {"minimum": 2}),
    ("x <= 9", {"maximum": 9}),
    ("between 2 and 9", {"minimum": 2, "maximum": 9}),
    ("必须介于 2 和 9 之间", {"minimum": 2, "maximum": 9}),
    ("在 2 到 9 之间", {"minimum": 2, "maximum": 9}),
    ("Range: 2-9", {"minimum": 2, "maximum": 9}),
    ("Range: 0 to 4,000,000", {"minimum": 0, "maximum": 4_000_000}),
    ("range: -3 ~ 3", {"minimum": -3, "maximum": 3}),
    ("a seed [0, 65535]", {"minimum": 0, "maximum": 65535}),
    ("how many (2-9)", {"minimum": 2, "maximum": 9}),
    ("supports 2-9", {"minimum": 2, "maximum": 9}),
    ("supports 1 only", {"maximum": 1}),
    ("0.0 <= x <= 1.50", {"minimum": 0, "maximum": 1.5}),
]
PICTURES: list[tuple[str, dict[str, Any]]] = [
    ("less than 2MB", {"x-image/bytes": {"accepted": 1_999_999, "refused": 2_097_152}}),
    ("小于 2MB", {"x-image/bytes": {"accepted": 1_999_999, "refused": 2_097_152}}),
    ("No larger than 2 MB", {"x-image/bytes": {"accepted": 2_000_000, "refused": 2_097_153}}),
    ("不超过 2 KiB", {"x-image/bytes": {"accepted": 2048, "refused": 2049}}),
    ("Max 0.5 GB", {"x-image/bytes": {"accepted": 500_000_000, "refused": 536_870_913}}),
    ("Formats: JPG, JPEG, tif", {"x-image/formats": ["jpeg", "tiff"]}),
    ("must be a valid WEBP file", {"x-image/formats": ["webp"]}),
    ("必须是有效的 GIF 文件", {"x-image/formats": ["gif"]}),
    ("and square", {"x-image/square": True}),
    ("是方形的", {"x-image/square": True}),
    ("Width and height: 96-2400 pixels", {"x-image/side": {"minimum": 96, "maximum": 2400}}),
    (
        "Width and height should be between 96 and 2400",
        {"x-image/side": {"minimum": 96, "maximum": 2400}},
    ),
]
TEXTS: list[tuple[str, dict[str, Any]]] = [
    ("one of red, green, blue", {"enum": ["red", "green", "blue"]}),
    ("must be “red” or “blue”", {"enum": ["red", "blue"]}),
    ("Available options: `red`, `blue`", {"enum": ["red", "blue"]}),
    ("The field: red, green or blue", {"enum": ["red", "green", "blue"]}),
    ("必须是 red、green 或 blue 之一", {"enum": ["red", "green", "blue"]}),
    ("必须是red\uff0cblue", {"enum": ["red", "blue"]}),
    ("必须是red,blue", {"enum": ["red", "blue"]}),
    ("“width*height”", {"pattern": r"^[0-9]+\*[0-9]+$", "x-dimensions/separator": "*"}),
    ("widthxheight", {"pattern": "^[0-9]+x[0-9]+$", "x-dimensions/separator": "x"}),
    (
        "Both width and height must be [128, 1536] pixels",
        {"x-dimensions/side": {"minimum": 128, "maximum": 1536}},
    ),
    (
        "Total pixels between 30*40 and 300*400",
        {"x-dimensions/pixels": {"minimum": 1200, "maximum": 120_000}},
    ),
    ("the press (e.g. press-3)", {"examples": ["press-3"]}),
    ("(e.g., “640x480”)", {"examples": ["640x480"]}),
    ('Example: "1x1", "2x2"', {"examples": ["1x1", "2x2"]}),
    ("Type: Integer or null", {"type": ["integer", "null"]}),
    ("Type: String", {"type": "string"}),
    ("Default: red", {"default": "red"}),
    ("Default: null", {"default": None}),
]


@pytest.mark.parametrize(("text", "expected"), LENGTHS)
def test_length_of_a_text(text: str, expected: dict[str, Any]) -> None:
    """Each wording of a length bounds a text, and no number."""
    assert said(text, make_field("string")) == expected
    assert said(text, make_field("boolean")) == {}


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_range_of_a_number(text: str, expected: dict[str, Any]) -> None:
    """Each wording of a range bounds a number, and no text."""
    assert said(text, make_field("integer")) == expected
    assert not {"minimum", "maximum"} & said(text, make_field("string")).keys()


@pytest.mark.parametrize(("text", "expected"), PICTURES)
def test_limit_of_a_picture(text: str, expected: dict[str, Any]) -> None:
    """Each wording of a picture's limit holds for files and for text that carries pictures."""
    assert said(text, make_field("file")) == expected
    assert said(text, make_field("photo")) == expected
    assert not {key for key in said(text, make_field("boolean")) if key.startswith("x-image")}


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_choices_and_shape_of_a_text(text: str, expected: dict[str, Any]) -> None:
    """Each wording of choices, of a size, of an example, a type or a default is read."""
    assert said(text, make_field("string")) == expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("If stencil is not provided, picture must have transparency", "picture", "stencil"),
        ("if the mask is not provided, the image must have transparency", "picture", "stencil"),
        ("如果未提供模板,图像必须具有透明度", "picture", "stencil"),
        ("如果未提供模板\uff0c图像必须具有透明度", "picture", "stencil"),
    ],
)
def test_transparency_unless_another_file_is_given(text: str, field: str, expected: str) -> None:
    """The other file is the one named, else the only other one of the form."""
    assert said(text, make_field("file", field)) == {"x-image/transparency": {"unless": expected}}


def test_transparency_needs_to_know_the_other_file() -> None:
    """Where a form has several other files and names none of them, nothing is stated."""
    field = DocumentedField(name="a", types=frozenset({"file"}), files=("a", "b", "c"))

    assert said("If mask is not provided, a must have transparency", field) == {}


@pytest.mark.parametrize(
    "text",
    ["same dimensions as the original picture", "same size as picture", "尺寸与原始picture相同"],
)
def test_same_size_as_another_file(text: str) -> None:
    """The other part is named, and is a file of the form."""
    assert said(text, make_field("file", "stencil")) == {"x-image/same_size_as": "picture"}
    assert said(text.replace("picture", "poster"), make_field("file", "stencil")) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Describes what the picture shows.", "string"),
        ("Use “Photo 1”, “Photo 2” in the text", "string"),
        ("Example: low light, blur, noise and so on", "string"),
        ("Default: chosen from the input", "string"),
        ("Default: red", "integer"),
        ("Default: NaN", "number"),
        ("Default: " + "[" * 100_000, "string"),
        ("Type: whatever fits", "string"),
        ("Range: wide", "integer"),
        ("one of them", "string"),
        ("Formats: the usual ones", "file"),
        ("the 2 sides of 9 coins", "integer"),
        ("(e.g. a long sentence here)", "string"),
        ("必须是这样", "string"),
        (f"x <= {'9' * 31}", "integer"),
        ("(e.g., a(b))", "string"),
    ],
)
def test_prose_without_a_limit_states_nothing(text: str, kind: str) -> None:
    """Words that only resemble a limit state none."""
    assert said(text, make_field(kind)) == {}


@pytest.mark.parametrize(
    ("text", "types", "keyword", "value"),
    [
        ("Available options: fast, \ngood, \nbest ", {"string"}, "enum", ["fast", "good", "best"]),
        ("Available options: 2, \n3, \n4 ", {"integer"}, "enum", [2, 3, 4]),
        ("Maximum array length: 5", {"array"}, "maxItems", 5),
        ("Minimum array length: 2", {"array"}, "minItems", 2),
        ("Up to 5 tags.", {"array"}, "maxItems", 5),
        ("At least 2 tags", {"array"}, "minItems", 2),
    ],
)
def test_lists_of_options_and_lengths_of_arrays(
    text: str, types: set[str], keyword: str, value: object
) -> None:
    """Options over several lines, of numbers too, and the usual ways to bound an array."""
    found = read_limits(text, DocumentedField(name="field", types=frozenset(types)))

    assert value in [each.value for each in found if each.keyword == keyword]
