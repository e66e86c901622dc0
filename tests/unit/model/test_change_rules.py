"""The rules of drift."""

from collections import Counter

from truecopy.model import RULES, Severity
from truecopy.model.change_rules import CHANGE_RULES


def test_no_slug_stands_twice() -> None:
    """Neither in this table nor in that of broken claims."""
    slugs = Counter(slug for slug, _, _ in CHANGE_RULES)

    assert slugs.most_common(1)[0][1] == 1
    assert all(RULES[slug].is_of_change for slug in slugs)


def test_an_answer_with_a_further_value_is_a_warning() -> None:
    """Clients switch over the values that they know."""
    assert RULES["answer-enum-grown"].severity is Severity.WARNING
    assert RULES["answer-enum-shrunk"].severity is Severity.INFO
    assert RULES["answer-image-formats-grown"].severity is Severity.ERROR
