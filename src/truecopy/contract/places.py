"""Places of messages in the schemas that describe them."""

from truecopy.model import Schema
from truecopy.model.pointers import join, node, split


def schema_pointer(at: str) -> str:
    """Return the pointer into a schema that describes what a pattern into the message reaches."""
    return "".join("/items" if name == "*" else f"/properties{join([name])}" for name in split(at))


def described(schema: Schema, at: str) -> Schema | None:
    """Return the schema of a place of a message, None where nothing is said of it."""
    try:
        found: Schema = node(schema, schema_pointer(at))
    except LookupError:
        return None
    return found
