"""A derived contract proves itself: its mock is built, and judged by the check."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.practice_keys import fitted
from truecopy.cli.targets import MOCK
from truecopy.contract.clash_findings import claims_finding
from truecopy.contract.clashes import clashes
from truecopy.contract.pictures import picture_sites
from truecopy.contract.places import schema_pointer
from truecopy.judge import SendOptions
from truecopy.judge.verdicts import JUDGED
from truecopy.mock import MockApp, play_contract
from truecopy.model import Claim, Contract, Finding, Severity, Standing
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.target import IN_PROCESS

# A task of two seconds is over in a twentieth of one, and can still be met on its way.
_SPEED, _INTERVAL_S = 40.0, 0.02
# A status that only the mock gives is an assumption of the mock, and contradicts no claim.
_OF_STATUS = frozenset({"answer-status-undocumented", "answer-status-differs"})
# Of those beside the first: the nearest ones; a list of all that speak of a place helps nobody.
_MOST_NAMED = 3
# A claim about the body of an error, which a mock file may set.
_OF_ERROR = re.compile(r"[\w-]+\.[45][0-9]{2}\b")
# They say least of what a value looks like, so they are named last.
_VAGUE = ("required", "type", "property")
# For requests that take pictures by their address alone; the mock asks for none of them.
_ADDRESS = "https://example.com/picture.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of a contract's attempt to prove itself.

    Attributes:
        held, undetermined: Claims that the mock was seen to keep, and those that nothing could try.
        requests: How many were sent; none where claims clash already as they stand.
        findings: Claims that clash.
    """

    held: int
    undetermined: int
    requests: int
    findings: tuple[Finding, ...]

    def row(self) -> dict[str, int]:
        """Return it as data."""
        return {
            "held": self.held,
            "clashing": len(self.findings),
            "undetermined": self.undetermined,
            "requests": self.requests,
        }


def prove(contract: Contract, mock_file: Path) -> Proof:
    """Return whether the mock of a contract can keep it.

    Args:
        mock_file: How the mock behaves where the contract is silent; need not exist.

    Raises:
        WorkspaceError: The mock file cannot be used.
    """
    found = [
        _finding(contract, each.operation, each.pointer, each.why, each.claims)
        for each in clashes(contract)
    ]
    if found:
        judged = sum(each.layer in JUDGED for each in contract.claims.values())
        return Proof(held=0, undetermined=judged, requests=0, findings=tuple(found))
    app = play_contract(contract, mock_file, is_capped=False, time_scale=_SPEED)
    # The mock plays what is assumed too, so it must be able to keep it.
    contract = replace(contract, is_demanding=True)
    result = _checked(contract, app)
    return Proof(
        held=result.count(Standing.HELD),
        undetermined=result.count(Standing.UNDETERMINED),
        requests=result.requests,
        findings=tuple(_findings(result, app.unfillable(contract.vendor), mock_file)),
    )


def _checked(contract: Contract, app: MockApp) -> CheckResult:
    sites = [
        site for each in contract.operations.values() for site in picture_sites(each.request or {})
    ]
    by_address = any(set(site.rule.get("sources", ())) <= {"url"} for site in sites)
    sending = SendOptions(
        poll_interval_s=_INTERVAL_S,
        image_url=_ADDRESS if by_address else None,
        takes_any_id=True,
    )
    options = CheckOptions(sending=sending, provoke=app.provocations(contract.vendor))
    keys = fitted(KeyOptions().read_keys(MOCK, contract), app, contract.vendor)
    with Target(IN_PROCESS, keys, app=app) as target:
        return run_check(CheckRun(contract, RequestSender(target, Budget()), options))


def _findings(
    result: CheckResult, unfillable: Mapping[str, Mapping[str, str]], mock_file: Path
) -> Iterator[Finding]:
    """Yield what the mock was seen not to keep, each claim once, or why nothing was examined.

    Args:
        unfillable: Operation -> places of its answer for which the mock has no value, each with why.
    """
    contract, told = result.contract, set[str]()
    for each in result.findings:
        if each.severity is Severity.INFO or each.rule in _OF_STATUS or each.claim in told:
            continue
        places = unfillable.get(each.operation, {})
        if each.rule == "answer-server-failed" and places:
            told.add(each.claim)
            for at, why in places.items():
                yield _finding(contract, each.operation, at, why, _of_place(contract, each, at))
            continue
        told.add(each.claim)
        claim = contract.claims.get(each.claim)
        named = (claim, *_neighbours(contract, claim, each.pointer)) if claim else ()
        is_error = bool(_OF_ERROR.match(claim.subject)) if claim else False
        why = (
            f"{each.message}; errors.body in mocks/{mock_file.name} is what it shows"
            if is_error
            else each.message
        )
        yield _finding(contract, each.operation, each.pointer, why, named)
    for verdict in result.verdicts:
        if verdict.standing is Standing.BROKEN and verdict.claim not in told and verdict.reason:
            claim = contract.claims[verdict.claim]
            named = (claim, *_neighbours(contract, claim, ""))
            yield _finding(contract, claim.owner, "", verdict.reason, named)
    if not told and result.message:
        yield _finding(contract, contract.vendor, "", result.message, ())


def _of_place(contract: Contract, finding: Finding, at: str) -> tuple[Claim, ...]:
    """Return the claims about one place of an operation's answer of success."""
    success = contract.operations[finding.operation].success
    start = f"schemas/{finding.operation}/{success}.json#{schema_pointer(at)}/"
    found = [
        each
        for each in contract.claims.values()
        if each.pointer.startswith(start) and "/" not in each.pointer.removeprefix(start)
    ]
    return tuple(sorted(found, key=_vagueness))


def _neighbours(contract: Contract, claim: Claim, at: str) -> tuple[Claim, ...]:
    """Return other claims that say something of the same place: what a broken one clashes with."""
    lifecycle = contract.lifecycle
    subjects = {claim.subject}
    if lifecycle and at == lifecycle.id:
        subjects.add(f"{lifecycle.poll}.path.{lifecycle.parameter}")
    found = [
        each
        for each in contract.claims.values()
        if each.layer in JUDGED
        and each is not claim
        and (each.subject in subjects or (at and each.owner == "lifecycle" and _names(each, at)))
    ]
    return tuple(sorted(found, key=_vagueness)[:_MOST_NAMED])


def _names(claim: Claim, at: str) -> bool:
    """Whether a claim about the lifecycle names a place."""
    return at in (claim.value if isinstance(claim.value, list) else [claim.value])


def _vagueness(claim: Claim) -> bool:
    return claim.keyword in _VAGUE


def _finding(
    contract: Contract, operation: str, pointer: str, why: str, claims: tuple[Claim, ...]
) -> Finding:
    alone = "cannot be kept by the mock"
    return claims_finding(contract, (operation, pointer), why, claims, alone=alone)
