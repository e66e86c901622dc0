"""What one run has to tell one sink."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truecopy.drift.episodes import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message: what began and what ended at one side of one vendor.

    Attributes:
        vendor, title: Slug and name.
        source: Where it was seen, such as `wire https://api.example.com`.
        at: When the run began, in unix seconds.
        calls: Fingerprint -> the user's own calls that it breaks.
        diagnosis: Which side is stale, in a sentence; empty where only one was looked at.
    """

    vendor: str
    title: str
    source: str
    at: float
    begun: tuple[Episode, ...] = ()
    ended: tuple[Episode, ...] = ()
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    diagnosis: str = ""

    @property
    def headline(self) -> str:
        """What it is about, in a line."""
        counts = [
            f"{len(episodes)} {word}"
            for episodes, word in ((self.begun, "began"), (self.ended, "ended"))
            if episodes
        ]
        return f"{self.title}: drift at {self.source}, {' and '.join(counts)}"
