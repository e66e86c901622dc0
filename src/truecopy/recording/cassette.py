"""Cassettes: interactions as they were recorded, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from truecopy.model import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a cassette says of itself; empty in one that VCR.py wrote.

    Attributes:
        recorded_at: In unix seconds; 0 where it is not known.
        target: What was recorded: `mock`, or the address of an endpoint.
        base_url: What stood in front of the documented paths.
        contracts: Vendor -> fingerprint of the contract at that time.
        tool: Name and version of what wrote it.
    """

    recorded_at: float = 0.0
    target: str = ""
    base_url: str = ""
    contracts: Mapping[str, str] = field(default_factory=dict)
    tool: str = ""

    @property
    def vendor(self) -> str:
        """Whose answers these are; empty where it does not say, or speaks of several."""
        return next(iter(self.contracts)) if len(self.contracts) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One interaction of a cassette.

    Attributes:
        line: On which it begins, from 1.
        answer_line: On which its answer begins.
        reason: The phrase behind the status.
    """

    interaction: Interaction
    line: int = 0
    answer_line: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cassette:
    """One file of interactions, in the order in which they happened.

    Attributes:
        path: Where it was read from.
        blobs: Files beside it that hold bodies.
    """

    path: Path
    header: Header = Header()
    recorded: tuple[Recorded, ...] = ()
    blobs: tuple[Path, ...] = ()

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The interactions alone."""
        return tuple(each.interaction for each in self.recorded)
