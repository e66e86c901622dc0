"""What an alert says of an episode."""

from tests.unit.report.alerts import episode

from truecopy.report.alert_facts import cut, facts_of, title_of


def test_facts_come_in_the_order_of_questions() -> None:
    """What is not known is left out."""
    labels = [label for label, _ in facts_of(episode(), ("a", "b"))]
    bare = facts_of(episode(row={"message": "m"}, reopened=2), ())

    assert labels == ["documented", "expected", "seen", "when", "breaks", "your calls", "stale"]
    assert bare == [("seen", "m"), ("when", "since 1970-01-02T00:00:00Z, came back 2 times")]


def test_many_calls_are_counted() -> None:
    """The first five are named."""
    facts = dict(facts_of(episode(), tuple("abcdefg")))

    assert facts["your calls"] == "a; b; c; d; e; and 2 more"


def test_a_quoted_sentence_stands_before_its_place() -> None:
    """Where it is at hand."""
    assert facts_of(episode(row={"sentence": "s", "sources": "d:1"}), ())[0] == ("documented", "s")


def test_texts_are_cut_and_flat() -> None:
    """One line each."""
    assert cut("a\n b") == "a b"
    assert cut("x" * 1_000) == "x" * 599 + "…"
    assert title_of(episode(claim="")) == "error: answer-field-missing at make"
