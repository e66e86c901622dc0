"""The keywords that a contract's schema may have, in the order in which they are written."""

from truecopy.contract import dimensions, pictures

STRUCTURAL = frozenset(
    {"$schema", "$id", "$defs", "$ref", "properties", "items", "allOf", "if", "then", "else"}
)
GROUPS = {"x-dimensions": dimensions.KEYS, "x-image": pictures.KEYS}
_LABELS = ("title", "description")
_RULES = (
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
)
_SHOWN = ("default", "examples", "deprecated")

ANNOTATIONS = frozenset({*_LABELS, *_SHOWN})
ASSERTIONS = frozenset({*_RULES, "required"})
ORDER = (*_LABELS, *_RULES, *GROUPS, *_SHOWN)
