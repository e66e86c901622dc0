"""Findings: disagreements, as data; and the verdict on each claim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from truecopy.model.claims import Ground


class Severity(StrEnum):
    """How much a finding matters to a client that keeps the contract."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


# The gravest first, as reports have them.
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement between two sides that should agree.

    Attributes:
        rule: Slug `<side>-<thing>-<problem>`.
        where: File and line, or operation and pointer.
        message: One sentence that shows the offending value.
        claim: Id of the claim that is broken, if one is.
        ground: How sure the contract is of what is broken; None where that is no statement of it.
        diff: Unified diff, where the two sides are text.
        sources: Where the claim stands: documents with their lines, and the decision.
        sentence: What stands there, where the page is at hand.
        breaks: Which clients it breaks: those that send, that read, or that poll; empty where it is about none.
        pointer: Into the body that breaks it.
        reproduce: A curl line; the key stands in it as `$TOKEN`.
        attachments: File name -> bytes that the curl line refers to.
        stale: Which of the two sides is out of date, such as `recording` or `contract`; empty where the rule
            says it, or nobody can tell.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    claim: str = ""
    ground: Ground | None = None
    diff: str = ""
    vendor: str = ""
    operation: str = ""
    pointer: str = ""
    expected: str = ""
    actual: str = ""
    sources: str = ""
    sentence: str = ""
    breaks: str = ""
    reproduce: str = ""
    attachments: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    stale: str = ""

    @property
    def fingerprint(self) -> str:
        """12 hex digits that stay the same from run to run: no value, time or prose is in them."""
        pointer = re.sub(r"/[0-9]+(?=/|$)", "/*", self.pointer)
        parts = (self.rule, self.vendor, self.operation, self.claim, pointer)
        return sha256("\n".join(parts).encode()).hexdigest()[:12]

    def row(self) -> dict[str, str | None]:
        """Return it as data, the same in every report and journal; what it does not have is null."""
        row = {
            "fingerprint": self.fingerprint,
            "rule": self.rule,
            "severity": self.severity.value,
            "where": self.where,
            "vendor": self.vendor,
            "operation": self.operation,
            "claim": self.claim,
            "ground": self.ground.value if self.ground else None,
            "sources": self.sources,
            "sentence": self.sentence,
            "breaks": self.breaks,
            "pointer": self.pointer,
            "message": self.message,
            "expected": self.expected,
            "actual": self.actual,
            "reproduce": self.reproduce,
            "diff": self.diff,
            "stale": self.stale,
        }
        return {name: value or None for name, value in row.items()}


class Standing(StrEnum):
    """What is known of a claim."""

    HELD = "held"
    BROKEN = "broken"
    UNDETERMINED = "undetermined"
    OBSERVED_OTHERWISE = "observed_otherwise"  # not demanded, and seen to be otherwise

    @property
    def label(self) -> str:
        """What people read."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found of one claim.

    Attributes:
        reason: Why it is undetermined, what was observed instead, or why it is broken without a finding of its own;
            empty otherwise.
    """

    claim: str
    standing: Standing
    reason: str = ""
