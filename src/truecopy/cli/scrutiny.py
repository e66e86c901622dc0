"""What recordings are judged by: the contracts of a workspace, as a command holds vendors to them."""

from functools import cache
from typing import Any

from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.contract import Workspace
from truecopy.model import Contract
from truecopy.recording.verification import Scrutiny, Verification
from truecopy.redaction import Redactor


def make_scrutiny(
    workspace: Workspace,
    assumptions: AssumptionOptions,
    vendor: str | None,
    redactor: Redactor,
    **more: Any,
) -> Scrutiny:
    """Return what recordings are to be judged by: the contracts of a workspace.

    Args:
        vendor: Whose answers they are where they do not say.
        more: Further attributes of the scrutiny.
    """
    names = workspace.vendors()

    @cache
    def contract_of(vendor: str) -> Contract | None:
        return assumptions.held_to(workspace.load(vendor)) if vendor in names else None

    return Scrutiny(
        contract_of=contract_of,
        contracts=lambda: filter(None, map(contract_of, names)),
        vendor=vendor,
        redactor=redactor,
        **more,
    )


def nothing_judged(found: Verification) -> str:
    """Return why no interaction was judged, for people."""
    if not found.interactions:
        return found.unreadable or "there is no interaction that can be read"
    if any(each.rule == "recording-vendor-unknown" for each in found.findings):
        return "no contract is known for it; --vendor names one"
    return f"none of {found.interactions} interactions belongs to an operation of the contract"
