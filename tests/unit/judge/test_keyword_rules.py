"""Which rule is broken where a keyword is."""

from tests.examining import VENDORS, load

from truecopy.contract.keywords import ASSERTIONS
from truecopy.contract.promise_breaches import KINDS
from truecopy.judge.keyword_rules import OTHER_KEYWORD, RULE_OF_KEYWORD
from truecopy.model import RULES


def test_every_rule_is_registered() -> None:
    """A finding is always of a rule that the documents describe."""
    assert {*RULE_OF_KEYWORD.values(), OTHER_KEYWORD} <= RULES.keys()


def test_every_kind_of_promise_has_its_rule() -> None:
    """But for the one that only waiting would show."""
    assert KINDS - RULE_OF_KEYWORD.keys() == {"lifetime"}


def test_every_other_key_is_a_keyword() -> None:
    """What is looked up is a keyword of a schema, a promise, or what became of a picture."""
    pictures = {"unreachable", "unreadable", "x-dimensions"}

    assert RULE_OF_KEYWORD.keys() <= ASSERTIONS | KINDS | pictures


def test_answers_have_no_keyword_that_nobody_thought_of() -> None:
    """What the built-in contracts say of answers has a rule of its own, not only the last resort."""
    used = {
        claim.keyword.partition("/")[0]
        for vendor in VENDORS
        for claim in load(vendor).claims.values()
        if claim.keyword in ASSERTIONS and ".request" not in claim.id and ".path" not in claim.id
    }

    assert used <= RULE_OF_KEYWORD.keys()
