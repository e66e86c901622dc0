"""`truecopy diff`: one contract against another."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import click

from truecopy.cli.options.calls import CallOptions, fill_calls
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.group import with_options
from truecopy.cli.options.report import ReportOptions, fail_on_option
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.cli.quotes import claim_sentences
from truecopy.contract import Workspace, load_contract
from truecopy.drift import (
    ClaimSide,
    DriftResult,
    compare_claims,
    contract_side,
    drift_result,
    with_severities,
    worst_reason,
)
from truecopy.drift.revisions import ContractPlace, open_contracts
from truecopy.errors import TruecopyError, UsageError
from truecopy.model import Contract, ExitReason, Severity
from truecopy.report import changes_report, drift_summaries

Pair = tuple[Path | None, Path | None]


class _Compared(NamedTuple):
    """What differs, and the contracts that were compared; None where there is none, or it cannot be loaded."""

    result: DriftResult
    old: Contract | None = None
    new: Contract | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffSettings:
    """Everything that a comparison of contracts can be told."""

    fail_on: str = fail_on_option()
    calls: CallOptions
    report: ReportOptions


@click.command()
@click.argument("old")
@click.argument("new")
@with_options(DiffSettings)
@vendor_option
@workspace_option
def diff(
    settings: DiffSettings,
    *,
    old: str,
    new: str,
    vendors: tuple[str, ...],
    workspace: Workspace,
) -> None:
    """Compare two contracts, claim by claim: what has changed, and whom it breaks.

    OLD and NEW are each a contract folder, a workspace, or REV:PATH for one of them at a revision of git; REV:
    alone is the workspace that applies.

    \b
      truecopy diff HEAD: .
      truecopy diff v1.2:contracts/mulerouter contracts/mulerouter
      truecopy diff ../old/contracts/mulerouter contracts/mulerouter --format json

    A request that accepts less is an error, one that accepts more is info; an answer that promises less is an
    error, one that promises more is info. --calls names those of your own calls that each change breaks.
    `truecopy drift rules` lists the rules; [tool.truecopy.drift] gives one another severity.

    \b
    Exit codes: 0 agrees (nothing at or above --fail-on), 1 drift, 2 could not look.
    """
    severities, calls = read_severities(workspace), settings.calls.read()
    with ExitStack() as stack:
        before = stack.enter_context(open_contracts(old, workspace.root))
        after = stack.enter_context(open_contracts(new, workspace.root))
        pairs = _pairs(before, after, vendors)
        compared = [
            _compared(vendor, pair, severities, Severity(settings.fail_on), workspace)
            for vendor, pair in pairs.items()
        ]
        results = [fill_calls(each.result, each.old, calls, workspace) for each in compared]
        shown = _shown(compared, pairs) if Path(new).is_dir() else {}
        settings.report.write(changes_report(results, "diff", shown), drift_summaries(results))
    raise click.exceptions.Exit(worst_reason(results).exit_code)


def _pairs(
    before: ContractPlace, after: ContractPlace, vendors: tuple[str, ...]
) -> dict[str, Pair]:
    """Return vendor -> its two folders; two contracts that are named as such are compared whatever they are called.

    Raises:
        UsageError: A vendor that is asked for is on neither side.
    """
    is_contract = before.is_contract or after.is_contract
    if is_contract and len(before.folders) == len(after.folders) == 1 and not vendors:
        (old,), ((name, new),) = before.folders.values(), after.folders.items()
        return {name: (old, new)}
    names = list(vendors or dict.fromkeys((*before.folders, *after.folders)))
    known = before.folders.keys() | after.folders.keys()
    if is_contract:
        # One contract has a partner or none: the others of a workspace are not new beside it.
        known = before.folders.keys() & after.folders.keys()
        names = list(vendors or known) or names
    unknown = [each for each in names if each not in known]
    if unknown:
        where = "one side does not have it" if is_contract else "neither side has it"
        shared = ", ".join(sorted(known)) or "none"
        raise UsageError(f"the vendor {unknown[0]}: {where}; there are: {shared}")
    return {each: (before.folders.get(each), after.folders.get(each)) for each in names}


def _shown(
    compared: Iterable[_Compared], pairs: Mapping[str, Pair]
) -> dict[str, tuple[Contract, Path]]:
    """Return vendor -> the new contract and its folder, at whose lines changes are shown."""
    return {
        each.result.vendor: (each.new, folder)
        for each in compared
        if each.new and (folder := pairs[each.result.vendor][1])
    }


def _side(contract: Contract | None, folder: Path | None, workspace: Workspace) -> ClaimSide:
    """Return the claims of one side, with their sentences where its pages, or those of the workspace, are at hand."""
    if contract is None or folder is None:
        return contract_side(None)
    beside = folder.parent.parent / "documents" / folder.name
    own = (root / "documents" / contract.vendor for root in workspace.roots)
    return contract_side(contract, claim_sentences(contract, (beside, *own)))


def _compared(
    vendor: str,
    pair: Pair,
    severities: Mapping[str, Severity],
    fail_on: Severity,
    workspace: Workspace,
) -> _Compared:
    """Return what differs; what cannot be loaded is told, and the other vendors are compared."""
    try:
        old, new = (load_contract(folder) if folder else None for folder in pair)
    except TruecopyError as error:
        reason = ExitReason.COULD_NOT_LOOK
        return _Compared(DriftResult(vendor=vendor, exit_reason=reason, message=str(error)))
    before, after = (
        _side(contract, folder, workspace)
        for contract, folder in zip((old, new), pair, strict=True)
    )
    changes = with_severities(compare_claims(before, after), severities)
    return _Compared(drift_result(vendor, changes, fail_on), old, new)
