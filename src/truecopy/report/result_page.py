"""What came of a command, ready for any format: what was found, and what is known of each claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from truecopy.model import ExitReason, Ground, Severity, Standing

# Commands that came to their end, whatever they found.
_ENDED = frozenset(
    {ExitReason.AGREES, ExitReason.FINDINGS, ExitReason.DRIFT, ExitReason.SAME, ExitReason.CHANGED}
    | {ExitReason.RECORDED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSide:
    """What one side says: the value as JSON, where it stands, and the sentence that says so."""

    value: str = ""
    source: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """One finding, or one change.

    Attributes:
        owner: What it belongs to: an operation, `lifecycle`, `vendor`, or a file.
        ground: How sure the contract is of what is broken; None where that is no statement of it.
        facts: Label -> text, of what is known beside the message.
        old, new: The two sides of a change; None for a finding.
        place: File and line; None where there is none.
    """

    rule: str
    severity: Severity
    fingerprint: str
    owner: str
    claim: str
    message: str
    ground: Ground | None = None
    sources: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    old: ItemSide | None = None
    new: ItemSide | None = None
    reproduce: str = ""
    diff: str = ""
    place: tuple[Path, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """What is known of one claim."""

    claim: str
    owner: str
    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What came of a command.

    Attributes:
        command: As it is typed: `check`, `diff`.
        title: What was looked at, for people.
        vendor: Slug; empty where there are several.
        lines: What was done, and what it took.
        message: What a person should know of the reason; empty where it speaks for itself.
        standings: Of every claim that was examined; empty where a command does not examine claims.
        notes: What is left to say.
        elapsed_s: None where nobody measured.
        properties: What programs may want to know.
    """

    command: str
    title: str
    vendor: str
    exit_reason: ExitReason
    lines: tuple[str, ...] = ()
    message: str = ""
    items: tuple[ReportItem, ...] = ()
    standings: tuple[ClaimStanding, ...] = ()
    notes: tuple[str, ...] = ()
    elapsed_s: float | None = None
    properties: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def has_ended(self) -> bool:
        """Whether the command came to its end, whatever it found."""
        return self.exit_reason in _ENDED

    def count(self, severity: Severity) -> int:
        """Return how many items have a severity."""
        return sum(each.severity is severity for each in self.items)
