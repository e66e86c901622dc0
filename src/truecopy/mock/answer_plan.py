"""Answers built from the contract: the schema says what there is, promises and the mock file what goes in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.formats import instant
from truecopy.contract.promises import is_present_promised
from truecopy.contract.validate import compile_test
from truecopy.mock.answer_form import AnswerForm
from truecopy.mock.context import Refusal
from truecopy.mock.error_causes import UNANSWERABLE
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
        form: What its schema and its promises say of them.
        unfillable: Places for which no value was found -> why.
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
        self.form = AnswerForm(schema, reserved)
        self.unfillable: dict[str, str] = {}
        self._fills = fills
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

    def _compile(self, schema: Mapping[str, Any], at: str) -> Maker:
        form = self.form
        if at in self._fills:
            return _Named(self._fills[at])
        if form.states.get(at) is not None:
            return _Constant(form.states[at])
        if at in form.sites:
            return _Picture(at)
        if at in form.times:
            units = form.times[at]
            return lambda facts, _: int(facts.now * units)
        if "properties" in schema:
            return self._object(schema, at)
        if "items" in schema:
            return self._array(schema, at)
        if at in form.present and schema.get("type") == "string":
            schema = {**schema, "minLength": max(1, schema.get("minLength", 1))}
        if at in form.null_else and isinstance(schema.get("type"), list):
            # Shown, it is no null: that is how the other states have it.
            schema = {**schema, "type": [each for each in schema["type"] if each != "null"]}
        try:
            return _plain(schema)
        except NoPlainValueError as error:
            self.unfillable[at] = str(error)
            return _refuse(f"{at}: {error}")

    def _object(self, schema: Mapping[str, Any], at: str) -> Maker:
        """Return a maker of an object: a copy of what is always the same in it, and the rest filled in."""
        form, required = self.form, set(schema.get("required", ()))
        template: dict[str, Any] = {}
        changing: list[tuple[str, Maker, Condition | None]] = []
        may_lack = form.chosen | form.null_else
        unfilled = {
            name: _unfilled(inner)
            for name, inner in schema["properties"].items()
            if name in required and at + join([name]) in may_lack
        }
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
        form = self.form
        if pointer in form.reserved:
            return lambda facts: pointer in facts.shown
        if name in required or pointer in form.chosen:
            return None
        promise = form.present.get(pointer)
        if promise is not None:
            return lambda facts: is_present_promised(promise, facts.request)
        inner = f"{pointer}/"
        return lambda facts: any(f"{each}/".startswith(inner) for each in facts.shown)

    def _array(self, schema: Mapping[str, Any], at: str) -> Maker:
        make = self._compile(schema["items"], f"{at}/*")
        least = schema.get("minItems", 0)
        form = self.form
        is_counted = at in form.counted or f"{at}/*" in form.sites
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
