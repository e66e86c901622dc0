"""How pages word the bounds of numbers and of the lengths of texts and lists, in English and in Chinese."""

import re

from truecopy.derive.documented_fields import DocumentedField, number
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
    constant,
    is_array,
    is_number,
    is_text,
    one,
    wording,
)

_CHARS = r"[- ]{0,2}char\w*"
_WORDS_OF_A_LIST = r"(?!char|pixel|kb|mb|gb|byte)[a-z]+"
_REFUSED = r"(?:not (?:allowed|accepted|permitted|supported)|refused|rejected|forbidden|invalid)\b"
# What may stand behind a number that bounds a value: nothing, or what is not a unit of something else.
_END = r"(?=\s*(?:$|[.,;:)\]。\uff0c\uff1b\uff09\n]|\(|inclusive|or\b|and\b|[a-z]))"


def _relations(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say `0 < x <= 1`, each end as it is written."""
    low, first, second, high = match.groups()
    if low is not None:
        yield ("minimum" if "=" in first or "≤" in first else "exclusiveMinimum"), number(low)
    if high is not None:
        yield ("maximum" if "=" in second or "≤" in second else "exclusiveMaximum"), number(high)


def _relation(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say `x >= 1`, or `must be >= 1`."""
    yield from _relation_of(match.group(1), match.group(2))


def _relation_of(mark: str, bound: str) -> Parts:
    names = ("minimum", "exclusiveMinimum") if mark[0] in ">≥" else ("maximum", "exclusiveMaximum")
    yield names[not ("=" in mark or mark in "≥≤")], number(bound)


def _positive(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say that a number is more than zero, or not less."""
    if match.group(1) or match.group(2):
        yield "minimum", 0
    elif field.types & {"integer"} and "number" not in field.types:
        yield "minimum", 1
    else:
        yield "exclusiveMinimum", 0


def _interval(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say `[0, 10)`, each end as its bracket is."""
    opening, low, high, closing = (group for group in match.groups() if group is not None)
    if number(low) <= number(high):
        yield ("minimum" if opening == "[" else "exclusiveMinimum"), number(low)
        yield ("maximum" if closing == "]" else "exclusiveMaximum"), number(high)


def _named_relation(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `n >= 1` of the field n, and `>= 1` of any."""
    if match.group(1) is None or match.group(1).lower() in (field.name.lower(), "value"):
        yield from _relation_of(match.group(2), match.group(3))


LENGTHS: tuple[Wording, ...] = (
    wording(
        rf"(?:required )?(?:string )?length(?: must be| should be)?{IS}(?:(?:between|from) )?{N}{TO}{N}(?:{_CHARS})?",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(rf"required string length:?\s*{N}(?!{TO}\d)", is_text, both("minLength", "maxLength")),
    wording(rf"(?:<=|≤)\s*{N}{_CHARS}", is_text, one("maxLength")),
    wording(rf"^\s*length\s*(?:<=|≤)\s*{N}\s*$", is_text, one("maxLength")),
    wording(rf"^\s*length\s*(?:>=|≥)\s*{N}\s*$", is_text, one("minLength")),
    wording(rf"(?:>=|≥)\s*{N}{_CHARS}", is_text, one("minLength")),
    wording(r"\bnon-empty\b", is_text, constant("minLength", 1)),
    wording(rf"exactly {N}{_CHARS}", is_text, both("minLength", "maxLength")),
    wording(
        rf"max(?:imum)?\s+(?:string\s+|character )?length{IS}{N}(?:{_CHARS})?",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"(?:max(?:imum)?\.?(?:\s+of|:)?|{MOST}|limit(?:ed)?(?: to|:| is| of)|limit of|must not exceed|cannot exceed|exceed)"
        rf"\s+(?:a (?:maximum|length) of )?{N}{_CHARS}",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b{N}{_CHARS}\s*(?:max(?:imum)?|or (?:less|fewer)|at most|limit)",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b(?:longer|more) than\s+{N}{_CHARS}\s+(?:is|are|will be)\s+{_REFUSED}",
        is_text,
        one("maxLength"),
    ),
    wording(
        rf"\b(?:shorter|fewer|less) than\s+{N}{_CHARS}\s+(?:is|are|will be)\s+{_REFUSED}",
        is_text,
        one("minLength"),
    ),
    wording(rf"(?:less|fewer|shorter) than\s+{N}{_CHARS}", is_text, one("maxLength", shift=-1)),
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
        rf"min(?:imum)?\s+(?:string\s+|character )?length{IS}{N}(?:{_CHARS})?",
        is_text,
        one("minLength"),
    ),
    wording(
        rf"(?:at least|min(?:imum)?(?:\s+of|:)?|no (?:fewer|less|shorter) than)\s+{N}{_CHARS}",
        is_text,
        one("minLength"),
    ),
    wording(rf"(?:more|longer) than\s+{N}{_CHARS}", is_text, one("minLength", shift=1)),
    wording(
        rf"(?:between|from)\s+{N}\s+(?:and|to)\s+{N}{_CHARS}",
        is_text,
        bounds("minLength", "maxLength"),
    ),
    wording(
        rf"\b(?<!between )(?<!from ){N}\s*(?:-|–|to)\s*{N}{_CHARS}",
        is_text,
        bounds("minLength", "maxLength"),
    ),
)
RANGES: tuple[Wording, ...] = (
    wording(rf"(?:required range:?\s*)?{N}\s*(<=|≤|<)\s*x\s*(<=|≤|<)\s*{N}", is_number, _relations),
    wording(
        rf"(?<![<≤=] )(?<![<≤=])(?:\bx\s*|\bmust be\s+|\bvalues?\s+)(>=|≥|<=|≤|>|<)\s*{N}",
        is_number,
        _relation,
    ),
    wording(
        rf"(?:^\s*|[,;:(]\s*|\band )(?:(\w{{1,60}})\s*)?(>=|≥|<=|≤|>|<)\s*{N}(?=\s*(?:$|[.,;)]|and\b))",
        is_number,
        _named_relation,
    ),
    wording(
        rf"(?:between|from)\s+{N}\s+(?:and|to)\s+{N}(?:,?\s*\(?(?:both (?:ends )?)?(?:inclusive|included)\)?)?",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"(?:between|from)\s+{N}\s+(?:and|to)\s+{N},?\s*\(?(?:both (?:ends )?)?exclusive\)?",
        is_number,
        bounds("exclusiveMinimum", "exclusiveMaximum"),
    ),
    wording(
        rf"(?:^\s*|[,(]\s*){N}\s*(?:-|–|—|~|\.\.\.?|to|through)\s*{N}(?:,? inclusive)?(?=\s*\)?\s*[.。]?\s*$)",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"([\[(])\s*{N}\s*,\s*{N}\s*(\])|(\[)\s*{N}\s*,\s*{N}\s*(\))",
        is_number,
        _interval,
    ),
    wording(
        r"\b(?:(?<=\ba )|(?<=^))(?:(non-?negative)|positive) (?:integer|number)\b|\b(?:must be|is) (?:a )?(?:(non-?negative)|positive)(?: (?:integer|number|value))?\b",
        is_number,
        _positive,
    ),
    wording(
        rf"(?:(?:can ?not|must not|may not|should not|not) be (?:less|fewer|lower|smaller) than|\bnot (?:less|fewer|lower|smaller) than) {N}",
        is_number,
        one("minimum"),
    ),
    wording(rf"\bnot (?:more|greater|higher|larger) than {N}", is_number, one("maximum")),
    wording(
        rf"(?:^\s*|\bbut |\band )(?:must be )?(?:greater|more|larger|higher) than {N}",
        is_number,
        one("exclusiveMinimum"),
    ),
    wording(
        rf"(?:^\s*|\bbut |\band )(?:must be )?(?:less|fewer|smaller|lower) than {N}(?=\s*(?:$|[.,;)]))",
        is_number,
        one("exclusiveMaximum"),
    ),
    wording(
        rf"(?:必须)?(?:介于|在)\s*{N}\s*(?:和|到|至|-|~)\s*{N}\s*之间",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"(?:取值)?范围(?:为|是)?[:\uff1a]?\s*[\[\uff08(]?\s*{N}{TO}{N}[\])\uff09]?",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"(?:最大值?(?:为|是)?|最多|不超过|不能超过)[:\uff1a]?\s*{N}(?!\s*个?字)",
        is_number,
        one("maximum"),
    ),
    wording(
        rf"(?:最小值?(?:为|是)?|至少|最少|不少于)[:\uff1a]?\s*{N}(?!\s*个?字)",
        is_number,
        one("minimum"),
    ),
    wording(
        rf"\b(?:valid |allowed |accepted |value )?(?:range|values){IS}(?:from |between )?{N}{TO}{N}(?!\s*[\d.]*[\])])",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"\b(?:valid |allowed |accepted |value )?(?:range|values){IS}(?:from |between )?\[{N}{TO}{N}\]",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(rf"\({N}\s*(?:[-–~]|to)\s*{N}\)", is_number, bounds("minimum", "maximum")),
    wording(
        rf"\b(?:supports?|accepts?)\s+{N}\s*(?:[-–]|to)\s*{N}",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(rf"\bsupports?\s+{N}\s+only", is_number, one("maximum")),
    wording(
        rf"(?:{MOST}|(?:must|can|may)(?:not| not) exceed|less than or equal to|maximum(?: (?:value|number))?{IS}|\bmax\.?{IS}|"
        rf"upper limit{IS}|limited to)\s*{N}{_END}",
        is_number,
        one("maximum"),
    ),
    wording(
        rf"(?:at least|no (?:less|fewer|lower|smaller) than|greater than or equal to|minimum(?: (?:value|number))?{IS}|"
        rf"\bmin\.?{IS})\s*{N}{_END}",
        is_number,
        one("minimum"),
    ),
    wording(
        rf"(?:must be|is) (?:greater|larger|more|higher) than {N}",
        is_number,
        one("exclusiveMinimum"),
    ),
    wording(rf"(?:must be|is) (?:less|smaller|lower) than {N}", is_number, one("exclusiveMaximum")),
    wording(rf"{N} or (?:more|greater|higher)", is_number, one("minimum")),
    wording(rf"{N} or (?:less|fewer|lower)", is_number, one("maximum")),
    wording(
        rf"(?:multiples? of|divisible by|in (?:steps|increments) of) {N}",
        is_number,
        one("multipleOf"),
    ),
    wording(rf"{N}\s*的(?:整数)?倍数", is_number, one("multipleOf")),
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
        rf"(?:{MOST}|max(?:imum)?(?: of|:)?|limited to|not (?:contain|have) more than)\s+{N}\s+{_WORDS_OF_A_LIST}",
        is_array,
        one("maxItems"),
    ),
    wording(
        rf"(?:at least|min(?:imum)?(?: of|:)?)\s+{N}\s+{_WORDS_OF_A_LIST}",
        is_array,
        one("minItems"),
    ),
    wording(rf"exactly {N}\s+{_WORDS_OF_A_LIST}", is_array, both("minItems", "maxItems")),
    wording(rf"(?:最多|不超过)\s*{N}\s*[个张条项]", is_array, one("maxItems")),
    wording(rf"(?:至少|最少)\s*{N}\s*[个张条项]", is_array, one("minItems")),
)
NUMBERS = (*LENGTHS, *RANGES, *COUNTS)
