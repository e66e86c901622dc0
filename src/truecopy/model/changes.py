"""Changes: what one side says of a claim that the other does not, as data."""

from dataclasses import dataclass, fields
from enum import StrEnum
from hashlib import sha256
from typing import Any

from truecopy.model.findings import Severity


class ChangeKind(StrEnum):
    """What became of a claim."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    CONTRADICTED = "contradicted"  # the new side says both
    RENAMED = "renamed"
    REVIEW = "decision-to-review"  # a decision saw a text that reads otherwise now
    UNREAD = "unread"  # a text that no reader understands


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One claim that differs between an old side and a new one.

    Attributes:
        claim: Its id; of one that was renamed, the old one.
        rule: Slug of the registry, such as `request-maximum-lowered`.
        old, new: Its values, any JSON; None where a side does not have it.
        old_source, new_source: Where it stands, for people: documents with their lines, and the decision.
        old_sentence, new_sentence: The text that says so, where it is at hand.
        decision: Id of the decision behind it; empty without one.
        breaks: Who meets it, in words; empty where nobody does.
        calls: The calls that the change refuses, or whose answers it leaves without a field, each by its
            place; None where no calls were looked at.
    """

    claim: str
    kind: ChangeKind
    rule: str
    severity: Severity
    old: Any = None
    new: Any = None
    old_source: str = ""
    new_source: str = ""
    old_sentence: str = ""
    new_sentence: str = ""
    decision: str = ""
    breaks: str = ""
    calls: tuple[str, ...] | None = None

    @property
    def owner(self) -> str:
        """What the claim belongs to: the id of an operation, `lifecycle` or `vendor`."""
        return self.claim.partition("#")[0].partition(".")[0]

    def fingerprint(self, vendor: str) -> str:
        """Return 12 hex digits that stay the same from run to run: neither values nor sentences are in them."""
        return sha256("\n".join((self.rule, vendor, self.claim)).encode()).hexdigest()[:12]

    def row(self) -> dict[str, Any]:
        """Return it as data, with these members and no others; a text that it does not have is null."""
        return {each.name: _member(getattr(self, each.name)) for each in fields(self)}


def _member(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return None if isinstance(value, str) and not value else value
