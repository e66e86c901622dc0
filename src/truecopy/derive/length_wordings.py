"""How pages word the bounds of the lengths of texts, in English and in Chinese."""

import re

from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.wording import (
    CHARACTERS,
    IS,
    MOST,
    REFUSED,
    TO,
    N,
    Parts,
    Wording,
    both,
    bounds,
    constant,
    is_text,
    names_field,
    one,
    wording,
)

# "must not be empty", with what it is said of.
NOT_EMPTY = r"(?:^\s*|\band )(?:(?:the |this )?(\w{1,60}) )?(?:can ?not|can['\u2019]t|must(?: not|n['\u2019]t)|may not|should not) be (?:an )?empty\b"


def _not_empty(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say that a text has a character, if it is what must not be empty."""
    if match.group(1) is None or names_field(match.group(1), field):
        yield "minLength", 1


def _longest_first(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say "not longer than 80 or shorter than 3 characters"."""
    high, low = number(match.group(1)), number(match.group(2))
    if low <= high:
        yield "minLength", low
        yield "maxLength", high


LENGTHS: tuple[Wording, ...] = (
    wording(
        rf"(?:required )?(?:string )?length(?: must be| should be)?{IS}(?:(?:between|from) )?{N}{TO}{N}(?:{CHARACTERS})?",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(rf"required string length:?\s*{N}(?!{TO}\d)", is_text, both("minLength", "maxLength")),
    wording(rf"(?:<=|≤)\s*{N}{CHARACTERS}", is_text, one("maxLength")),
    wording(rf"^\s*length\s*(?:<=|≤)\s*{N}\s*$", is_text, one("maxLength")),
    wording(rf"^\s*length\s*(?:>=|≥)\s*{N}\s*$", is_text, one("minLength")),
    wording(rf"(?:>=|≥)\s*{N}{CHARACTERS}", is_text, one("minLength")),
    wording(r"\bnon-empty\b", is_text, constant("minLength", 1)),
    wording(
        rf"\b(?:max(?:imum)? (?:number of characters|character count)|character limit){IS}{N}",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"(?:not|n['\u2019]t) be (?:longer|more|greater) than {N}(?:{CHARACTERS})?,? (?:or|nor|and) (?:shorter|less|fewer) than {N}{CHARACTERS}",
        is_text,
        _longest_first,
    ),
    wording(
        rf"(?:not|n['\u2019]t) be (?:shorter|less|fewer) than {N}(?:{CHARACTERS})?,? (?:or|nor|and) (?:longer|more|greater) than {N}{CHARACTERS}",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(NOT_EMPTY, is_text, _not_empty),
    wording(
        rf"(?:^\s*(?:an? |the )?|\b(?:is|be) (?:an? )?){N}[- ]char\w*(?: \w{{1,20}})? (?:string|text|code|token|hash|key|value|identifier|id)\b",
        is_text,
        both("minLength", "maxLength"),
    ),
    wording(rf"exactly {N}{CHARACTERS}", is_text, both("minLength", "maxLength")),
    wording(
        rf"max(?:imum)?[\s_]*(?:string\s+|character )?length{IS}{N}(?:{CHARACTERS})?",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"(?:max(?:imum)?\.?(?:\s+of|:)?|{MOST}|limit(?:ed)?(?: to|:| is| of)|limit of|must not exceed|cannot exceed|exceed)"
        rf"\s+(?:a (?:maximum|length) of )?{N}{CHARACTERS}",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b{N}{CHARACTERS}\s*(?:max(?:imum)?|or (?:less|fewer)|at most|limit)",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b(?:longer|more) than\s+{N}{CHARACTERS}\s+(?:is|are|will be)\s+{REFUSED}",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b(?:shorter|fewer|less) than\s+{N}{CHARACTERS}\s+(?:is|are|will be)\s+{REFUSED}",
        is_text,
        one("minLength"),
    ),
    wording(rf"(?:less|fewer|shorter) than\s+{N}{CHARACTERS}", is_text, one("maxLength", shift=-1)),
    wording(
        rf"(?:最大长度(?:为|是)?|最长|最多(?:支持|可)?|不超过|不能超过|不得超过|上限(?:为)?)[:\uff1a]?\s*{N}\s*个?(?:字符|汉字|字)",
        is_text,
        one("maxLength"),
    ),
    wording(rf"{N}\s*个?(?:字符|汉字|字)(?:以内|之内)", is_text, one("maxLength")),
    wording(rf"(?:至少|最少|不少于)\s*{N}\s*个?(?:字符|汉字|字)", is_text, one("minLength")),
    wording(
        rf"长度[:\uff1a为]?\s*{N}{TO}{N}\s*个?(?:字符|字)?",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(
        rf"min(?:imum)?[\s_]*(?:string\s+|character )?length{IS}{N}(?:{CHARACTERS})?",
        is_text,
        one("minLength"),
    ),
    wording(
        rf"(?:at least|min(?:imum)?(?:\s+of|:)?|no (?:fewer|less|shorter) than)\s+{N}{CHARACTERS}",
        is_text,
        one("minLength"),
    ),
    wording(rf"(?:more|longer) than\s+{N}{CHARACTERS}", is_text, one("minLength", shift=1)),
    wording(
        rf"(?:between|from)\s+{N}\s+(?:and|to)\s+{N}{CHARACTERS}",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(
        rf"\b(?<!between )(?<!from ){N}\s*(?:-|–|to)\s*{N}{CHARACTERS}",
        is_text,
        bounds("minLength", "maxLength"),
    ),
)
