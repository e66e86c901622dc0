"""Problems: what is wrong with one request or answer, where, and which claim says so."""

from collections.abc import Iterator
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
    """Return the repr of a value, cut where it is long; of a large one no more is looked at than is shown."""
    if isinstance(value, str) and len(value) > width:
        return f"{str.__repr__(value[: width // 2])}... ({len(value)} characters)"
    text = ""
    for piece in _pieces(value, width):
        text += piece
        if len(text) > width:
            return f"{text[: width - 3]}..."
    return text


def _pieces(value: object, width: int) -> Iterator[str]:
    """Yield the repr of a value piece by piece, its long texts cut to what can be shown of them."""
    if isinstance(value, str):
        yield str.__repr__(value[:width])
    elif isinstance(value, list):
        yield "["
        for index, item in enumerate(value):
            yield ", " if index else ""
            yield from _pieces(item, width)
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for index, (name, item) in enumerate(value.items()):
            yield ", " if index else ""
            yield from _pieces(name, width)
            yield ": "
            yield from _pieces(item, width)
        yield "}"
    else:
        yield repr(value)
