"""Pictures as a client sees them: downloaded, decoded in full, measured."""

from base64 import b64decode
from io import BytesIO

import httpx2
from PIL import Image


def measure(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG; every pixel of it has to decode."""
    with Image.open(BytesIO(data)) as image:
        assert image.format == "PNG"
        image.load()
        return image.size


def measure_base64(text: str | None) -> tuple[int, int]:
    """Return width and height of a PNG in base64."""
    assert text
    return measure(b64decode(text, validate=True))


def download(url: str | None) -> bytes:
    """Return the picture at an address that an answer gave; no key goes with the request."""
    assert url
    answer = httpx2.get(url, timeout=30)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return answer.content
