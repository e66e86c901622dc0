"""The formats in which a check can be reported."""

from collections.abc import Callable, Mapping
from pathlib import Path

from truecopy.check import CheckResult
from truecopy.report.check_json import check_json
from truecopy.report.check_text import check_text
from truecopy.report.junit import check_junit
from truecopy.report.markdown import check_markdown
from truecopy.report.sarif import check_sarif

CHECK_FORMATS: Mapping[str, Callable[[CheckResult, Path], str]] = {
    "text": lambda result, _: check_text(result),
    "json": lambda result, _: check_json(result),
    "junit": lambda result, _: check_junit(result),
    "sarif": check_sarif,
    "markdown": lambda result, _: check_markdown(result),
}


def check_report(result: CheckResult, format: str, folder: Path) -> str:
    """Return a check's result in one of `CHECK_FORMATS`.

    Args:
        folder: Of the contract.
    """
    return CHECK_FORMATS[format](result, folder)
