"""How pages word the bounds of numbers, in English and in Chinese."""

import re

from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.wording import (
    IS,
    MOST,
    REFUSED,
    TO,
    WITHIN,
    N,
    Parts,
    Wording,
    bounds,
    is_number,
    names_field,
    one,
    wording,
)

# What may stand behind a number that bounds a value: nothing, or what is not a unit of something else.
_END = r"(?=\s*(?:$|[.,;:)\]。\uff0c\uff1b\uff09\n]|\(|inclusive|or\b|and\b|[a-z]))"


def _relations(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `0 < x <= 1`, each end as it is written."""
    low, first, name, second, high = match.groups()
    if name.lower() in ("x", "value", field.name.lower()):
        yield ("minimum" if "=" in first or "≤" in first else "exclusiveMinimum"), number(low)
        yield ("maximum" if "=" in second or "≤" in second else "exclusiveMaximum"), number(high)


def _relation(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say `x >= 1`, or `must be >= 1`."""
    yield from _relation_of(match.group(1), match.group(2))


def _relation_of(mark: str, bound: str) -> Parts:
    names = ("minimum", "exclusiveMinimum") if mark[0] in ">≥" else ("maximum", "exclusiveMaximum")
    yield names[not ("=" in mark or mark in "≥≤")], number(bound)


def _positive(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say that a number is more than zero, or not less."""
    if any(match.groups()):
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


def _of_named(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `the minimum amount is 50` of the field amount."""
    if names_field(match.group(2), field):
        yield ("minimum" if match.group(1).lower() == "min" else "maximum"), number(match.group(3))


def _counted_range(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `1 to 6 guests` of the field guests."""
    low, high = number(match.group(1)), number(match.group(2))
    if names_field(match.group(3), field) and low <= high:
        yield "minimum", low
        yield "maximum", high


def _labelled_range(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say `Priority of the job: 1 to 10` of the field priority."""
    parts = {part.rstrip("s") for part in re.split(r"[\W_]+", field.name.lower())}
    words = {word.rstrip("s") for word in match.group(1).lower().split()}
    low, high = number(match.group(2)), number(match.group(3))
    if parts & words and low <= high:
        yield "minimum", low
        yield "maximum", high


RANGES: tuple[Wording, ...] = (
    wording(
        rf"(?:required range:?\s*)?{N}\s*(<=|≤|<)\s*(\w{{1,60}})\s*(<=|≤|<)\s*{N}",
        is_number,
        _relations,
    ),
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
        rf"(?:between|from)\s+{N}\s+(?:and|to|up to|through)\s+{N}(?:,?\s*\(?(?:both (?:ends )?)?(?:inclusive|included)\)?)?",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"(?:between|from)\s+{N}\s+(?:and|to)\s+{N},?\s*\(?(?:both (?:ends )?)?exclusive\)?",
        is_number,
        bounds("exclusiveMinimum", "exclusiveMaximum"),
    ),
    wording(
        rf"(?:^\s*|[,(]\s*){N}\s*(?:-|–|—|~|\.\.\.?|to|through)\s*{N}(?:,? inclusive)?(?=\s*\)?\s*(?:[.。]?\s*$|[,;] ?default\b))",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"([\[(])\s*{N}\s*,\s*{N}\s*(\])|(\[)\s*{N}\s*,\s*{N}\s*(\))",
        is_number,
        _interval,
    ),
    wording(
        r"\b(?:(?<=\ba )|(?<=^))(?:(non-?negative)|positive) (?:integer|number)\b|\b(?:must be|is) (?:a )?(?:(non-?negative)|positive)(?: (?:integer|number|value))?\b|(must not|cannot|can not|may not|can['\u2019]t) be negative\b",
        is_number,
        _positive,
    ),
    wording(
        rf"(?:(?:can ?not|must not|may not|should not|not) be (?:less|fewer|lower|smaller) than|\bnot (?:less|fewer|lower|smaller) than|\bnot (?:be )?below) {N}",
        is_number,
        one("minimum"),
    ),
    wording(
        rf"\bnot (?:(?:more|greater|higher|larger) than|(?:be )?above) {N}",
        is_number,
        one("maximum"),
    ),
    wording(
        rf"(?:can ?not|can['\u2019]t|must not|may not|should not|not) be (?:(?:less|fewer|lower|smaller) than|below) {N},? (?:or|and|nor) (?:(?:more|greater|higher|larger) than|above) {N}",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"\b(min|max)(?:imum)? (\w{{1,60}}){IS}{N}{_END}",
        is_number,
        _of_named,
    ),
    wording(
        rf"^\s*\[\s?{N}\s?\.\.\.?\s?{N}\s?\]",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"^\s*{N}\s*(?:-|–|to)\s*{N} ([a-z]{{2,30}})\s*\.?$",
        is_number,
        _counted_range,
    ),
    wording(
        rf"^\s*((?:[\w'-]{{1,30}} ){{0,6}}[\w'-]{{1,30}})\s?:\s*{N}\s*(?:-|–|—|~|\.\.\.?|to|through)\s*{N}(?=\s*[.。]?\s*$)",
        is_number,
        _labelled_range,
    ),
    wording(
        rf"(?:^\s*|\bbut |\band |\b(?:value|number|integer|float|decimal|strictly) )(?:must be )?(?:greater|more|larger|higher) than {N}",
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
        rf"\b(?:valid |allowed |accepted |value )?(?:range|values|allowed){IS}(?:from |between )?{N}{WITHIN}{N}(?!\s*[\d.]*[\])])",
        is_number,
        bounds("minimum", "maximum"),
    ),
    wording(
        rf"\b(?:valid |allowed |accepted |value )?(?:range|values|allowed){IS}(?:from |between )?\[{N}{TO}{N}\]",
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
    wording(
        rf"\b(?:anything|values?|numbers?) (?:over|above|exceeding|(?:greater|larger|higher|more) than) {N} (?:is|are|will be) {REFUSED}",
        is_number,
        one("maximum"),
    ),
    wording(
        rf"\b(?:anything|values?|numbers?) (?:under|below|(?:less|smaller|lower|fewer) than) {N} (?:is|are|will be) {REFUSED}",
        is_number,
        one("minimum"),
    ),
    wording(rf"{N} or (?:more|greater|higher)", is_number, one("minimum")),
    wording(rf"{N} or (?:less|fewer|lower)", is_number, one("maximum")),
    wording(
        rf"(?:multiples? of|divisible by|in (?:steps|increments) of) {N}",
        is_number,
        one("multipleOf"),
    ),
    wording(rf"{N}\s*的(?:整数)?倍数", is_number, one("multipleOf")),
)
