"""What makes a field a picture, and what is demanded of pictures."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.picture_wordings import picture_sources, says_picture
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
    ],
)
def test_field_is_said_to_be_a_picture(text: str, types: set[str], *, expected: bool) -> None:
    """A file by its formats, a text by its data or address."""
    assert says_picture(text, types, "") is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("image", "Public URL or Base64-encoded data", True),
        ("face_mask", "Public URL or Base64-encoded data", True),
        ("recording", "Public URL or Base64-encoded data", False),
        ("data", "How the image is given: url or base64", False),
        ("delivery", "Whether images are sent as url or base64", False),
        ("response_format", "URL or base64 data of the images", False),
        ("image_caption", "Tells of the image, which is kept as base64", False),
    ],
)
def test_name_says_what_an_address_or_data_is(name: str, text: str, *, expected: bool) -> None:
    """The data of a field is a picture where text or name speak of one, and no choice of `url` and `base64`."""
    assert says_picture(text, {"string"}, name) is expected


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


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("URL of the picture", ("url",)),
        ("The image's URL.", ("url",)),
        ("Public link to the reference image.", ("url",)),
        ("图片的链接", ("url",)),
        ("Address of the picture, or its Base64 data.", ("url", "base64")),
        ("URL of the picture. Base64 is accepted too.", ("url", "base64")),
        ("URL of the picture. Base64 is not supported.", ("url",)),
        ("Base64 data of the picture", ("base64",)),
        ("The picture, as a URL, Base64 or a data URI.", ("url", "base64", "data-uri")),
        ("The picture in base64 or as a data URL.", ("base64", "data-uri")),
    ],
)
def test_sources_by_everything_that_is_said(text: str, sources: tuple[str, ...]) -> None:
    """The address of a picture alone makes the field one that carries it by address."""
    assert says_picture(text, {"string"}, "")
    assert picture_sources(text) == sources


@pytest.mark.parametrize(
    "text",
    [
        "URL of the sound",
        "Link to the gallery.",
        "URL for image callbacks",
        "URL of the picture gallery",
        "Style of the picture",
        "Where to upload the picture.",
    ],
)
def test_addresses_of_something_else_are_no_pictures(text: str) -> None:
    """What is at the address is what the sentence says."""
    assert not says_picture(text, {"string"}, "")
