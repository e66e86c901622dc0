"""The documented table of rules."""

from pathlib import Path

from truecopy.model import RULES
from truecopy.report.rule_table import rules_markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_document_is_what_the_registry_gives() -> None:
    """`make docs` writes it again."""
    assert DOCUMENT.read_text("utf-8") == rules_markdown(), (
        "docs/rules.md is stale: run `make docs`"
    )


def test_every_rule_has_one_row() -> None:
    """None is left out by the headings."""
    text = rules_markdown()

    for rule in RULES.values():
        assert text.count(f"| `{rule.slug}` | {rule.severity.value} | {rule.text} |") == 1
