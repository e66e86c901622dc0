"""Whether contracts are what the documents give: the changes of claims, and the files beside them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from truecopy.cli.document_folders import DocumentLook, look_at
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.report import fails
from truecopy.contract import Workspace
from truecopy.derive import compare_files, derive_vendor
from truecopy.drift import worst_reason
from truecopy.errors import DeriveError
from truecopy.model import RULES, ExitReason, Finding, Severity
from truecopy.report import ResultPage, derivation_page, drift_text, findings_text

_ELSEWHERE = frozenset({"document-sentence-moved", "document-sentence-reworded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCheck:
    """What came of checking one contract.

    Attributes:
        claims, files: How many the documents give; 0 where that cannot be said.
        findings: What is beside the changes: files that nobody derived so, decisions without effect, sentences that
            moved.
    """

    look: DocumentLook
    claims: int
    files: int
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """2 where a page could not be read, 1 where anything is above info."""
        return self.look.result.exit_reason.exit_code


def check_contract(vendor: str, pages: Path, workspace: Workspace) -> ContractCheck:
    """Return how a contract differs from what its documents and decisions give; writes nothing.

    Raises:
        DeriveError: There is no contract yet, and the documents give none.
        WorkspaceError: A file written by hand cannot be used.
    """
    folder = workspace.contract_folder(vendor)
    look = look_at(
        vendor,
        pages,
        workspace,
        severities=read_severities(workspace),
        fail_on=Severity.WARNING,
    )
    findings = [*_elsewhere(look)]
    if look.result.exit_reason.exit_code:
        return ContractCheck(look=look, claims=0, files=0, findings=tuple(findings))
    try:
        derivation = derive_vendor(folder, pages)
    except DeriveError as error:
        if not (folder / "evidence.json").exists():
            raise
        # What is new on the pages no contract can say: it is told beside what has changed.
        result = replace(look.result, exit_reason=ExitReason.COULD_NOT_LOOK, message=str(error))
        look = replace(look, result=result)
        return ContractCheck(look=look, claims=0, files=0, findings=tuple(findings))
    findings += derivation.findings
    if not look.result.changes:
        findings += compare_files(folder, derivation.files)
    if fails(findings, Severity.WARNING):
        # The pages say what they said, and the contract is another than they and the decisions give.
        look = replace(look, result=replace(look.result, exit_reason=ExitReason.DRIFT))
    return ContractCheck(
        look=look,
        claims=len(derivation.claims),
        files=len(derivation.files),
        findings=tuple(findings),
    )


def _elsewhere(look: DocumentLook) -> Iterator[Finding]:
    """Yield the claims whose sentences stand elsewhere, and those whose sentences are worded otherwise."""
    told = (
        ("document-sentence-moved", look.drift.moved, "its sentence stands elsewhere"),
        ("document-sentence-reworded", look.drift.reworded, "its sentence is worded otherwise"),
    )
    for rule, claims, words in told:
        for name in claims:
            yield RULES[rule].finding(
                name, f"{words}, and says the same", claim=name, vendor=look.result.vendor
            )


def checks_json(checks: Sequence[ContractCheck]) -> str:
    """Return checks as JSON: a row for each vendor, with its changes, and all findings."""
    rows: list[dict[str, Any]] = [
        {
            "vendor": each.look.result.vendor,
            "exit_reason": each.look.result.exit_reason,
            "claims": each.claims,
            "files": each.files,
            "changed": [],
            "uncited": each.look.drift.sentences[1],
            "changes": [change.row() for change in each.look.result.changes],
            "message": each.look.result.message or None,
        }
        for each in checks
    ]
    whole = {
        "schema_version": 1,
        "vendors": rows,
        "changes": [change for row in rows for change in row["changes"]],
        "findings": [finding.row() for each in checks for finding in each.findings],
    }
    return json.dumps(whole, ensure_ascii=False) + "\n"


def checks_page(checks: Sequence[ContractCheck]) -> ResultPage:
    """Return checks as a page: changes, then findings."""
    results = [each.look.result for each in checks]
    findings = [finding for each in checks for finding in each.findings]
    is_changed = max(each.exit_code for each in checks) == 1
    reason = ExitReason.DRIFT if is_changed else worst_reason(results)
    return derivation_page(findings, (), reason, results)


def checks_text(checks: Iterable[ContractCheck]) -> str:
    """Return checks as text: changes, then findings; sentences that stand elsewhere are counted."""
    return "".join(map(_text, checks))


def _text(check: ContractCheck) -> str:
    result = check.look.result
    text = ""
    if result.changes or result.message:
        text = drift_text([result])
    if check.files:
        text += (
            f"{result.vendor}: {check.claims} claims in {check.files} files, checked, "
            f"{check.look.drift.sentences[1]} sentences uncited or half-read\n"
        )
    text += findings_text(each for each in check.findings if each.rule not in _ELSEWHERE)
    for rule in sorted(_ELSEWHERE):
        count = len([each for each in check.findings if each.rule == rule])
        if count:
            what = RULES[rule].text.rstrip(".").lower()
            text += f"info: {result.vendor}: of {count} claims, {what}  [{rule}]\n"
    return text
