"""Fields that have another name now."""

from typing import Any

import pytest

from truecopy.judge.renames import in_its_place, renamed

SCHEMA = {
    "type": "object",
    "properties": {
        "created": {"type": "integer"},
        "images": {"type": "array", "items": {"type": "string"}},
        "data": {"type": "array", "items": {"properties": {"url": {"type": "string"}}}},
    },
}


@pytest.mark.parametrize(
    ("body", "missing", "unknown", "names"),
    [
        ({"image_urls": ["x"]}, ["/images"], ["/image_urls"], {"/images": "/image_urls"}),
        ({"pictures": ["x"]}, ["/images"], ["/pictures"], {"/images": "/pictures"}),
        ({"image_urls": [{}]}, ["/images"], ["/image_urls"], {}),
        ({"usage": {}}, ["/created"], ["/usage"], {}),
        (
            {"a": ["x"], "image_urls": ["x"]},
            ["/images"],
            ["/a", "/image_urls"],
            {"/images": "/image_urls"},
        ),
        ({"a": ["x"], "b": ["x"]}, ["/images"], ["/a", "/b"], {}),
        (
            {"data": [{"link": "x"}]},
            ["/data/0/url"],
            ["/data/0/link"],
            {"/data/0/url": "/data/0/link"},
        ),
        ({"link": "x", "data": [{}]}, ["/data/0/url"], ["/link"], {}),
        ({"x": 1}, ["/created", "/images"], ["/x"], {"/created": "/x"}),
        ({"created_at": None}, ["/created"], ["/created_at"], {}),
        ({}, ["/created"], [], {}),
    ],
)
def test_what_stands_beside_a_missing_field_may_be_it(
    body: Any, missing: list[str], unknown: list[str], names: dict[str, str]
) -> None:
    """It has the type of the missing field, and is the only one, or is called most like it."""
    assert renamed(SCHEMA, body, missing, unknown) == names


def test_the_sentence_names_both() -> None:
    """Nothing is added where nothing stands in its place."""
    assert in_its_place("/image_urls").startswith(", and /image_urls, ")
    assert in_its_place("") == ""
