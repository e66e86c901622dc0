"""Claims that tests change."""

from typing import Any

from truecopy.derive.statements import layer_of
from truecopy.drift import ClaimSide
from truecopy.model import Claim, Evidence, Reading


def make_claim(name: str, value: Any, *, decision: str | None = None, line: int = 1) -> Claim:
    """Return a claim that a line of the page `page` states."""
    subject, _, keyword = name.partition("#")
    place = Evidence(
        document="page",
        lines=(line, line),
        span=(0, 9),
        fingerprint="0" * 12,
        reading=Reading.STATED,
    )
    return Claim(
        id=name,
        layer=layer_of(subject, keyword),
        value=value,
        evidence=(place,),
        decision=decision,
    )


def make_side(values: dict[str, Any]) -> ClaimSide:
    """Return a side of claim id -> value."""
    return ClaimSide(claims={name: make_claim(name, value) for name, value in values.items()})
