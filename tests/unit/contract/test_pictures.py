"""Places of pictures in a schema."""

from truecopy.contract.pictures import picture_sites


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
