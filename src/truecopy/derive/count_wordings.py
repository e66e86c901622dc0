"""How pages word how many elements a list may have, in English and in Chinese."""

import re

from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.length_wordings import NOT_EMPTY
from truecopy.derive.wording import (
    COLON,
    IS,
    MOST,
    TO,
    N,
    Parts,
    Wording,
    both,
    bounds,
    is_array,
    names_field,
    one,
    wording,
)

_WORDS_OF_A_LIST = r"(?!char|(?:mega)?pixel|kb|mb|gb|byte)[a-z]+"

_SAID_OF_EACH = re.compile(r"\b(?:each|every|per|characters?|chars?)\b", re.IGNORECASE)


def _not_empty(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say that a list has an element, if it is what must not be empty; its elements are not the list."""
    of_elements = (match.group(1) or "").lower() in (
        "elements",
        "entries",
        "items",
        "text",
        "string",
    )
    if match.group(1) is None or (names_field(match.group(1), field) and not of_elements):
        yield "minItems", 1


def _some(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `at least one id` of the list ids."""
    if names_field(f"{match.group(1)}s", field):
        yield "minItems", 1


def _bare_counts(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `1 to 4 images` of the list images."""
    low, high = number(match.group(1)), number(match.group(2))
    if names_field(match.group(4) or match.group(3), field) and low <= high:
        yield "minItems", low
        yield "maxItems", high


def _counted(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `The number of images must be between 1 and 4` of the list images."""
    low, high = number(match.group(2)), number(match.group(3))
    if names_field(match.group(1), field) and low <= high:
        yield "minItems", low
        yield "maxItems", high


def _in_brackets(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say `A list of ids (max 100)`; what is said of each element bounds no list."""
    if not _SAID_OF_EACH.search(match.string):
        yield (
            ("minItems" if match.group(1).lower() == "min" else "maxItems"),
            number(match.group(2)),
        )


COUNTS: tuple[Wording, ...] = (
    wording(
        rf"required array length:?\s*{N}{TO}{N}(?:\s+(?:elements?|items?))?",
        is_array,
        bounds("minItems", "maxItems"),
    ),
    wording(
        rf"required array length:?\s*{N}(?!{TO}\d)(?:\s+(?:elements?|items?))?",
        is_array,
        both("minItems", "maxItems"),
    ),
    wording(
        rf"\b(?:count(?:\s*:)?|supports?|input|contains?)\s*{N}\s*(?:[-–~]|to|and)\s*{N}(?:\s+\w+)?",
        is_array,
        bounds("minItems", "maxItems"),
    ),
    wording(
        rf"(?<!values )(?<!numbers )(?<!each )(?<!entries )(?<!elements )\b(?:between|from)\s*{N}\s*(?:[-–~]|to|and)\s*{N}\s+{_WORDS_OF_A_LIST}",
        is_array,
        bounds("minItems", "maxItems"),
    ),
    wording(rf"(?:<=|≤)\s*{N}\s*(?:items|elements)", is_array, one("maxItems")),
    wording(rf"(?:>=|≥)\s*{N}\s*(?:items|elements)", is_array, one("minItems")),
    wording(rf"max(?:imum)? (?:array )?length{COLON}{N}", is_array, one("maxItems")),
    wording(rf"min(?:imum)? (?:array )?length{COLON}{N}", is_array, one("minItems")),
    wording(
        rf"(?:{MOST}|max(?:imum)?\.?(?: of|:)?|limited to|not (?:contain|have) more than)\s+{N}\s+{_WORDS_OF_A_LIST}",
        is_array,
        one("maxItems"),
    ),
    wording(
        rf"(?:at least|min(?:imum)?\.?(?: of|:)?)\s+{N}\s+{_WORDS_OF_A_LIST}",
        is_array,
        one("minItems"),
    ),
    wording(rf"exactly {N}\s+{_WORDS_OF_A_LIST}", is_array, both("minItems", "maxItems")),
    wording(rf"(?:最多|不超过)\s*{N}\s*[个张条项]", is_array, one("maxItems")),
    wording(rf"(?:至少|最少)\s*{N}\s*[个张条项]", is_array, one("minItems")),
    wording(
        rf"\b(?:min(?:imum)?[ _]?(?:items|elements|entries)){IS}{N}(?!\s*char)",
        is_array,
        one("minItems"),
    ),
    wording(
        rf"\b(?:max(?:imum)?[ _]?(?:items|elements|entries)){IS}{N}(?!\s*char)",
        is_array,
        one("maxItems"),
    ),
    wording(
        rf"^\s*{N}\s*(?:-|–|to)\s*{N} ([a-z]{{2,30}})(?: ([a-z]{{2,30}}))?\s*\.?$",
        is_array,
        _bare_counts,
    ),
    wording(rf"\((min|max)(?:imum)?\.?:? {N}\)", is_array, _in_brackets),
    wording(
        rf"\b(?:number|count) of ([a-z]{{2,30}}) (?:must be |should be |can be |is )?(?:between|from) {N} (?:and|to) {N}",
        is_array,
        _counted,
    ),
    wording(r"\bat least one ([a-z]{2,30})\b", is_array, _some),
    wording(NOT_EMPTY, is_array, _not_empty),
)
