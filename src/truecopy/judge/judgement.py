"""What one interaction says of a contract, as data."""

from dataclasses import dataclass, field
from typing import Any

from truecopy.model import Finding, Outcome


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What one interaction says of the contract.

    Attributes:
        outcome: What the target did; None where that cannot be told: 429, a failure of the server, of
            the connection, or a status that says nothing of this request.
        reason: Why the outcome cannot be told.
        held: Ids of claims that it shows held, unless a finding says otherwise.
        body: Decoded JSON of the answer; None where there is none.
    """

    outcome: Outcome | None
    reason: str = ""
    held: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    body: Any = None
