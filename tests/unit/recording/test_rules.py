"""The rules of recordings."""

import re
from pathlib import Path

from truecopy.judge import RULES
from truecopy.recording.rules import RECORDING_RULES, recording_finding

DOCUMENT = Path(__file__).parents[3] / "docs" / "recordings.md"


def test_the_table_of_the_document_is_that_of_the_code() -> None:
    """Slug, severity and sentence of each rule, in their order."""
    rows = re.findall(r"\| `(recording-[a-z-]+)` \| (\w+) \| (.+) \|", DOCUMENT.read_text("utf-8"))

    assert rows == [
        (each.slug, each.severity.value, each.text) for each in RECORDING_RULES.values()
    ]


def test_a_finding_has_the_severity_of_its_rule() -> None:
    """And no rule has the name of one of the check's."""
    for slug, rule in RECORDING_RULES.items():
        assert recording_finding(slug, "a.yaml:1", "x").severity is rule.severity
    assert not RECORDING_RULES.keys() & RULES.keys()
