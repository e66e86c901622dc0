"""Which claims of a contract clash, by their ids."""

from truecopy.contract.clashes import clashes
from truecopy.model import Contract

POSTER = "get-poster.200.poster"


def named(contract: Contract) -> list[set[str]]:
    """Return the ids of the claims of each clash."""
    return [{claim.id for claim in each.claims} for each in clashes(contract)]
