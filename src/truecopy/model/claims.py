"""Claims: machine-checkable statements, and the evidence that carries each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Reading(StrEnum):
    """How a claim was read out of a document."""

    STATED = "stated"
    EXAMPLE = "example"
    DECISION = "decision"


class Ground(StrEnum):
    """How sure a claim is, the surest first: it decides what a broken claim may be called."""

    STATED = "stated"  # a document says this very value, whether or not a decision chose it
    EXAMPLE = "example"
    READING = "reading"
    RESOLUTION = "resolution"
    ASSUMPTION = "assumption"
    WORDING = "wording"  # a description in our own words, which nothing could break

    @property
    def weakness(self) -> int:
        """0 for the surest."""
        return _WEAKNESS[self]


_WEAKNESS = {each: number for number, each in enumerate(Ground)}


class Layer(StrEnum):
    """What a claim is about, and so where it is enforced."""

    ASSERTION = "assertion"  # a keyword of a schema: mock and check enforce it
    ANNOTATION = "annotation"  # a keyword that no answer can break: default, examples, description
    PROMISE = "promise"  # about an answer, beyond what a schema can say
    OPERATION = "operation"  # method, path, media type, authentication, price
    LIFECYCLE = "lifecycle"  # states and transitions of an asynchronous task
    ADVICE = "advice"  # kept and shown, not enforced: how often to poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One place in one document.

    Attributes:
        document: Id of the document, as `vendor.yaml` lists it.
        lines: First and last line, counted from 1.
        span: Column where it starts in the first line and where it ends in the last, from 0.
        fingerprint: First 12 hex digits of the SHA-256 of the text with white space folded.
        reading: Whether the text states it, shows it in an example, or a person decided it.
    """

    document: str
    lines: tuple[int, int]
    span: tuple[int, int]
    fingerprint: str
    reading: Reading

    @property
    def place(self) -> str:
        """The lines, for people: `12`, or `12-15`."""
        first, last = self.lines
        return str(first) if first == last else f"{first}-{last}"

    def __str__(self) -> str:
        return f"{self.document}:{self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided where documents are silent, damaged, ambiguous or contradictory.

    Attributes:
        kind: `reading` of prose, `resolution` of a contradiction, or `assumption`.
        sees: The places that the person looked at; empty where documents are silent.
        limit: Those among them at which the documents themselves refuse what its claims refuse.
    """

    id: str
    kind: Ground
    why: str
    sees: tuple[Evidence, ...] = ()
    limit: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement, under a stable id such as `create-generation.request.n#maximum`.

    Attributes:
        value: The keyword's value: any JSON.
        pointer: Where it landed: contract file, `#`, RFC 6901 pointer. Empty before the fold.
        decision: Id of the decision that made or settled it, if one did.
        decided_at: File and line of that decision, where it is of another workspace than the contract; else empty.
        ground: How sure it is.
        parts: Entry of a value that is a list -> how sure that entry is, where it is surer than the whole.
    """

    id: str
    layer: Layer
    value: Any
    ground: Ground = Ground.STATED
    parts: Mapping[str, Ground] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    decision: str | None = None
    decided_at: str = ""
    pointer: str = ""

    @property
    def subject(self) -> str:
        """The part of the id before `#`: what the claim is about."""
        return self.id.partition("#")[0]

    @property
    def keyword(self) -> str:
        """The part of the id after `#`: what it says."""
        return self.id.partition("#")[2]

    def ground_of(self, part: str) -> Ground:
        """Return how sure one entry of a value is that is a list."""
        return self.parts.get(part, self.ground)

    @property
    def ground_of_refusals(self) -> Ground:
        """How sure it is that what it does not take is refused: a list that a document has is only added to."""
        return min((self.ground, *self.parts.values()), key=lambda each: each.weakness)

    @property
    def owner(self) -> str:
        """What it belongs to: the id of an operation, `lifecycle` or `vendor`."""
        return self.subject.partition(".")[0]

    @property
    def source(self) -> str:
        """Where it stands, for people: each document with its lines, and the decision.

        Examples are left out where the documents also state it or a person decided it.
        """
        firm = [each for each in self.evidence if each.reading is not Reading.EXAMPLE]
        by_document: dict[str, dict[str, None]] = {}
        for each in firm or self.evidence:
            by_document.setdefault(each.document, {})[each.place] = None
        places = [f"{name}:{','.join(lines)}" for name, lines in by_document.items()]
        if self.decision:
            where = f" in {self.decided_at}" if self.decided_at else ""
            places.append(f"decision {self.decision}{where}")
        return ", ".join(places)
