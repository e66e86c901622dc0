"""Whether a text names width and height, and nothing else: not `auto`, and no list of choices."""

import re
from collections.abc import Iterable
from typing import Any

from truecopy.contract.dimensions import parse_size
from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.prose import read_limits

# How a text names width and height.
_SIZE = re.compile(r"width[*x×]height|size|resolution|dimensions?", re.IGNORECASE)
# A word beside the sizes: `1024x1024 or auto`, `"original" keeps the size`.
_WORD = re.compile(
    r"\bor\s+[\"'`\u201c]?(?:auto\w*|original|custom|same|source|native|none)\b|[\"'`\u201c](?:auto\w*|original|custom|source|native)\b",
    re.IGNORECASE,
)
_PLAIN = DocumentedField(name="size", types=frozenset({"string"}))


def is_size(name: str, text: str, known: Iterable[Any] = ()) -> bool:
    """Whether each value of a field is a width and a height; choices need no limit, and may be words.

    Args:
        text: Everything that describes the field.
        known: Its defaults, and its lists of choices.
    """
    if not _SIZE.search(f"{name} {text}") or _WORD.search(text):
        return False
    if any(not isinstance(each, str) or parse_size(each) is None for each in known):
        return False
    return all(each.keyword != "enum" for each in read_limits(text, _PLAIN))
