"""The formats of reports: those that every page has, and those of a check with its own text and data."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from truecopy.check import CheckResult
from truecopy.drift import DriftResult
from truecopy.model import Contract
from truecopy.report.check_json import check_json
from truecopy.report.check_text import check_text
from truecopy.report.drift_report import drift_json, drift_text
from truecopy.report.github import result_github
from truecopy.report.html import result_html
from truecopy.report.junit import result_junit
from truecopy.report.markdown import result_markdown
from truecopy.report.pages import check_page, drift_page
from truecopy.report.result_page import ResultPage
from truecopy.report.sarif import result_sarif

PAGE_FORMATS: Mapping[str, Callable[[ResultPage], str]] = {
    "markdown": result_markdown,
    "html": result_html,
    "junit": result_junit,
    "sarif": result_sarif,
    "github": result_github,
}
# Returns a result in a format.
Render = Callable[[str], str]
# Every command that finds something has these.
FORMATS = ("text", "json", *PAGE_FORMATS)


def page_report(
    page: Callable[[], ResultPage], text: Callable[[], str], data: Callable[[], str]
) -> Render:
    """Return what gives a result in each of `FORMATS`.

    Args:
        text, data: Return it as the command's own text and JSON.
    """

    def render(format: str) -> str:
        own = {"text": text, "json": data}
        return own[format]() if format in own else PAGE_FORMATS[format](page())

    return render


def changes_report(
    results: Sequence[DriftResult],
    command: str,
    contracts: Mapping[str, tuple[Contract, Path]],
) -> Render:
    """Return what gives changes in each of `FORMATS`.

    Args:
        command: As it is typed.
        contracts: Vendor -> contract and its folder, where changes are shown at their lines.
    """
    return page_report(
        lambda: drift_page(results, command, contracts),
        lambda: drift_text(results),
        lambda: drift_json(results),
    )


def check_report(result: CheckResult, folder: Path) -> Render:
    """Return what gives a check's result in each of `FORMATS`.

    Args:
        folder: Of the contract.
    """
    return page_report(
        lambda: check_page(result, folder),
        lambda: check_text(result),
        lambda: check_json(result),
    )
