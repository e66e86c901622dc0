"""A check as SARIF: each finding at the line of the contract that it breaks.

Source:
    OASIS SARIF 2.1.0, sections 3.13 to 3.27.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from truecopy import __version__
from truecopy.check import CheckResult
from truecopy.contract.lines import line_of
from truecopy.model import RULES, Contract, ExitReason, Finding, Severity

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# Folders of installed packages, also where an environment lies inside a repository.
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def check_sarif(result: CheckResult, folder: Path) -> str:
    """Return a check's result as SARIF.

    Args:
        folder: Of the contract; locations are relative to the repository that holds it.
    """
    slugs = sorted({each.rule for each in result.findings})
    places = _Places(result.contract, folder)
    content = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "truecopy",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(slug) for slug in slugs],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": result.exit_reason
                        in (ExitReason.AGREES, ExitReason.FINDINGS),
                        "exitCodeDescription": result.exit_reason,
                    }
                ],
                "results": [_result(each, slugs, places) for each in result.findings],
                "properties": {
                    "vendor": result.contract.vendor,
                    "target": result.target,
                    "requests": result.requests,
                },
            }
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _rule(slug: str) -> dict[str, Any]:
    rule = RULES[slug]
    return {
        "id": slug,
        "shortDescription": {"text": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, slugs: list[str], places: "_Places") -> dict[str, Any]:
    text = finding.message
    if finding.sources:
        text += f" [{finding.claim}; {finding.sources}]"
    return {
        "ruleId": finding.rule,
        "ruleIndex": slugs.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": places.of(finding)}],
        "partialFingerprints": {"truecopy/v1": finding.fingerprint},
        "properties": {
            "operation": finding.operation,
            "ground": finding.ground,
            "expected": finding.expected,
            "actual": finding.actual,
            "reproduce": finding.reproduce,
        },
    }


class _Places:
    """Where claims stand: file and line."""

    def __init__(self, contract: Contract, folder: Path) -> None:
        self._contract = contract
        self._folder = folder.resolve()
        self._root = _repository(self._folder)
        self._texts: dict[str, str] = {}

    def of(self, finding: Finding) -> dict[str, Any]:
        """Return the place of a finding's claim; without a claim, that of its operation."""
        claim = self._contract.claims.get(finding.claim)
        pointer = claim.pointer if claim else f"openapi.json#/x-operations/{finding.operation}"
        name, _, inner = pointer.partition("#")
        if name not in self._texts:
            self._texts[name] = (self._folder / name).read_text(encoding="utf-8")
        return {
            "artifactLocation": self._address(self._folder / name),
            "region": {"startLine": line_of(self._texts[name], inner)},
        }

    def _address(self, file: Path) -> dict[str, str]:
        """Return a path from the root of the repository; of a file that is in none, its whole address."""
        if self._root is None:
            return {"uri": file.as_uri()}
        return {"uri": quote(file.relative_to(self._root).as_posix()), "uriBaseId": "%SRCROOT%"}


def _repository(folder: Path) -> Path | None:
    """Return the root of the repository that a contract is kept in; that of an installed package is in none."""
    if _INSTALLED.intersection(folder.parts):
        return None
    around = (each for each in folder.parents if (each / ".git").exists())
    here = Path.cwd().resolve()
    return next(around, here if folder.is_relative_to(here) else None)
