"""A check in every format: each says the same."""

import pytest
from tests.unit.report.results import DRIFTED, drifted, report

from truecopy.model import Severity
from truecopy.report import (
    FORMATS,
)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", DRIFTED)
def test_every_format_has_every_grave_finding(name: str, format: str) -> None:
    """Whatever a check finds above info is in the report, by its rule, whichever format is asked for."""
    result = drifted(name)

    told = report(result, format)

    assert told.endswith("\n")
    for each in result.findings:
        if each.severity is not Severity.INFO:
            assert each.rule in told
