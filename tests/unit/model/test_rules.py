"""The registry of rules."""

import ast
import re
from pathlib import Path

import pytest

import truecopy
from truecopy.drift.diagnosis import DIAGNOSES
from truecopy.model import RULES, Severity, rules
from truecopy.model.change_rules import CHANGE_RULES

SOURCE = Path(truecopy.__file__).parent
REGISTRY = {SOURCE / "model" / "rules.py", SOURCE / "model" / "change_rules.py"}
# What is named alike and is no rule: a phase of the check, the beginning of several rules, a kind of change.
OTHERS = {"lifecycle-fuzz", "answer-picture", "decision-to-review"}
SLUG = re.compile(
    r"(?:answer|contract|decision|document|lifecycle|operation|recording|request|vendor)(?:-[a-z]+)+"
)


def used_texts() -> set[str]:
    """Return every text in the source beside the registry."""
    trees = (
        ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py") if path not in REGISTRY
    )
    constants = (
        each for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Constant)
    )
    return {each.value for each in constants if isinstance(each.value, str)}


def test_the_source_uses_the_rules_of_the_registry_and_all_of_them() -> None:
    """A slug that the registry does not have is nowhere used, and each that it has is.

    Those of changes are put together of what a claim is about and what became of it.
    """
    texts = used_texts()
    whole = {slug for slug, rule in RULES.items() if not rule.is_of_change}

    diagnoses = {each.slug for each in DIAGNOSES if SLUG.fullmatch(each.slug)}
    assert {each for each in texts if SLUG.fullmatch(each)} - RULES.keys() == OTHERS | diagnoses
    assert whole - texts == set()


def test_every_rule_has_a_slug_and_one_sentence() -> None:
    """The slug begins with the side, and a sentence that ends in a full stop."""
    for slug, rule in RULES.items():
        assert SLUG.fullmatch(slug)
        assert rule.slug == slug
        assert re.fullmatch(r"[A-Z][^.]+[.]", rule.text)


def test_no_slug_stands_twice() -> None:
    """Each row of the registry is one rule."""
    assert len(rules._TABLE) + len(CHANGE_RULES) == len(RULES)


def test_a_finding_has_the_severity_of_its_rule_unless_one_is_given() -> None:
    """Where and what are said each time; the rest is optional."""
    rule = RULES["decision-claim-idle"]

    plain = rule.finding("decisions.yaml: a", "can go", claim="a#b")
    lighter = rule.finding("decisions.yaml: a", "can go", severity=Severity.INFO)

    assert (plain.rule, plain.severity, plain.where, plain.message, plain.claim) == (
        "decision-claim-idle",
        Severity.WARNING,
        "decisions.yaml: a",
        "can go",
        "a#b",
    )
    assert lighter.severity is Severity.INFO


def test_only_a_rule_makes_a_finding() -> None:
    """No other module calls the constructor, so none can invent a slug."""
    makers = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bFinding\(", path.read_text("utf-8").replace("class Finding", ""))
    ]

    assert makers == ["model/rules.py"]


def test_an_unknown_slug_cannot_be_used() -> None:
    """It is not in the registry."""
    with pytest.raises(KeyError):
        RULES["answer-mood-differs"]
