"""Which rule is broken where a keyword of a schema, or a promise, is."""

from collections.abc import Mapping

# What is broken in a body, by the keyword that breaks or the kind of promise.
RULE_OF_KEYWORD: Mapping[str, str] = {
    "required": "answer-field-missing",
    "type": "answer-field-type-differs",
    "enum": "answer-value-undocumented",
    "const": "answer-value-undocumented",
    "format": "answer-value-malformed",
    "pattern": "answer-value-malformed",
    "x-dimensions": "answer-value-malformed",
    "minLength": "answer-value-empty",
    "minItems": "answer-value-empty",
    "minProperties": "answer-value-empty",
    "unreachable": "answer-picture-unreachable",
    "unreadable": "answer-picture-unreadable",
    "count": "answer-count-differs",
    "dimensions": "answer-picture-size-differs",
    "aspect": "answer-picture-aspect-differs",
    "present": "answer-promise-missing",
    "shown-in": "answer-field-untimely",
    "one-of": "answer-choice-broken",
    "unix-time": "answer-time-stale",
}
OTHER_KEYWORD = "answer-value-out-of-bounds"
