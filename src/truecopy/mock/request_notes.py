"""What a request has that its contract lets pass, and its sender wants to know: it changes nothing in the answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from truecopy.contract.bodies import duplicate_keys
from truecopy.contract.problems import shown
from truecopy.contract.unknown_fields import unknown_fields
from truecopy.model import Operation
from truecopy.model.pointers import each, escape, first

# A reader who sees so many notes knows the rest; what stands in each is cut for the same reason.
MOST_NOTES = 20
_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTaker:
    """Takes notes of the requests of one operation; compiled once.

    Attributes:
        schema: Of its requests.
        plain: Names of the members that have no members of their own.
        elsewhere: Name of a member -> other operations of the vendor that have it.
        prompt: Pointer pattern to the texts of the prompt; None where there is one place for one text.
        model: Pointer to the name of a model; None where the documents name none.
        models: Those that they name.
    """

    schema: Mapping[str, Any]
    plain: frozenset[str]
    elsewhere: Mapping[str, Sequence[str]]
    prompt: str | None = None
    model: str | None = None
    models: Collection[str] = ()

    def notes(self, instance: Any, data: bytes = b"") -> list[str]:
        """Return what is to be told of a body: twenty notes at most, each cut; then that there are more.

        Args:
            data: The JSON text that it was read from; empty for a form.
        """
        # Nothing but members that the schema knows, each once: to see that costs next to nothing.
        if (
            self.prompt is None
            and self.model is None
            and isinstance(instance, dict)
            and instance.keys() <= self.plain
            and data.count(b'":') == len(instance)
        ):
            return []
        found = [
            note[:_LONGEST_NOTE] for note in islice(self._notes(instance, data), MOST_NOTES + 1)
        ]
        if len(found) > MOST_NOTES:
            found[MOST_NOTES:] = ["and more"]
        return found

    def _notes(self, instance: Any, data: bytes) -> Iterator[str]:
        if not isinstance(instance, dict):
            return
        yield from map(self._unknown, unknown_fields(self.schema, instance))
        # The fewest pairs that can be in a text are those in its value: more quoted names mean that some stand twice.
        if data.count(b'":') != _members(instance):
            for key in duplicate_keys(data):
                yield f"the key {key[:_LONGEST_NOTE]!r} stands there twice; the last one counts"
        if self.prompt is not None:
            texts = [pointer for pointer, text in each(instance, self.prompt) if text is not None]
            if len(texts) > 1:
                yield f"{len(texts)} texts where the documents show one: {', '.join(texts[:4])}; they are joined"
        if self.model is not None:
            model = first(instance, self.model)
            if isinstance(model, str) and model not in self.models:
                known = ", ".join(sorted(self.models))
                yield f"{self.model}: {shown(model)} is not among the models that the documents name: {known}"

    def _unknown(self, pointer: str) -> str:
        others = self.elsewhere.get(pointer.rpartition("/")[2], ())
        have = "has" if len(others) == 1 else "have"
        there = f", which {' and '.join(others)} {have}" if others else ""
        return f"unknown field {pointer}{there}"


def note_taker(
    operation: Operation, others: Collection[Operation], reads: Mapping[str, str]
) -> NoteTaker:
    """Return the note taker of an operation.

    Args:
        others: All operations of the vendor.
        reads: Role -> pointer pattern into the request, as the mock file has it.
    """
    schema = operation.request or {}
    properties: Mapping[str, Any] = schema.get("properties", {})
    elsewhere: dict[str, list[str]] = {}
    for other in others:
        if other.id != operation.id:
            for name in sorted(set(_names(other.request or {}))):
                elsewhere.setdefault(escape(name), []).append(other.id)
    model = reads.get("model")
    named = _node(schema, model) if model else {}
    models = (*named.get("examples", ()), *named.get("enum", ()))
    prompt = reads.get("prompt", "")
    return NoteTaker(
        schema=schema,
        plain=frozenset(name for name, rule in properties.items() if not _has_members(rule)),
        elsewhere=elsewhere,
        prompt=prompt if "*" in prompt else None,
        model=model if models else None,
        models=frozenset(models),
    )


def _has_members(rule: Mapping[str, Any]) -> bool:
    return "properties" in rule or ("items" in rule and _has_members(rule["items"]))


def _names(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the name of every member that a schema has at any depth."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from _names(inner)
    if "items" in schema:
        yield from _names(schema["items"])


def _node(schema: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    """Return what a schema says of the place that a pointer without patterns names."""
    here = schema
    for name in pointer.split("/")[1:]:
        here = here.get("properties", {}).get(name, {})
    return here


def _members(value: Any) -> int:
    """Return how many members the objects in a value have, at any depth that JSON is read to."""
    if isinstance(value, dict):
        return len(value) + sum(map(_members, value.values()))
    return sum(map(_members, value)) if isinstance(value, list) else 0
