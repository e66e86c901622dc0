"""What makes a field a picture, and what is demanded of pictures."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.picture_wordings import says_picture
from truecopy.derive.prose import read_limits


@pytest.mark.parametrize(
    ("text", "types", "expected"),
    [
        ("Must be a valid PNG file", {"file"}, True),
        ("Formats: JPG, PNG", {"file"}, True),
        ("必须是有效的 PNG 文件", {"file"}, True),
        ("PNG or WEBP, at most 4 MB", {"file"}, True),
        ("Formats: mp3, wav", {"file"}, False),
        ("Formats: mp4, gif", {"file"}, False),
        ("A recording", {"file"}, False),
        ("Image URL or Base64-encoded image", {"string"}, True),
        ("The address of the photo", {"string"}, True),
        ("What the image shows", {"string"}, False),
        ("Number of images as URL or base64", {"integer"}, False),
        ("Public URL or Base64-encoded data", {"string"}, True),
    ],
)
def test_field_is_said_to_be_a_picture(text: str, types: set[str], *, expected: bool) -> None:
    """A file by its formats, a text by its data or address."""
    assert says_picture(text, types) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Maximum file size: 10MB",
            {"x-image/bytes": {"accepted": 10_000_000, "refused": 10_485_761}},
        ),
        ("10 MB max", {"x-image/bytes": {"accepted": 10_000_000, "refused": 10_485_761}}),
        ("Supports JPG and PNG", {"x-image/formats": ["jpeg", "png"]}),
        ("Only PNG files", {"x-image/formats": ["png"]}),
        ("PNG, GIF are supported", {"x-image/formats": ["png", "gif"]}),
        ("支持 JPG、PNG 格式", {"x-image/formats": ["jpeg", "png"]}),
        ("Formats: PNG, mp4", {}),
    ],
)
def test_demands_on_pictures(text: str, expected: dict[str, object]) -> None:
    """Sizes and formats in their wordings."""
    assert {each.keyword: each.value for each in read_limits(text, make_field("file"))} == expected


def test_sources_are_those_of_a_text() -> None:
    """Addresses and base64 come as text; a file of a form is neither."""
    text = "public URL or Base64 text"

    assert [each.value for each in read_limits(text, make_field("photo"))] == [["url", "base64"]]
    assert read_limits(text, make_field("file")) == []
