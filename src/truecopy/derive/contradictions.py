"""Documents that contradict themselves, and how that is told."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truecopy.derive.document import Document
from truecopy.derive.statements import Statement, layer_of
from truecopy.errors import DeriveError
from truecopy.model import Layer, Reading

# What matters first in a list of contradictions: what is enforced, then what is only shown.
_WEIGHTS = {
    Layer.OPERATION: 0,
    Layer.LIFECYCLE: 0,
    Layer.ASSERTION: 0,
    Layer.PROMISE: 0,
    Layer.ANNOTATION: 1,
    Layer.ADVICE: 1,
}
# Contradictions shown with their sentences, and characters of the list of the others: what one screen holds.
_MOST_SHOWN = 8
_LONGEST_LIST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A claim that the documents state in several ways, and that no decision settles.

    Attributes:
        statements: All that are about the claim, in order.
        pair: Two of them that cannot both hold.
    """

    claim: str
    statements: tuple[Statement, ...]
    pair: tuple[Statement, Statement]

    @property
    def is_shown(self) -> bool:
        """Whether a value that an example shows stands against what is said of it: no sentence contradicts another."""
        is_example = any(each.evidence.reading is Reading.EXAMPLE for each in self.pair)
        return is_example and layer_of(*_parts(self.claim)) is Layer.ASSERTION


def require_agreement(
    contradictions: Iterable[Contradiction], documents: Mapping[str, Document]
) -> None:
    """Refuse documents that contradict themselves.

    Raises:
        DeriveError: They do; shows every pair of sentences with their lines, what is enforced before what is
            only shown, and counts what would go on for long.
    """
    ordered = sorted(contradictions, key=lambda each: _WEIGHTS[layer_of(*_parts(each.claim))])
    if not ordered:
        return
    shown = [_show(each, documents) for each in ordered[:_MOST_SHOWN]]
    rest = [each.claim for each in ordered[_MOST_SHOWN:]]
    if rest:
        shown.append(f"  and {len(rest)} more: {', '.join(rest)[:_LONGEST_LIST]}")
    raise DeriveError(
        "the documents contradict themselves; settle each in decisions.yaml:\n" + "\n".join(shown)
    )


def _parts(claim: str) -> tuple[str, str]:
    subject, _, keyword = claim.partition("#")
    return subject, keyword


def _show(each: Contradiction, documents: Mapping[str, Document]) -> str:
    return "\n".join((f"  {each.claim}", *sentences_of(each, documents)))


def sentences_of(each: Contradiction, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield what each side of a contradiction says, with its line of the page."""
    for statement in each.pair:
        place = statement.evidence
        line = documents[place.document].lines[place.lines[0] - 1].text.strip()
        yield f"    {place} says {json.dumps(statement.value)}: {line[:160]}"
