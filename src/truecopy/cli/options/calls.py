"""The option that names a user's own calls, and what they say of changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from truecopy.cli.options.group import option
from truecopy.contract import Workspace
from truecopy.drift import CallFile, DriftResult, read_calls, with_calls
from truecopy.drift.finding_calls import calls_of
from truecopy.errors import TruecopyError
from truecopy.model import Contract, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """Whose calls are looked at."""

    calls: Path | None = option(
        "--calls",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Your own calls: name those that each change breaks. Cassettes or a folder of them, a HAR file, or the "
        "journal of mock or proxy as JSON.",
    )

    def read(self) -> CallFile | None:
        """Return the calls; None where none are named.

        Raises:
            UsageError: There are none.
            RecordingError: A file cannot be read.
        """
        return None if self.calls is None else read_calls(self.calls)


def fill_calls(
    result: DriftResult, contract: Contract | None, calls: CallFile | None, workspace: Workspace
) -> DriftResult:
    """Return a result whose changes name the calls that they concern; as it is where no calls are looked at.

    Args:
        contract: The old side's; None where it does not have the vendor, which nobody can have called then.
        workspace: Whose vendors recordings may name.
    """
    if calls is None:
        return result
    known = calls.calls(contract, _names(contract, workspace)) if contract else []
    claims = contract.claims if contract else {}
    count = f"calls to {result.vendor} that were looked at: {len(known)}"
    return replace(
        result,
        changes=tuple(with_calls(result.changes, claims, known)),
        message="\n".join(filter(None, (result.message, count))),
    )


def calls_by_finding(
    findings: Sequence[Finding], contract: Contract, calls: CallFile | None, workspace: Workspace
) -> dict[str, tuple[str, ...]]:
    """Return fingerprint -> the calls that a finding concerns; nothing where no calls are looked at."""
    if calls is None:
        return {}
    return calls_of(findings, contract, calls.calls(contract, _names(contract, workspace)))


def _names(contract: Contract, workspace: Workspace) -> Sequence[str]:
    """Return the vendors of the workspace at the same address: what the contract may be called in recordings."""
    found = []
    for name in workspace.vendors():
        try:
            if workspace.load(name).base_url == contract.base_url:
                found.append(name)
        except TruecopyError:  # another vendor's contract that cannot be used says nothing here
            continue
    return found
