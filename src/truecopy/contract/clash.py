"""Claims that cannot hold together, and the schema in which they landed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truecopy.contract.places import described, schema_pointer
from truecopy.model import Claim, Contract, Schema
from truecopy.model.pointers import unescape


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Claims that no answer and no request can keep together.

    Attributes:
        claims: Two of them, or more.
        operation: Id of the operation whose messages they are about.
        pointer: Of the place in the message, `*` for elements; empty for the whole.
        why: What each of them asks for.
    """

    claims: tuple[Claim, ...]
    operation: str
    pointer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedSchema:
    """A schema of a contract, with the claims that landed in it.

    Attributes:
        path: Of its file in the folder of the contract.
        landed: Claims of the whole contract by path and pointer.
    """

    contract: Contract
    operation: str
    path: str
    schema: Schema
    landed: Mapping[str, Claim]

    def claim(self, pointer: str) -> Claim | None:
        """Return the claim that landed at a pointer into the schema."""
        return self.landed.get(f"{self.path}#{pointer}")

    def clash(self, at: str, why: str, *claims: Claim | None) -> Iterator[Clash]:
        """Yield the clash of claims at a place of the message, unless one of them is unknown."""
        named = tuple(each for each in claims if each is not None)
        if len(named) == len(claims):
            yield Clash(claims=named, operation=self.operation, pointer=at, why=why)

    def required(self, at: str) -> Claim | None:
        """Return the claim by which a member is always there, None where it need not be."""
        parent, _, name = at.rpartition("/")
        names = self.node(parent).get("required", [])
        member = unescape(name)
        if member not in names:
            return None
        return self.claim(f"{schema_pointer(parent)}/required/{names.index(member)}")

    def node(self, at: str) -> Schema:
        """Return the schema of a place; an empty one where nothing is said of it."""
        return described(self.schema, at) or {}

    def is_always_there(self, at: str) -> bool:
        """Whether every member on the way to a place is required."""
        return not at or (
            self.required(at) is not None and self.is_always_there(at.rpartition("/")[0])
        )
