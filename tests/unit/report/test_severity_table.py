"""The documented table of severities is what the code does."""

from pathlib import Path

from truecopy.model import RULES, Ground, severity_of
from truecopy.report.severity_table import BEGIN, END, severities_markdown, with_severities

DOCUMENT = Path(__file__).parents[3] / "docs" / "check.md"


def test_the_document_has_the_table_of_the_code() -> None:
    """`make docs` writes it."""
    text = DOCUMENT.read_text(encoding="utf-8")

    assert text.count(BEGIN) == text.count(END) == 1
    assert with_severities(text) == text, "docs/check.md is stale: run `make docs`"


def test_every_rule_of_a_check_stands_in_one_row() -> None:
    """With its severity on each ground."""
    rows = [
        line
        for line in severities_markdown().splitlines()
        if "`request-" in line or "`answer-" in line
    ]

    for rule in (each for each in RULES.values() if not each.is_of_change):
        found = [row for row in rows if f"`{rule.slug}`" in row]
        is_of_check = rule.slug.partition("-")[0] in ("request", "answer", "lifecycle")
        assert len(found) == is_of_check
        for row in found:
            cells = [each.strip() for each in row.split("|")[1:7]]
            assert cells[0] == severity_of(rule.slug, Ground.STATED)
            assert cells[4] == severity_of(rule.slug, Ground.ASSUMPTION)
            assert cells[5] == severity_of(rule.slug, Ground.RESOLUTION, is_limit=True)
