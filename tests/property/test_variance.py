"""What the differ calls compatible, no body contradicts: of requests and of answers."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.drift.claims import make_claim

from truecopy.contract.validate import compile_test
from truecopy.derive.schemas import build_schema
from truecopy.drift import ClaimSide, compare_claims
from truecopy.model import Claim, Severity

Values = dict[str, Any]

FIELDS = ("a", "b", "a.c", "d[]", "d")
SMALL = st.integers(0, 4)
TYPES = st.sampled_from(
    [
        "string",
        "integer",
        "number",
        "boolean",
        "object",
        "array",
        ["string", "null"],
        ["integer", "string"],
    ]
)
TEXTS = ["", "x", "xy", "xyz", "2*3", "4*4"]
ATOMS = [None, True, False, 0, 1, 2, 3, 1.5, *TEXTS]
BOUNDS = st.fixed_dictionaries({}, optional={"minimum": SMALL, "maximum": SMALL})
# Keyword -> the values that it may have; None where it is not there.
KEYWORDS: dict[str, st.SearchStrategy[Any]] = {
    "type": TYPES,
    "required": st.just(value=True),
    "enum": st.lists(st.sampled_from(ATOMS[3:]), min_size=1, max_size=4, unique_by=repr),
    "const": st.sampled_from(ATOMS[3:]),
    "maximum": SMALL,
    "minimum": SMALL,
    "exclusiveMaximum": SMALL,
    "maxLength": SMALL,
    "minLength": SMALL,
    "maxItems": SMALL,
    "minItems": SMALL,
    "multipleOf": st.integers(1, 3),
    "uniqueItems": st.just(value=True),
    "minProperties": st.integers(0, 2),
    "pattern": st.sampled_from(["^x", "^[0-9]"]),
    "x-dimensions/separator": st.just("*"),
    "x-dimensions/side": BOUNDS,
    "x-dimensions/pixels": BOUNDS,
    "x-dimensions/empty": st.just(value=True),
}
KEYS = [
    f"{field}#{keyword}"
    for field in FIELDS
    for keyword in KEYWORDS
    if field + keyword != "d[]required"
]


@st.composite
def claims(draw: st.DrawFn) -> Values:
    """Return claims about some fields: type, and a few keywords each."""
    names = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=8, unique=True))
    return {name: draw(KEYWORDS[name.partition("#")[2]]) for name in names}


@st.composite
def changed(draw: st.DrawFn, values: Values) -> Values:
    """Return claims of which a few are others, gone, or new; or of which a field is gone."""
    after = dict(values)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(list(values)) if draw(st.booleans()) else st.sampled_from(KEYS))
        how = draw(st.sampled_from(["value", "claim", "field"]))
        if how == "value" or name not in after:
            after[name] = draw(KEYWORDS[name.partition("#")[2]])
        elif how == "claim":
            del after[name]
        else:
            field = name.partition("#")[0]
            after = {each: value for each, value in after.items() if not each.startswith(field)}
    return after


LISTS = [[], [0], [1, 1], [1, 2], ["x", "xy"], [None, 1, 2], [1, 2, 3, 4], ["2*3"]]
LEAVES = [*ATOMS, *LISTS]
OBJECTS = [{}, {"e": 1}, *({"c": each} for each in LEAVES), {"c": 1, "e": 2}]
# One field at a time, and then all at once: what one refuses would hide what another does.
BODIES: list[dict[str, Any]] = [
    {},
    *({"a": each} for each in (*LEAVES, *OBJECTS)),
    *({"b": each} for each in LEAVES),
    *({"d": each} for each in LEAVES),
    *({"a": {"c": each}, "b": each, "d": [each]} for each in LEAVES),
]


def side(part: str, values: Values) -> dict[str, Claim]:
    """Return claims about a part of an operation."""
    named = {f"make.{part}#type": "object"}
    named |= {f"make.{part}.{name}": value for name, value in values.items()}
    return {name: make_claim(name, value) for name, value in named.items()}


def compiled(part: str, claims: dict[str, Claim]) -> Callable[[Any], bool]:
    """Return whether a body is valid under the schema that claims make."""
    return compile_test(build_schema("v", "make", part, claims.values()).schema)


def is_compatible(old: dict[str, Claim], new: dict[str, Claim]) -> bool:
    """Whether the differ has nothing above info."""
    found = compare_claims(ClaimSide(claims=old), ClaimSide(claims=new))
    return all(each.severity is Severity.INFO for each in found)


def is_known(body: Any, values: Values) -> bool:
    """Whether a body has documented fields only: what becomes of others nobody has said."""
    names = {name.partition("#")[0] for name in values}
    tops = {name.partition(".")[0].removesuffix("[]") for name in names}
    inner = body.get("a") if isinstance(body.get("a"), dict) else {}
    return body.keys() <= tops and ("a.c" in names or "c" not in inner)


@st.composite
def one_keyword(draw: st.DrawFn, keyword: str) -> tuple[Values, Values]:
    """Return two sets of claims about one field that differ in one keyword only, which one may not have."""
    name = f"a#{keyword}"
    others = draw(st.lists(st.sampled_from(list(KEYWORDS)), max_size=2, unique=True))
    both = {f"a#{each}": draw(KEYWORDS[each]) for each in others} | {"a#title": "a"}
    values = [
        {name: draw(KEYWORDS[keyword])},
        draw(st.sampled_from([{}, {name: draw(KEYWORDS[keyword])}])),
    ]
    first, second = draw(st.permutations(values))
    both.pop(name, None)
    return both | first, both | second


def require_agreement(before: Values, after: Values) -> None:
    """Require that no body contradicts what the differ calls compatible, of a request and of an answer."""
    old, new = side("request", before), side("request", after)
    accepts, accepts_now = compiled("request", old), compiled("request", new)
    keeps_requests = is_compatible(old, new)
    keeps_answers = is_compatible(side("200", before), side("200", after))
    for body in BODIES if keeps_requests or keeps_answers else ():
        was_good, is_good = accepts(body), accepts_now(body)
        if keeps_requests and was_good and is_known(body, before):
            assert is_good, body
        if keeps_answers and is_good:
            assert was_good, body


@pytest.mark.parametrize("keyword", KEYWORDS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_one_keyword_changes(keyword: str, data: st.DataObject) -> None:
    """What was good stays good, and what is answered was promised, whatever else is said of the field."""
    before, after = data.draw(one_keyword(keyword))

    require_agreement(before, after)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), before=claims())
def test_several_claims_change(data: st.DataObject, before: Values) -> None:
    """The same of fields that come and go, of members and of elements."""
    require_agreement(before, data.draw(changed(before)))
