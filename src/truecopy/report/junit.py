"""A check as JUnit XML: a suite for each operation, a case for each claim."""

import re
from xml.etree import ElementTree

from truecopy.check import CheckResult
from truecopy.model import Finding, Severity, Standing

# What XML 1.0 has no way to write.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_junit(result: CheckResult) -> str:
    """Return a check's result as JUnit XML: broken claims fail, undetermined ones are skipped."""
    vendor = result.contract.vendor
    root = ElementTree.Element("testsuites", name=f"truecopy check {vendor}")
    suites: dict[str, ElementTree.Element] = {}
    by_claim = _by_claim(result)
    for verdict in result.verdicts:
        owner = result.contract.claims[verdict.claim].owner
        suite = _suite(root, suites, f"{vendor}.{owner}")
        case = _case(suite, verdict.claim)
        if verdict.standing is Standing.BROKEN:
            found = by_claim.pop(verdict.claim, [])
            why = f": {verdict.reason}" if verdict.reason else ""
            _failure(case, found, f"{verdict.claim} is broken{why}")
        elif verdict.standing is not Standing.HELD:
            why = verdict.reason or verdict.standing.label
            ElementTree.SubElement(case, "skipped", message=_clean(why))
    for found in by_claim.values():
        for each in found:
            suite = _suite(root, suites, f"{vendor}.{each.operation}")
            _failure(_case(suite, f"{each.rule} {each.fingerprint}"), [each], each.message)
    for suite in suites.values():
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            suite.set(name, str(len(list(suite.iter(tag)))))
        suite.set("errors", "0")
    root.set("time", f"{result.elapsed_s:.3f}")
    ElementTree.indent(root)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        + ElementTree.tostring(root, encoding="unicode")
        + "\n"
    )


def _by_claim(result: CheckResult) -> dict[str, list[Finding]]:
    """Return findings above info by their claim; those without one under their fingerprint."""
    found: dict[str, list[Finding]] = {}
    for each in result.findings:
        if each.severity is not Severity.INFO:
            found.setdefault(each.claim or each.fingerprint, []).append(each)
    return found


def _suite(
    root: ElementTree.Element, suites: dict[str, ElementTree.Element], name: str
) -> ElementTree.Element:
    if name not in suites:
        suites[name] = ElementTree.SubElement(root, "testsuite", name=name)
    return suites[name]


def _case(suite: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=suite.get("name", ""), name=name)


def _failure(case: ElementTree.Element, findings: list[Finding], message: str) -> None:
    told = findings[0].message if findings else message
    rule = findings[0].rule if findings else "claim-broken"
    failure = ElementTree.SubElement(case, "failure", type=rule, message=_clean(told))
    failure.text = _clean(
        "\n\n".join(
            f"{each.message}\nground: {each.ground or 'none'}\nsource: {each.sources}\nreproduce with: {each.reproduce}"
            for each in findings
        )
    )


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot carry."""
    return _UNPRINTABLE.sub("\ufffd", text)
