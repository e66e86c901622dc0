"""Probes: requests planned to verify named claims, with the outcome that each should have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from truecopy.model.claims import Ground


class Outcome(StrEnum):
    """What a target does with a request."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


# No vendor has given it out, and mocks refuse every key that says so.
_INVALID_KEY = "truecopy-invalid-key-0000"


class Credentials(StrEnum):
    """Which API key a request carries, if any."""

    GOOD = "good"
    SECOND = "second"  # of another account
    MISSING = "missing"
    OTHER_SCHEME = "other scheme"
    WRONG_KEY = "wrong key"
    WITHOUT_PREFIX = "key without its prefix"

    def header(self, good: str, second: str, prefix: str) -> str | None:
        """Return the Authorization header that shows them, None where there is none.

        Args:
            good: The key of the first account.
            second: The key of another one.
            prefix: What documented keys begin with.
        """
        return {
            Credentials.GOOD: f"Bearer {good}",
            Credentials.SECOND: f"Bearer {second}",
            Credentials.OTHER_SCHEME: "Basic dHJ1ZWNvcHk6dHJ1ZWNvcHk=",  # truecopy:truecopy
            Credentials.WRONG_KEY: f"Bearer {prefix}{_INVALID_KEY}",
            Credentials.WITHOUT_PREFIX: f"Bearer {_INVALID_KEY}",
        }.get(self)


class Phase(StrEnum):
    """Parts of a check."""

    EXAMPLES = "examples"
    CLAIMS = "claims"
    LIFECYCLE = "lifecycle"
    FUZZ = "fuzz"
    LIFECYCLE_FUZZ = "lifecycle-fuzz"


@dataclass(frozen=True, slots=True)
class _Absent:
    """The one value that takes a field away."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One place of a body changed.

    Attributes:
        pointer: Into the decoded body; containers on the way are made.
        value: What stands there then; `ABSENT` takes it away.
        data: Bytes of a file part; then `value` is its file name.
    """

    pointer: str
    value: Any
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A body as the schema judges it: before it is encoded, or decoded.

    Attributes:
        instance: What the schema judges; a file part stands there as its file name.
        files: Pointer -> bytes of each file part.
    """

    instance: Any
    files: Mapping[str, bytes] = field(default_factory=dict)


NO_BODY = Payload(instance=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """The least sure of all that a good request rests on.

    Attributes:
        claim: Id of the claim that says so; empty where every value of the request is one that documents show.
    """

    ground: Ground = Ground.STATED
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One way in which a request differs from the baseline of its operation.

    Attributes:
        id: Unique within the operation.
        claims: Ids of the claims that its outcome speaks for or against.
        label: What it is, for people: `n is 7, the maximum is 6`.
        edits: Places of the body; empty when only path or header change.
        alone: Edits in their stead when nothing else is changed; empty for the same.
        touches: Pointers that no other change of the same request may touch.
        path: Instead of the operation's own path.
        content_type: Instead of the operation's own.
        leans: What its acceptance rests on beyond the good request that it is a variation of.
        twins: Ids of accepted variations of the same field: a refusal counts only beside one of them.
    """

    id: str
    outcome: Outcome
    claims: tuple[str, ...]
    label: str
    edits: tuple[Edit, ...] = ()
    alone: tuple[Edit, ...] = ()
    touches: frozenset[str] = frozenset()
    path: str | None = None
    content_type: str | None = None
    leans: Leaning = Leaning()
    twins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request that is ready but for the target's address and the key.

    Attributes:
        path: Template filled, percent-encoded.
        content_type: None lets the body decide.
        body: Raw bytes where the request is not one that a schema could judge.
        pictures: How many pictures it asks for, which is what it costs if it is accepted; 0 for what is free.
    """

    operation: str
    method: str
    path: str
    credentials: Credentials = Credentials.GOOD
    media_type: str | None = None
    content_type: str | None = None
    body: Payload | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pictures: int = 0

    @property
    def payload(self) -> Payload:
        """The body as promises refer to it; an empty one where it is raw bytes, or there is none."""
        return self.body if isinstance(self.body, Payload) else NO_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One planned request.

    Attributes:
        claims: Ids of the claims that its outcome speaks for or against, beside those of its variations.
        statuses: Those that a refusal should have; any of 400 to 499 where it is empty.
        rule: Slug of the finding when the outcome is the other one.
        variations: What tells it from the baseline; when it is refused they are tried one by one.
        baseline: Id of the probe that must be accepted for a refusal to count.
        leans: What its acceptance rests on; of a refusal, nothing: that rests on the claim which it breaks.
    """

    id: str
    phase: Phase
    draft: Draft
    outcome: Outcome
    label: str
    rule: str
    claims: tuple[str, ...] = ()
    statuses: frozenset[int] = frozenset()
    variations: tuple[Variation, ...] = ()
    baseline: str = ""
    leans: Leaning | None = None
