"""Problems: what is wrong with one request or answer, where, and which claim says so."""

from dataclasses import dataclass

from truecopy.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One violation.

    Attributes:
        pointer: RFC 6901 pointer into the decoded body; empty for the whole body.
        message: What was found and what was expected; values are cut to a readable length.
        claim: The claim that is broken; None for what no claim is about, such as bytes that are no JSON.
        keyword: The keyword of the schema, or the kind of the promise, that is broken.
    """

    pointer: str
    message: str
    claim: Claim | None = None
    keyword: str = ""

    def __str__(self) -> str:
        return f"{self.pointer or 'body'}: {self.message}"

    @property
    def explanation(self) -> str:
        """The problem with the place in the documents that it offends."""
        if self.claim is None:
            return str(self)
        return f"{self} [{self.claim.id}; {self.claim.source}]"


def shown(value: object, width: int = 80) -> str:
    """Return the repr of a value, cut in the middle where it is long."""
    if isinstance(value, str) and len(value) > width:
        return f"{value[: width // 2]!r}... ({len(value)} characters)"
    text = repr(value)
    return text if len(text) <= width else f"{text[: width - 3]}..."
