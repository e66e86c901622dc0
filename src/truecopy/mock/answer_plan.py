"""Answers built from the contract: the schema says what there is, promises and the mock file what goes in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.formats import instant
from truecopy.contract.pictures import picture_sites
from truecopy.contract.places import described
from truecopy.contract.promises import (
    Promise,
    chosen_pointer,
    is_present_promised,
    is_shown_in,
    per_second,
    referred_by,
)
from truecopy.contract.validate import compile_test
from truecopy.mock.context import Refusal
from truecopy.mock.mockfile import UNANSWERABLE
from truecopy.mock.plain_values import NoPlainValueError, distinct_values, plain_value
from truecopy.model.pointers import each as each_at
from truecopy.model.pointers import join, unescape


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


@dataclass(frozen=True, slots=True)
class _Named:
    """A maker of what the mock file's `fills` put in the answer."""

    name: str

    def __call__(self, facts: AnswerFacts, _index: int) -> Any:
        return facts.named.get(self.name, _ABSENT)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A maker of an address or of base64, where the request asks for it."""

    at: str

    def __call__(self, facts: AnswerFacts, index: int) -> Any:
        if self.at not in facts.filled:
            return _ABSENT
        if not facts.pictures:
            raise Refusal(UNANSWERABLE, f"{self.at} holds a picture, and this answer has none")
        return facts.pictures[index % len(facts.pictures)]


class AnswerPlan:
    """Builds the answers of one operation and status; compiled once.

    Attributes:
        unfillable: Places for which no value was found -> why.
        base64_places: Pointer patterns at which a picture stands as base64.
    """

    def __init__(
        self,
        schema: Mapping[str, Any],
        fills: Mapping[str, str],
        reserved: Iterable[str] = (),
        adds: Mapping[str, Any] | None = None,
    ) -> None:
        """Compile a schema.

        Args:
            fills: Pointer pattern -> key of `AnswerFacts.named`.
            reserved: Pointers that are there in answers that show them, and in no other.
            adds: Pointer pattern -> value of what stands there where nothing else does, beyond the schema.
        """
        self.unfillable: dict[str, str] = {}
        self._schema = schema
        promises: list[Promise] = list(schema.get("x-promises", ()))
        self._shown_in = [each for each in promises if each["kind"] == "shown-in"]
        self._null_else = frozenset(each["at"] for each in self._shown_in)
        self._reserved = self._null_else.union(reserved)
        self._fills = fills
        self._counted = {each["at"] for each in promises if each["kind"] == "count"}
        self._times = {
            each["at"]: per_second(each) for each in promises if each["kind"] == "unix-time"
        }
        self._present = {each["at"]: each for each in promises if each["kind"] == "present"}
        self._one_of = [each for each in promises if each["kind"] == "one-of"]
        self._sites = {site.pattern: site.rule for site in picture_sites(schema)}
        self._chosen = {pattern for each in self._one_of for pattern in each["at"]}
        self._unchosen = frozenset(self._sites) - self._chosen
        #: Pointers into the request that decide which fields are filled.
        self.deciding = [pointer for each in self._one_of for pointer in referred_by(each)]
        self._states = {each["state"]: self._state(each["state"]) for each in self._shown_in}
        #: Pointers that an answer of no task shows: those of the states that it is in.
        self.shown = frozenset(
            each["at"] for each in self._shown_in if is_shown_in(each, self._states[each["state"]])
        )
        self._filled: dict[tuple[str, ...], frozenset[str]] = {}
        self.base64_places = frozenset(
            site for site, rule in self._sites.items() if "base64" in rule.get("sources", ())
        )
        places = [(pointer.rpartition("/"), value) for pointer, value in (adds or {}).items()]
        self._adds = [(parent, unescape(name), value) for (parent, _, name), value in places]
        self._make = self._compile(schema, "")

    def build(self, facts: AnswerFacts) -> Any:
        """Return the body of an answer.

        Raises:
            Refusal: There is no value for a place of it.
        """
        made = self._make(facts, 0)
        for parent, name, value in self._adds:
            for _, holder in each_at(made, parent):
                if isinstance(holder, dict):
                    holder.setdefault(name, value)
        return made

    @property
    def has_free_pictures(self) -> bool:
        """Whether pictures stand where no state of a task reserves them, so that every answer has them."""
        return any(
            not any(f"{site}/".startswith(f"{each}/") for each in self._reserved)
            for site in self._sites
        )

    def time(self, at: str, seconds: float) -> Any:
        """Return a time in the form that a place has: unix time in its unit where it is a number, else a text."""
        kind = self._kind(at)
        if kind in ("integer", "number"):
            seconds *= self._times.get(at, 1)
            return int(seconds) if kind == "integer" else seconds
        return instant(seconds)

    def shown_at(self, at: str, state: str) -> frozenset[str]:
        """Return the pointers that an answer promises to show while a place has a state."""
        found = (each for each in self._shown_in if each["state"] == at)
        return frozenset(each["at"] for each in found if is_shown_in(each, state))

    def _state(self, at: str) -> Any:
        """Return the state that answers show at a place: one with an address or a picture, else the plainest.

        None where nothing is said of the place.
        """
        schema = described(self._schema, at)
        is_valid = compile_test(schema or {})
        for each in self._shown_in:
            inner = described(self._schema, each["at"]) or {}
            inner = inner.get("items", inner)
            has_result = inner.get("format") == "uri" or any(
                f"{site}/".startswith(f"{each['at']}/") for site in self._sites
            )
            if each["state"] == at and has_result and is_valid(each["states"][0]):
                return each["states"][0]
        try:
            return plain_value(schema) if schema else None
        except NoPlainValueError:
            return None

    def number_or_text(self, at: str, text: str) -> Any:
        """Return an id in the form that a place has."""
        is_number = self._kind(at) == "integer" and text.isdigit()
        return int(text) if is_number else text

    def describes(self, at: str) -> bool:
        """Whether the schema says anything of a place."""
        return described(self._schema, at) is not None

    def _kind(self, at: str) -> Any:
        """Return the type of a place; None where nothing is said of it."""
        return (described(self._schema, at) or {}).get("type")

    def filled(self, request: Any) -> frozenset[str]:
        """Return the pointer patterns at which the answer to a request has its pictures."""
        if not self._one_of:
            return self._unchosen
        chosen = tuple([chosen_pointer(each, request) for each in self._one_of])
        known = self._filled.get(chosen)
        if known is None:
            known = self._filled[chosen] = self._unchosen.union(chosen)
        return known

    def _compile(self, schema: Mapping[str, Any], at: str) -> Maker:
        if at in self._fills:
            return _Named(self._fills[at])
        if self._states.get(at) is not None:
            return _Constant(self._states[at])
        if at in self._sites:
            return _Picture(at)
        if at in self._times:
            units = self._times[at]
            return lambda facts, _: int(facts.now * units)
        if "properties" in schema:
            return self._object(schema, at)
        if "items" in schema:
            return self._array(schema, at)
        if at in self._present and schema.get("type") == "string":
            schema = {**schema, "minLength": max(1, schema.get("minLength", 1))}
        if at in self._null_else and isinstance(schema.get("type"), list):
            # Shown, it is no null: that is how the other states have it.
            schema = {**schema, "type": [each for each in schema["type"] if each != "null"]}
        try:
            return _plain(schema)
        except NoPlainValueError as error:
            self.unfillable[at] = str(error)
            return _refuse(f"{at}: {error}")

    def _object(self, schema: Mapping[str, Any], at: str) -> Maker:
        """Return a maker of an object: a copy of what is always the same in it, and the rest filled in."""
        required = set(schema.get("required", ()))
        chosen = {name for name in schema["properties"] if at + join([name]) in self._chosen}
        template: dict[str, Any] = {}
        changing: list[tuple[str, Maker, Condition | None]] = []
        chosen |= {name for name in schema["properties"] if at + join([name]) in self._null_else}
        unfilled = {name: _unfilled(schema["properties"][name]) for name in required & chosen}
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
                if condition is not None and not condition(facts):
                    value = _ABSENT
                elif type(make) is _Named:
                    value = facts.named.get(make.name, _ABSENT)
                elif type(make) is _Picture and make.at not in facts.filled:
                    value = _ABSENT
                else:
                    value = make(facts, index)
                value = unfilled.get(name, _ABSENT) if value is _ABSENT else value
                if value is _ABSENT:
                    del made[name]
                else:
                    made[name] = value
            return made

        return build

    def _condition(self, name: str, pointer: str, required: set[str]) -> Condition | None:
        """Return when a member is there; None for always."""
        if pointer in self._reserved:
            return lambda facts: pointer in facts.shown
        if name in required or pointer in self._chosen:
            return None
        promise = self._present.get(pointer)
        if promise is not None:
            return lambda facts: is_present_promised(promise, facts.request)
        inner = f"{pointer}/"
        return lambda facts: any(f"{each}/".startswith(inner) for each in facts.shown)

    def _array(self, schema: Mapping[str, Any], at: str) -> Maker:
        make = self._compile(schema["items"], f"{at}/*")
        least = schema.get("minItems", 0)
        is_counted = at in self._counted or f"{at}/*" in self._sites
        if schema.get("uniqueItems") and least > 1 and not is_counted:
            try:
                return _Constant(distinct_values(schema["items"], least))
            except NoPlainValueError as error:
                self.unfillable[at] = str(error)
                return _refuse(f"{at}: {error}")

        def build(facts: AnswerFacts, _: int) -> Any:
            return [make(facts, index) for index in range(facts.count if is_counted else least)]

        return build


def _plain(schema: Mapping[str, Any]) -> Maker:
    """Return a maker of the plainest value that a schema without members accepts.

    Raises:
        NoPlainValueError: None was found.
    """
    if schema.get("type") == "string" and schema.get("format") == "date-time":
        return lambda facts, _: instant(facts.now)
    return _Constant(plain_value(schema))


def _refuse(why: str) -> Maker:
    """Return a maker that builds nothing."""

    def refuse(_facts: AnswerFacts, _index: int) -> Any:
        raise Refusal(UNANSWERABLE, why)

    return refuse


def _unfilled(schema: Mapping[str, Any]) -> Any:
    """Return the empty value of a member that is always there, and not chosen to be filled."""
    is_valid = compile_test(schema)
    return next((value for value in (None, "") if is_valid(value)), _ABSENT)
