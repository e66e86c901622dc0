"""What many answers show together: optional fields that never come, and nulls that never or always do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.bodies import decode_json
from truecopy.model import RULES, Contract, Finding, Interaction, Payload
from truecopy.model.pointers import escape, split

# Fewer answers say nothing by what they lack.
_FEWEST = 3
# A schema that contains itself by reference, or an answer of a million entries, is looked at so far.
_DEEPEST, _MOST_ENTRIES = 20, 1_000


@dataclass(slots=True)
class _Count:
    """How often a field could be there, was there, and was null."""

    chances: int = 0
    there: int = 0
    null: int = 0


@dataclass(slots=True, kw_only=True)
class FieldTally:
    """Counts the fields of the answers of one vendor."""

    contract: Contract
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    _counts: dict[tuple[str, int, str], _Count] = field(default_factory=dict)

    def add(self, operation: str, interaction: Interaction) -> None:
        """Count what is in one answer, if it is one of success."""
        status = interaction.status
        schema = self.contract.operations[operation].responses.get(status)
        if schema is None or not 200 <= status < 300:
            return
        body = decode_json(interaction.body)
        if isinstance(body, Payload):
            self.answers[operation, status] += 1
            self._count((operation, status), schema, body.instance, "", 0)

    def _count(
        self, key: tuple[str, int], schema: Mapping[str, Any], value: Any, at: str, depth: int
    ) -> None:
        if depth > _DEEPEST:
            return
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                pointer = f"{at}/{escape(name)}"
                count = self._counts.setdefault((*key, pointer), _Count())
                count.chances += 1
                if name in value:
                    count.there += 1
                    count.null += value[name] is None
                    self._count(key, inner, value[name], pointer, depth + 1)
        elif isinstance(value, list) and "items" in schema:
            for item in value[:_MOST_ENTRIES]:
                self._count(key, schema["items"], item, f"{at}/*", depth + 1)

    def findings(self) -> Iterator[Finding]:
        """Yield what the answers show together; info, with a count."""
        for (operation, status, pointer), count in self._counts.items():
            said = self._said(operation, status, pointer, count)
            if said is not None:
                rule, message = said
                yield RULES[rule].finding(
                    f"{operation}{pointer}",
                    f"the answer {status}: {pointer} {message}",
                    vendor=self.contract.vendor,
                    operation=operation,
                    pointer=pointer,
                )

    def _said(
        self, operation: str, status: int, pointer: str, count: _Count
    ) -> tuple[str, str] | None:
        if count.chances < _FEWEST:
            return None
        if not count.there:
            return "answer-field-never-there", f"was in none of {count.chances} places for it"
        if count.there < _FEWEST:
            return None
        if count.null == count.there:
            return "answer-field-always-null", f"was null all {count.there} times"
        if not count.null and self._may_be_null(operation, status, pointer):
            return "answer-field-never-null", f"was never null in {count.there} times"
        return None

    def _may_be_null(self, operation: str, status: int, pointer: str) -> bool:
        here: Mapping[str, Any] = self.contract.operations[operation].responses[status] or {}
        for name in split(pointer):
            here = here["items"] if name == "*" and "items" in here else here["properties"][name]
        kind = here.get("type")
        return isinstance(kind, list) and "null" in kind
