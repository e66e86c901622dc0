"""The head of an answer against the contract: its status, and its media type."""

from collections.abc import Iterator

from truecopy.contract.bodies import JSON_TYPE, media_type_of
from truecopy.judge.contract_findings import contract_finding
from truecopy.judge.outcome import outcome_of
from truecopy.model import Contract, Finding, Ground, Interaction, Operation, Severity

# Any server may answer so to an address or a method that it does not know, documented or not.
_EVERYWHERE = frozenset({404, 405})


def status_findings(
    contract: Contract, operation: Operation, interaction: Interaction, wanted: frozenset[int]
) -> Iterator[Finding]:
    """Yield the finding for a status that is not documented, or that says that the server failed.

    What speaks of the account or of the moment, such as 429, takes the place of no other status.

    Args:
        wanted: Statuses that a refusal should have.
    """
    status, success = interaction.status, operation.success
    if status >= 500:
        yield _failure(contract, operation, status)
    elif status in operation.responses:
        return
    elif 200 <= status < 300:
        yield contract_finding(
            contract,
            "answer-status-undocumented",
            operation.id,
            f"the status of success is {status}, documented is {success}",
            f"{operation.id}.{success}#status",
            expected=str(success),
            actual=str(status),
            severity=Severity.ERROR,
        )
    elif status >= 400 and status not in _EVERYWHERE and outcome_of(interaction) is not None:
        documented = " or ".join(str(each) for each in sorted(operation.responses))
        yield contract_finding(
            contract,
            "answer-status-undocumented",
            operation.id,
            f"the status {status} is not documented; documented are {documented}",
            f"{operation.id}.{min(wanted, default=400)}#status",
            ground=_ground_of_refusals(contract, operation),
            expected=documented,
            actual=str(status),
        )


def _ground_of_refusals(contract: Contract, operation: Operation) -> Ground:
    """Return how sure it is that the documents list the statuses of refusals: as sure as the surest of those."""
    claims = contract.claims
    names = [f"{operation.id}.{each}#status" for each in operation.responses if each >= 400]
    grounds = [claims[each].ground for each in names if each in claims]
    return min(grounds, key=lambda each: each.weakness, default=Ground.ASSUMPTION)


def _failure(contract: Contract, operation: Operation, status: int) -> Finding:
    """Return the finding for a failure of the server; that its status is documented does not speak for it."""
    claim = f"{operation.id}.{status}#status"
    return contract_finding(
        contract,
        "answer-server-failed",
        operation.id,
        f"the server failed with {status}",
        claim if claim not in contract.claims else "",
        expected="an answer",
        actual=str(status),
    )


def media_type_findings(
    contract: Contract, operation: Operation, interaction: Interaction, *, is_described: bool
) -> Iterator[Finding]:
    """Yield the finding for another media type than the documented one.

    Args:
        is_described: Whether a schema describes the body; then it is JSON where no document says more.
    """
    status = interaction.status
    claim = f"{operation.id}.{status}#media-type"
    known = contract.claims.get(claim)
    body = contract.claims.get(f"{operation.id}.{status}#type")
    wanted = str(known.value) if known else JSON_TYPE
    found = media_type_of(interaction.header("content-type"))
    if found != wanted and (known or is_described):
        yield contract_finding(
            contract,
            "answer-media-type-differs",
            operation.id,
            f"the answer {status} has the media type {found or 'none'!r}, expected was {wanted}",
            claim,
            ground=None if known or body is None else body.ground,
            expected=wanted,
            actual=found or "none",
        )
