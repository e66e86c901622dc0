"""Fields of every kind, for tests of what prose says of them."""

from truecopy.derive.documented_fields import DocumentedField

FILES = ("picture", "stencil")


def make_field(kind: str, name: str = "") -> DocumentedField:
    """Return a field of a kind: a JSON type, `file`, or `photo` for text that carries a picture."""
    if kind == "photo":
        return DocumentedField(
            name=name or "photo",
            types=frozenset({"string"}),
            is_picture=True,
            sources=("url", "base64"),
        )
    if kind == "photos":
        return DocumentedField(name=name or "photos", types=frozenset({"array"}), is_picture=True)
    return DocumentedField(
        name=name or "field",
        types=frozenset({kind}),
        files=FILES,
        is_picture=kind == "file",
        is_size=kind == "string",
    )
