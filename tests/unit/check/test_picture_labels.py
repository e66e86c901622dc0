"""What address and header say of a picture's format."""

import pytest

from truecopy.check.picture_labels import mislabelled
from truecopy.model import Interaction
from truecopy.picture import sample_picture

PNG = sample_picture(width=8, height=8)


@pytest.mark.parametrize(
    ("url", "media_type", "body", "expected"),
    [
        ("https://x.example/1.png", "image/png", PNG, ("", "")),
        ("https://x.example/1.jpg", "image/jpeg", PNG, ("jpeg", "png")),
        ("https://x.example/1.jpg?sig=a.png", "", PNG, ("jpeg", "png")),
        ("https://x.example/1", "image/webp", PNG, ("webp", "png")),
        ("https://x.example/1.gif", "image/webp", PNG, ("gif or webp", "png")),
        ("https://x.example/1.jpg", "image/png", PNG, ("", "")),
        ("https://x.example/1.PNG", "image/jpeg", PNG, ("", "")),
        ("https://x.example/1.bin", "application/octet-stream", PNG, ("", "")),
        ("https://x.example/1.png", "image/png", b"no picture", ("", "")),
    ],
)
def test_bytes_are_what_one_of_both_says(
    url: str, media_type: str, body: bytes, expected: tuple[str, str]
) -> None:
    """Only bytes that neither address nor header names are told, and only where one of them names a format."""
    headers = (("content-type", media_type),) if media_type else ()

    taken = Interaction(method="GET", url=url, status=200, headers=headers, body=body)

    assert mislabelled(taken) == expected
