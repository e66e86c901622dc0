"""What readers hand on: statements about a page's operations, each with its evidence.

Of an operation itself (subject empty) a page says `method`, `path`, `media-type` (`Page.add_media_type`), `auth`, `price`
and perhaps `alias`; of `vendor` the `base-url`. Of a field (`request.n`, `200.data[].url`, `path.task_id`) it says `property`
and perhaps `required` (both by `Page.mark`), and any keyword of its schema; of a status (`200`) `status` and `media-type`;
of an answer `x-promises/KIND`; of `lifecycle` and `lifecycle.STATE` what `lifecycle.json` has.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from truecopy.derive.document import Document, Line, Span
from truecopy.derive.located_json import Node
from truecopy.errors import DeriveError
from truecopy.model import Evidence, Layer, Reading

# Three hundred times as many as the longest page seen; a sentence that holds for many fields says as many things.
MOST_STATEMENTS = 100_000
# What 64 bits hold, with a sign and without.
_LEAST, _MOST = -(2**63), 2**64 - 1
ANNOTATIONS = frozenset(
    {"default", "deprecated", "examples", "description", "title", "property", "example"}
)
OPERATIONS = frozenset(
    {"method", "path", "alias", "media-type", "auth", "key-prefix", "price", "status", "base-url"}
)

# How a key is carried that is no bearer token, by a sentence or a placeholder: it counts where no page of the vendor
# says it outright.
AUTH_HINT = "auth-hint"
# A promise of what an answer shows in a state, for an operation whose page lists states and that has no lifecycle.
SHOWN_IN = "x-promises/shown-in"
# That a task ends in a state, of `lifecycle.STATE`.
ENDS = "terminal"


def layer_of(subject: str, keyword: str) -> Layer:
    """Return the layer that a claim about `subject` under `keyword` belongs to."""
    if subject.startswith("lifecycle"):
        return Layer.LIFECYCLE
    if keyword.startswith("x-promises/"):
        return Layer.PROMISE
    if keyword.startswith("advice/"):
        return Layer.ADVICE
    if keyword in OPERATIONS:
        return Layer.OPERATION
    return Layer.ANNOTATION if keyword in ANNOTATIONS else Layer.ASSERTION


def _is_beyond(value: Any) -> bool:
    """Whether a number, or one of a list, has more than the 64 bits that parsers of JSON read exactly."""
    values = value if isinstance(value, list) else [value]
    return any(type(each) is int and not _LEAST <= each <= _MOST for each in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a page says.

    Attributes:
        subject: Relative to the page's operations: `request.n`, `200.data[].url`, or empty for the
            operation itself. `lifecycle...` and `vendor` are absolute.
        media_type: Holds only for the page's operation with this media type; None for all.
    """

    subject: str
    keyword: str
    value: Any
    evidence: Evidence
    media_type: str | None = None


@dataclass(kw_only=True)
class Page:
    """Everything that a reader found on one document.

    Attributes:
        media_types: Of the request body, in order of appearance; empty where there is none.
        layout: Spans that are read as layout: headings, labels, tables' heads, example blocks.
        shown: Examples of answers, each with the status that it is of.
        unread: Parts that the reader passed over, each with the reason, for people.
        open_keys: Where the header of a key is named, and not its scheme.
        prose: Where it begins behind the head of a field on the same line.
        unmarked: Subjects that a part describes without calling them required, each with the place of its name.
    """

    document: Document
    statements: list[Statement] = field(default_factory=list)
    media_types: list[str] = field(default_factory=list)
    layout: list[Span] = field(default_factory=list)
    shown: list[tuple[int, Node]] = field(default_factory=list)
    unread: list[tuple[Line, str]] = field(default_factory=list)
    unmarked: list[tuple[str, Span]] = field(default_factory=list)
    open_keys: list[Span] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    _values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def say(
        self,
        subject: str,
        keyword: str,
        value: Any,
        place: Evidence | Span,
        *,
        media_type: str | None = None,
    ) -> None:
        """Add a statement; `place` is evidence, or the span that states it.

        A number of which no parser keeps every digit is no rule that could be kept: its sentence stays uncited.

        Raises:
            DeriveError: The page says too much.
        """
        if len(self.statements) >= MOST_STATEMENTS:
            raise DeriveError(
                f"{self.document.id}: says more than {MOST_STATEMENTS:,} things of its operations; a page of one "
                "operation was expected"
            )
        if layer_of(subject, keyword) is Layer.ASSERTION and _is_beyond(value):
            return
        evidence = place
        if not isinstance(evidence, Evidence):
            evidence = self.document.evidence(*evidence, Reading.STATED)
        self._values.setdefault((subject, keyword), []).append(value)
        self.statements.append(
            Statement(
                subject=subject,
                keyword=keyword,
                value=value,
                evidence=evidence,
                media_type=media_type,
            )
        )

    def mark(self, subject: str, keyword: str, place: Evidence | Span) -> None:
        """State something that is either said or not: `required`, `property`."""
        self.say(subject, keyword, value=True, place=place)

    def add_media_type(self, media_type: str, place: Span) -> None:
        """State that the request body may have this media type."""
        if media_type not in self.media_types:
            self.media_types.append(media_type)
        self.say("", "media-type", media_type, place, media_type=media_type)

    def retract(self, subjects: Collection[str], keyword: str) -> None:
        """Take back what an example alone has stated of these: a sentence of the page says otherwise."""
        self.statements = [
            each
            for each in self.statements
            if each.keyword != keyword
            or each.subject not in subjects
            or each.evidence.reading is not Reading.EXAMPLE
        ]

    def values(self, subject: str, keyword: str, *, start: int = 0) -> Sequence[Any]:
        """Return every value stated so far for `subject` under `keyword`, from the one at `start` on."""
        return self._values.get((subject, keyword), [])[start:]

    def first(self, subject: str, keyword: str) -> Any:
        """Return the value stated first for `subject` under `keyword`, None without one."""
        return next(iter(self._values.get((subject, keyword), ())), None)
