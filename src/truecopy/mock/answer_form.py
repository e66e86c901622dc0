"""What the schema and the promises of an answer say of its places, before one is built."""

from collections.abc import Iterable, Mapping
from typing import Any

from truecopy.contract.formats import instant
from truecopy.contract.pictures import picture_sites
from truecopy.contract.places import described
from truecopy.contract.promises import (
    Promise,
    chosen_pointer,
    is_shown_in,
    per_second,
    referred_by,
)
from truecopy.contract.validate import compile_test
from truecopy.mock.plain_values import NoPlainValueError, plain_value

_KINDS = ("count", "one-of", "present", "shown-in", "unix-time")


class AnswerForm:
    """The answers of one operation and status, place by place. Places are pointers, or patterns of them.

    Attributes:
        sites: Where pictures stand -> rule.
        counted: Arrays whose length is promised.
        times: Where unix times stand -> units a second.
        present: Where something is promised to be -> promise.
        chosen: Where pictures stand if the request says so.
        states: Where a state stands by which others show -> the state of plain answers.
        null_else: Where there is something in some states only.
        reserved: As `null_else`, and what the lifecycle shows.
        shown: What answers of no task show, by their own states.
        deciding: Pointers into the request that decide where pictures stand.
        base64_places: Where a picture stands as base64.
    """

    def __init__(self, schema: Mapping[str, Any], reserved: Iterable[str] = ()) -> None:
        """Sort the promises.

        Args:
            reserved: Pointers that are there in answers that show them, and in no other.
        """
        self._schema = schema
        promises: list[Promise] = list(schema.get("x-promises", ()))
        by_kind = {kind: [each for each in promises if each["kind"] == kind] for kind in _KINDS}
        self._shown_in, self._one_of = by_kind["shown-in"], by_kind["one-of"]
        self.null_else = frozenset(each["at"] for each in self._shown_in)
        self.reserved = self.null_else.union(reserved)
        self.counted = {each["at"] for each in by_kind["count"]}
        self.times = {each["at"]: per_second(each) for each in by_kind["unix-time"]}
        self.present = {each["at"]: each for each in by_kind["present"]}
        self.sites = {site.pattern: site.rule for site in picture_sites(schema)}
        self.chosen = frozenset(pattern for each in self._one_of for pattern in each["at"])
        self._unchosen = frozenset(self.sites) - self.chosen
        self._filled: dict[tuple[str, ...], frozenset[str]] = {}
        self.deciding = [pointer for each in self._one_of for pointer in referred_by(each)]
        self.states = {each["state"]: self._state(each["state"]) for each in self._shown_in}
        self.shown = frozenset(
            each["at"] for each in self._shown_in if is_shown_in(each, self.states[each["state"]])
        )
        self.base64_places = frozenset(
            site for site, rule in self.sites.items() if "base64" in rule.get("sources", ())
        )

    @property
    def has_free_pictures(self) -> bool:
        """Whether pictures stand where no state of a task reserves them, so that every answer has them."""
        return any(
            not any(f"{site}/".startswith(f"{each}/") for each in self.reserved)
            for site in self.sites
        )

    def time(self, at: str, seconds: float) -> Any:
        """Return a time in the form that a place has: unix time in its unit where it is a number, else a text."""
        kind = self._kind(at)
        if kind in ("integer", "number"):
            seconds *= self.times.get(at, 1)
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
                f"{site}/".startswith(f"{each['at']}/") for site in self.sites
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
