"""Results of commands as pages, ready for every format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from truecopy.check import CheckResult
from truecopy.drift import DriftResult, worst_reason
from truecopy.model import Change, Contract, ExitReason, Finding
from truecopy.recording.verification import Verification
from truecopy.report.check_text import cost_text
from truecopy.report.claim_places import ClaimPlaces, Place, place_in_text
from truecopy.report.drift_report import calls_text, change_headline, drift_summary, value_text
from truecopy.report.recording_results import RecordReport, record_summary, verification_summary
from truecopy.report.result_page import ClaimStanding, ItemSide, ReportItem, ResultPage

PlaceOf = Callable[[Finding], Place | None]


def check_page(result: CheckResult, folder: Path) -> ResultPage:
    """Return the page of a check.

    Args:
        folder: Of the contract.
    """
    contract = result.contract
    places = ClaimPlaces(contract.claims, folder)
    took = f"{result.requests} requests, {cost_text(result)}, {result.elapsed_s:.1f} s, seed {result.seed}"
    notes = [f"Tasks left behind: {', '.join(result.tasks_left)}"] if result.tasks_left else []
    notes += [f"Silenced by the baseline: {result.silenced}"] if result.silenced else []
    return ResultPage(
        command="check",
        title=contract.title,
        vendor=contract.vendor,
        exit_reason=result.exit_reason,
        lines=(f"{result.target}, contract {contract.fingerprint}: {took}",),
        message=result.message,
        items=_items(result.findings, lambda each: places.of(each.claim, each.operation)),
        standings=_standings(result),
        notes=tuple(notes),
        elapsed_s=result.elapsed_s,
        properties={"target": result.target, "requests": result.requests},
    )


def _standings(result: CheckResult) -> tuple[ClaimStanding, ...]:
    """Return every verdict: operations in the contract's order, then the lifecycle and the vendor."""
    claims = result.contract.claims
    order = [*result.contract.operations, "lifecycle", "vendor"]
    rows = [
        ClaimStanding(
            claim=each.claim,
            owner=claims[each.claim].owner,
            standing=each.standing,
            reason=each.reason,
        )
        for each in result.verdicts
    ]
    return tuple(sorted(rows, key=lambda each: order.index(each.owner)))


def verification_page(
    found: Verification, reason: ExitReason, message: str = "", *, command: str = "verify"
) -> ResultPage:
    """Return the page of a verification of cassettes: each finding at its line of a cassette."""
    return ResultPage(
        command=command,
        title="Cassettes",
        vendor="",
        exit_reason=reason,
        lines=(verification_summary(found),),
        message=message,
        items=_items(found.findings, lambda each: place_in_text(each.where)),
        properties={"cassettes": found.cassettes, "judged": found.examined},
    )


def record_page(report: RecordReport) -> ResultPage:
    """Return the page of a recording or of a comparison with one."""
    return ResultPage(
        command="record",
        title=f"{report.title} at {report.target}",
        vendor="",
        exit_reason=report.exit_reason,
        lines=(record_summary(report),),
        message=report.message,
        items=_items(report.findings, lambda each: place_in_text(each.where)),
        notes=tuple(f"left out: {name}: {why}" for name, why in report.omitted.items()),
        properties={"target": report.target, "requests": report.requests},
    )


def derivation_page(
    findings: Sequence[Finding],
    lines: Sequence[str],
    reason: ExitReason,
    changes: Sequence[DriftResult] = (),
) -> ResultPage:
    """Return the page of a derivation, or of a comparison with one.

    Args:
        lines: What was derived, a line each vendor.
        changes: What of the contracts that are there the documents say otherwise.
    """
    told = drift_page(changes, "derive", {}) if changes else None
    return ResultPage(
        command="derive",
        title="Contracts from documents",
        vendor="",
        exit_reason=reason,
        lines=(*(told.lines if told else ()), *lines),
        message=told.message if told else "",
        items=(
            *(told.items if told else ()),
            *_items(findings, lambda each: place_in_text(each.where)),
        ),
    )


def drift_page(
    results: Sequence[DriftResult],
    command: str,
    contracts: Mapping[str, tuple[Contract, Path]],
) -> ResultPage:
    """Return the page of a look for drift, or of a comparison of contracts.

    Args:
        command: As it is typed.
        contracts: Vendor -> contract and its folder, where changes are shown at their lines.
    """
    is_one = len(results) == 1
    items: list[ReportItem] = []
    for result in results:
        known = contracts.get(result.vendor)
        places = ClaimPlaces(known[0].claims, known[1]) if known else None
        prefix = "" if is_one else f"{result.vendor}."
        items += (_change(each, result.vendor, prefix, places) for each in result.changes)
    return ResultPage(
        command=command,
        title=results[0].vendor if is_one else "Vendors",
        vendor=results[0].vendor if is_one else "",
        exit_reason=worst_reason(results),
        lines=tuple(drift_summary(each) for each in results),
        message="\n".join(each.message for each in results if each.message),
        items=tuple(items),
    )


def _change(change: Change, vendor: str, prefix: str, places: ClaimPlaces | None) -> ReportItem:
    facts = {"decision": change.decision, "breaks": change.breaks}
    if change.calls is not None:
        facts["calls"] = calls_text(change.calls)
    return ReportItem(
        rule=change.rule,
        severity=change.severity,
        fingerprint=change.fingerprint(vendor),
        owner=f"{prefix}{change.owner}",
        claim=change.claim,
        message=change_headline(change),
        facts={label: text for label, text in facts.items() if text},
        old=ItemSide(
            value=value_text(change.old) if change.old is not None else "",
            source=change.old_source,
            sentence=change.old_sentence,
        ),
        new=ItemSide(
            value=value_text(change.new) if change.new is not None else "",
            source=change.new_source,
            sentence=change.new_sentence,
        ),
        place=places.of(change.claim, change.owner) if places else None,
    )


def _items(findings: Iterable[Finding], place_of: PlaceOf) -> tuple[ReportItem, ...]:
    return tuple(_finding(each, place_of(each)) for each in findings)


def _finding(finding: Finding, place: Place | None) -> ReportItem:
    known = {
        "sentence": finding.sentence,
        "breaks": finding.breaks,
        "expected": finding.expected,
        "found": finding.actual,
        "stale": finding.stale,
    }
    if finding.where != f"{finding.operation}{finding.pointer}":
        known["where"] = finding.where
    return ReportItem(
        rule=finding.rule,
        severity=finding.severity,
        fingerprint=finding.fingerprint,
        owner=finding.operation or _owner(finding),
        claim=finding.claim,
        message=finding.message,
        ground=finding.ground,
        sources=finding.sources,
        facts={label: text for label, text in known.items() if text},
        reproduce=finding.reproduce,
        diff=finding.diff,
        place=place,
    )


def _owner(finding: Finding) -> str:
    """Return what a finding of no operation belongs to: that of its claim, or the file where it stands."""
    claim = finding.claim.partition("#")[0].partition(".")[0]
    return claim or finding.where.partition(":")[0]
