"""A place where a secret stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from truecopy.recording.redaction.names import ACCOUNT, COOKIE, KEY, PASSWORD, SIGNATURE

_WHAT = {
    KEY: "a key or token that is not replaced",
    COOKIE: "a cookie that is not replaced",
    ACCOUNT: "an account that is not replaced",
    SIGNATURE: "a signature that is not replaced",
    PASSWORD: "a password that is not replaced",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a secret stands, or what looks like one.

    Attributes:
        begin, end: Of the value, as it is written.
        value: What it says.
        where: For people; goes on behind the label of the part.
        what: For people; empty where the kind says it.
        has_shape: Known by the look of the value, not by its place.
    """

    begin: int
    end: int
    value: str
    kind: str
    where: str = ""
    what: str = ""
    is_number: bool = False
    has_shape: bool = False

    @property
    def told(self) -> str:
        """What stands here, never the value."""
        return self.what or _WHAT[self.kind]

    def overlaps(self, begin: int, end: int) -> bool:
        """Whether the value and other bytes have some in common."""
        return self.begin < end and begin < self.end

    def at(self, begin: int, end: int, where: str = "") -> "Place":
        """Return the place as it is seen from around."""
        return replace(self, begin=begin, end=end, where=where + self.where)


def apart(places: Sequence[Place]) -> list[Place]:
    """Return places in their order without those that overlap one before them."""
    kept: list[Place] = []
    for place in places:
        if not kept or kept[-1].end <= place.begin:
            kept.append(place)
    return kept
