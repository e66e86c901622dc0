"""What documents say and no contract can say yet: refused by name, since nothing would enforce it."""

from collections.abc import Iterable, Iterator

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE
from truecopy.derive.paths import owner_and_part, steps
from truecopy.derive.statements import OPERATIONS
from truecopy.errors import DeriveError
from truecopy.model import Claim

_PARAMETERS = {"query": "query parameter", "header": "header", "cookie": "cookie"}
_EMPTY = (204, 205, 304)
# Keywords of an operation as a whole; those of a schema that an operation may have too.
_OF_OPERATION = (OPERATIONS - {"status", "media-type", "base-url"}) | {"example"}
_OF_BOTH = frozenset({"description", "title", "deprecated"})
# Of a pile of refusals people read the first; each names its claims.
_MOST_NAMES = 12


def refuse(claims: Iterable[Claim]) -> None:
    """Refuse what the contract would leave out in silence.

    Raises:
        DeriveError: A claim is about a query parameter, a header or a cookie, another key than a bearer token,
            another body than JSON or a form, or an answer that is empty or no JSON; names each with its place.
    """
    reasons: dict[str, list[Claim]] = {}
    for claim in claims:
        for reason in _reasons(claim):
            reasons.setdefault(reason, []).append(claim)
    if not reasons:
        return
    rows = [
        f"  {reason} ({', '.join(dict.fromkeys(place for each in found for place in _places(each)))})"
        for reason, found in reasons.items()
    ]
    refused = [claim for found in reasons.values() for claim in found]
    raise DeriveError(
        "a contract cannot say these yet, and nothing would enforce them:\n"
        + "\n".join([*rows, *_way_out(refused)])
    )


def _way_out(claims: list[Claim]) -> Iterator[str]:
    """Yield the decision that leaves claims out, as `decisions.yaml` takes it."""
    names = [claim.id for claim in claims]
    more = f"  # and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    places = dict.fromkeys(str(each) for claim in claims for each in claim.evidence)
    yield "  this entry below `decisions:` in decisions.yaml leaves them out knowingly:"
    yield "  - id: left-out"
    yield "    kind: assumption"
    yield f"    withdraws: [{', '.join(names[:_MOST_NAMES])}]{more}"
    if places:
        yield f"    sees: [{', '.join(places)}]"
    yield "    why: contracts cannot say them yet"


def require_places(claims: Iterable[Claim]) -> None:
    """Refuse claims whose keyword is never said of what they are about: they would be kept nowhere.

    Raises:
        DeriveError: There are some; names each with its place.
    """
    found = [f"  {each.id} ({', '.join(_places(each))})" for each in claims if _is_misplaced(each)]
    if found:
        raise DeriveError(
            "these claims are about what has no such thing; `method`, `path`, `auth` and the like are said of an "
            "operation, `status` of an answer, limits of a field:\n"
            + "\n".join(found[:_MOST_NAMES])
        )


def _is_misplaced(claim: Claim) -> bool:
    names, keyword = steps(claim.subject), claim.keyword
    is_status = len(names) == 2 and str(names[1]).isdigit()
    if names[0] == "lifecycle":
        return False
    if names[0] == "vendor":
        return len(names) > 1 and not is_status
    if keyword == "status":
        return not is_status
    if keyword == "media-type":
        return len(names) > 1 and not is_status
    if keyword in _OF_OPERATION or keyword.startswith("advice/"):
        return len(names) > 1
    if keyword.startswith("x-promises/"):
        return len(names) < 2 or not str(names[1]).isdigit()
    return len(names) == 1 and keyword not in _OF_BOTH


def _places(claim: Claim) -> list[str]:
    places = [f"{each.document}:{each.lines[0]}" for each in claim.evidence]
    return [*places, *([f"decision {claim.decision}"] if claim.decision else [])]


def _reasons(claim: Claim) -> Iterator[str]:
    operation, part = owner_and_part(claim.subject)
    if part in _PARAMETERS:
        names = steps(claim.subject)
        field = f" {names[2]}" if len(names) > 2 else ""
        yield f"{operation}: the {_PARAMETERS[part]}{field}"
    elif operation in ("lifecycle", "vendor"):
        return
    elif part and part not in ("request", "path") and not part.isdigit():
        yield f"{operation}: {part!r}, which is no part of a request or an answer"
    elif claim.keyword == "auth" and claim.value != "bearer":
        yield f"{operation}: the key as {claim.value}; only `Authorization: Bearer KEY` can be said"
    elif claim.keyword == "media-type" and not part and claim.value not in (JSON_TYPE, FORM_TYPE):
        yield f"{operation}: a body of {claim.value}"
    elif (
        claim.keyword == "media-type"
        and part.isdigit()
        and int(part) < 400
        and not _is_json(claim.value)
    ):
        yield f"{operation}: an answer of {claim.value}"
    elif claim.keyword == "status" and claim.value in _EMPTY:
        yield f"{operation}: the empty answer {claim.value}"


def _is_json(media_type: str) -> bool:
    return media_type == JSON_TYPE or media_type.endswith("+json")
