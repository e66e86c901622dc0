"""How a key is carried where no page says so: an assumption of ours, told as one."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from truecopy.model import RULES, Claim, Decision, Evidence, Finding, Ground, Layer

ASSUMED = Decision(
    id="key-assumed",
    kind=Ground.ASSUMPTION,
    why="no page says how the key is carried; a bearer token is what most APIs take",
)


def assumed_keys(
    claims: Mapping[str, Claim],
    settled: Collection[str],
    places: Mapping[str, tuple[Evidence, ...]],
) -> Iterator[Claim]:
    """Yield a claim for each operation of which nothing says how its key is carried.

    Args:
        claims: By id, what pages and decisions say.
        settled: Ids of the claims that decisions set or withdraw.
        places: Operation -> where its page names the header of the key and not its scheme.
    """
    for operation in [each.subject for each in claims.values() if each.keyword == "path"]:
        name = f"{operation}#auth"
        if name not in claims and name not in settled:
            yield Claim(
                id=name,
                layer=Layer.OPERATION,
                value="bearer",
                evidence=places.get(operation, ()),
                ground=Ground.ASSUMPTION,
                decision=ASSUMED.id,
            )


def untold_keys(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Yield each operation whose key is assumed, of a vendor of which no page says how any key is carried."""
    keys = [each for each in claims if each.keyword == "auth"]
    if all(each.decision == ASSUMED.id for each in keys):
        for claim in keys:
            where = str(claim.evidence[0]) if claim.evidence else claim.subject
            yield RULES["document-key-unsaid"].finding(
                where,
                f"{claim.subject}: no page says how the key is carried; `Authorization: Bearer KEY` is assumed, and a "
                f"decision on {claim.id} says what it is",
                claim=claim.id,
            )
