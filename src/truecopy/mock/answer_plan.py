"""Answers built from the contract: the schema says what there is, promises and the mock file what goes in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.formats import instant
from truecopy.contract.pictures import picture_sites
from truecopy.contract.pointers import join
from truecopy.contract.promises import Promise, chosen_pointer, is_present_promised, referred_by


@dataclass(slots=True)
class AnswerFacts:
    """What one answer is made from.

    Attributes:
        request: The request that the promises refer to.
        count: How many pictures.
        pictures: Address or base64 text of each.
        filled: Pointer patterns at which they stand.
        now: In unix seconds.
        named: What the mock file's `fills`, and the lifecycle, put at a pointer.
        shown: Pointers that this answer shows though they are optional.
    """

    request: Any
    count: int
    pictures: list[str]
    filled: frozenset[str]
    now: float
    named: Mapping[str, Any] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()


Maker = Callable[[AnswerFacts, int], Any]
Condition = Callable[[AnswerFacts], bool]
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class _Constant:
    """A maker of what is the same in every answer."""

    value: Any

    def __call__(self, _facts: AnswerFacts, _index: int) -> Any:
        return self.value


class AnswerPlan:
    """Builds the answers of one operation and status; compiled once."""

    def __init__(self, schema: Mapping[str, Any], fills: Mapping[str, str]) -> None:
        """Compile a schema.

        Args:
            fills: Pointer pattern -> key of `AnswerFacts.named`.
        """
        promises: list[Promise] = list(schema.get("x-promises", ()))
        self._fills = fills
        self._counted = {each["at"] for each in promises if each["kind"] == "count"}
        self._times = {each["at"] for each in promises if each["kind"] == "unix-time"}
        self._present = {each["at"]: each for each in promises if each["kind"] == "present"}
        self._one_of = [each for each in promises if each["kind"] == "one-of"]
        self._sites = {site.pattern: site.rule for site in picture_sites(schema)}
        self._chosen = {pattern for each in self._one_of for pattern in each["at"]}
        self._unchosen = frozenset(self._sites) - self._chosen
        #: Pointers into the request that decide which fields are filled.
        self.deciding = [pointer for each in self._one_of for pointer in referred_by(each)]
        self._filled: dict[tuple[str, ...], frozenset[str]] = {}
        self._base64 = frozenset(
            site for site, rule in self._sites.items() if "base64" in rule.get("sources", ())
        )
        self._make = self._compile(schema, "")

    def build(self, facts: AnswerFacts) -> Any:
        """Return the body of an answer."""
        return self._make(facts, 0)

    def filled(self, request: Any) -> frozenset[str]:
        """Return the pointer patterns at which the answer to a request has its pictures."""
        if not self._one_of:
            return self._unchosen
        chosen = tuple([chosen_pointer(each, request) for each in self._one_of])
        known = self._filled.get(chosen)
        if known is None:
            known = self._filled[chosen] = self._unchosen.union(chosen)
        return known

    def is_base64(self, filled: frozenset[str]) -> bool:
        """Whether the pictures go into the answer as base64."""
        return not self._base64.isdisjoint(filled)

    def _compile(self, schema: Mapping[str, Any], at: str) -> Maker:
        if at in self._fills:
            name = self._fills[at]
            return lambda facts, _: facts.named.get(name, _ABSENT)
        if at in self._sites:
            return self._picture(at)
        if at in self._times:
            return lambda facts, _: int(facts.now)
        if "properties" in schema:
            return self._object(schema, at)
        if "items" in schema:
            return self._array(schema, at)
        return _plain(schema)

    def _picture(self, at: str) -> Maker:
        return lambda facts, index: facts.pictures[index] if at in facts.filled else _ABSENT

    def _object(self, schema: Mapping[str, Any], at: str) -> Maker:
        """Return a maker of an object: a copy of what is always the same in it, and the rest filled in."""
        required = set(schema.get("required", ()))
        template: dict[str, Any] = {}
        changing: list[tuple[str, Maker, Condition | None]] = []
        for name, inner in schema["properties"].items():
            pointer = at + join([name])
            make = self._compile(inner, pointer)
            condition = self._condition(name, pointer, required)
            template[name] = make.value if isinstance(make, _Constant) else None
            if condition is not None or not isinstance(make, _Constant):
                changing.append((name, make, condition))

        def build(facts: AnswerFacts, index: int) -> Any:
            made = template.copy()
            for name, make, condition in changing:
                value = make(facts, index) if condition is None or condition(facts) else _ABSENT
                if value is _ABSENT:
                    del made[name]
                else:
                    made[name] = value
            return made

        return build

    def _condition(self, name: str, pointer: str, required: set[str]) -> Condition | None:
        """Return when a member is there; None for always."""
        if name in required or pointer in self._chosen:
            return None
        promise = self._present.get(pointer)
        if promise is not None:
            return lambda facts: is_present_promised(promise, facts.request)
        return lambda facts: pointer in facts.shown

    def _array(self, schema: Mapping[str, Any], at: str) -> Maker:
        make = self._compile(schema["items"], f"{at}/*")
        least = schema.get("minItems", 0)
        is_counted = at in self._counted or f"{at}/*" in self._sites

        def build(facts: AnswerFacts, _: int) -> Any:
            return [make(facts, index) for index in range(facts.count if is_counted else least)]

        return build


def _plain(schema: Mapping[str, Any]) -> Maker:
    """Return a maker of the plainest value that a schema without members accepts."""
    kind = schema.get("type", "object")
    if "enum" in schema:
        value: Any = schema["enum"][0]
    elif isinstance(kind, list):
        value = None if "null" in kind else _of_type(kind[0], schema)
    elif schema.get("format") == "date-time":
        return lambda facts, _: instant(facts.now)
    else:
        value = _of_type(kind, schema)
    return _Constant(value)


def _of_type(kind: str, schema: Mapping[str, Any]) -> Any:
    if kind == "string":
        formats = {"uuid": "00000000-0000-4000-8000-000000000000", "uri": "https://example.com/"}
        return formats.get(schema.get("format", ""), "x" * schema.get("minLength", 0))
    values = {
        "integer": schema.get("minimum", 0),
        "number": schema.get("minimum", 0),
        "boolean": False,
    }
    return values.get(kind, [] if kind == "array" else {})
