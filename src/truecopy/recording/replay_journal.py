"""What a replay played, request by request."""

from dataclasses import dataclass
from typing import Any

from truecopy.serving.admin_surface import journal_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One request of the replay server, with what was played for it.

    Attributes:
        at: In unix seconds.
        cassette, interaction: What answered; None for a miss.
        problems: Why nothing did.
    """

    at: float
    vendor: str
    method: str
    path: str
    status: int
    cassette: str | None
    interaction: int | None
    problems: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """Return it as data for the admin API."""
        return {
            "at": journal_time(self.at),
            "vendor": self.vendor,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "cassette": self.cassette,
            "interaction": self.interaction,
            "cause": "no-recording" if self.problems else None,
            "problems": list(self.problems),
        }
