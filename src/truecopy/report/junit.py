"""A result as JUnit XML: a suite for each operation, a case for each claim that was examined, and for what was found."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from truecopy.model import Severity, Standing
from truecopy.report.result_page import ReportItem, ResultPage

# What XML 1.0 has no way to write.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def result_junit(page: ResultPage) -> str:
    """Return a result as JUnit XML: broken claims and other findings fail, undetermined claims are skipped.

    A command that could not come to its end is an error of its own, and one that found nothing a case that passes.
    """
    suites = _Suites(page)
    by_claim = _by_claim(page)
    for each in page.standings:
        case = suites.case(each.owner, each.claim)
        if each.standing is Standing.BROKEN:
            why = f": {each.reason}" if each.reason else ""
            _failure(case, by_claim.pop(each.claim, []), f"{each.claim} is broken{why}")
        elif each.standing is not Standing.HELD:
            why = each.reason or each.standing.label
            ElementTree.SubElement(case, "skipped", message=_clean(why))
    for found in by_claim.values():
        for item in found:
            name = f"{item.rule} {item.fingerprint}"
            _failure(suites.case(item.owner, name), [item], item.message)
    if not page.has_ended:
        case = suites.case(page.command, str(page.exit_reason))
        ElementTree.SubElement(case, "error", message=_clean(page.message or page.exit_reason))
    elif not len(suites.root):
        suites.case(page.command, str(page.exit_reason))
    return suites.text()


class _Suites:
    """The document while it is made."""

    def __init__(self, page: ResultPage) -> None:
        name = f"truecopy {page.command} {page.vendor}".rstrip()
        self.root = ElementTree.Element("testsuites", name=name)
        if page.elapsed_s is not None:
            self.root.set("time", f"{page.elapsed_s:.3f}")
        self._prefix = f"{page.vendor}." if page.vendor else ""
        self._suites: dict[str, ElementTree.Element] = {}

    def case(self, owner: str, name: str) -> ElementTree.Element:
        """Add a case to the suite of an operation."""
        known = f"{self._prefix}{_clean(owner)}"
        if known not in self._suites:
            self._suites[known] = ElementTree.SubElement(self.root, "testsuite", name=known)
        return ElementTree.SubElement(
            self._suites[known], "testcase", classname=known, name=_clean(name)
        )

    def text(self) -> str:
        """Return the whole, counted."""
        counted = {"tests": "testcase", "failures": "failure", "skipped": "skipped"}
        for suite in self._suites.values():
            for name, tag in (*counted.items(), ("errors", "error")):
                suite.set(name, str(len(list(suite.iter(tag)))))
        ElementTree.indent(self.root)
        body = ElementTree.tostring(self.root, encoding="unicode")
        return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _by_claim(page: ResultPage) -> dict[str, list[ReportItem]]:
    """Return items above info by their claim; those without one under their fingerprint."""
    found: dict[str, list[ReportItem]] = {}
    for each in page.items:
        if each.severity is not Severity.INFO:
            found.setdefault(each.claim or each.fingerprint, []).append(each)
    return found


def _failure(case: ElementTree.Element, items: Sequence[ReportItem], message: str) -> None:
    told = items[0].message if items else message
    rule = items[0].rule if items else "claim-broken"
    failure = ElementTree.SubElement(case, "failure", type=rule, message=_clean(told))
    failure.text = _clean("\n\n".join(_told(each) for each in items))


def _told(item: ReportItem) -> str:
    lines = [item.message]
    lines += [f"ground: {item.ground or 'none'}"] if item.old is None else []
    lines += [f"source: {item.sources}"] if item.sources else []
    for name, side in (("before", item.old), ("now", item.new)):
        if side and (side.source or side.sentence):
            lines.append(f"{name}: {side.source} {side.sentence}".rstrip())
    lines += [f"reproduce with: {item.reproduce}"] if item.reproduce else []
    lines += [f"{label}: {text}" for label, text in item.facts.items()]
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot carry."""
    return _UNPRINTABLE.sub("\ufffd", text)
