"""A result as SARIF: each finding at the line of the contract that it breaks.

Source:
    OASIS SARIF 2.1.0, sections 3.13 to 3.27.
"""

import json
from typing import Any
from urllib.parse import quote

from truecopy import __version__
from truecopy.model import RULES, Severity
from truecopy.report.claim_places import Place, path_in_repository
from truecopy.report.result_page import ReportItem, ResultPage

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def result_sarif(page: ResultPage) -> str:
    """Return a result as SARIF; places are relative to the repository that holds them."""
    slugs = sorted({each.rule for each in page.items})
    driver = {
        "name": "truecopy",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(slug) for slug in slugs],
    }
    invocation = {
        "executionSuccessful": page.has_ended,
        "exitCodeDescription": page.exit_reason,
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "results": [_result(each, slugs) for each in page.items],
        "properties": {"vendor": page.vendor, **page.properties},
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _rule(slug: str) -> dict[str, Any]:
    rule = RULES[slug]
    return {
        "id": slug,
        "shortDescription": {"text": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(item: ReportItem, slugs: list[str]) -> dict[str, Any]:
    text = item.message
    if item.sources:
        text += f" [{item.claim}; {item.sources}]"
    found: dict[str, Any] = {
        "ruleId": item.rule,
        "ruleIndex": slugs.index(item.rule),
        "level": _LEVELS[item.severity],
        "message": {"text": text},
        "partialFingerprints": {"truecopy/v1": item.fingerprint},
        "properties": {
            "operation": item.owner,
            "ground": item.ground,
            "reproduce": item.reproduce,
            **item.facts,
        },
    }
    if item.place:
        found["locations"] = [{"physicalLocation": _location(item.place)}]
    return found


def _location(place: Place) -> dict[str, Any]:
    file, line = place
    name = path_in_repository(file)
    address = {"uri": file.as_uri()}
    if name is not None:
        address = {"uri": quote(name), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": address, "region": {"startLine": line}}
