"""Statements and decisions become claims."""

import pytest
from tests.unit.derive.folding import fold_all, make_ruling, make_statement

from truecopy.errors import DeriveError
from truecopy.model import Ground, Reading


def test_statements_that_agree_are_one_claim() -> None:
    """One claim carries the evidence of each statement, in order of where it stands, each once."""
    folded = fold_all([make_statement(3, 4), make_statement(3, 2), make_statement(3, 2)])

    claim = folded.claims["a.request.n#maximum"]
    assert claim.value == 3
    assert [each.lines for each in claim.evidence] == [(2, 2), (4, 4)]
    assert claim.decision is None
    assert folded.findings == ()


def test_resolution_settles_a_contradiction() -> None:
    """The decided value counts, beside all sentences and those that the person saw."""
    ruling = make_ruling(sets={"a.request.n#maximum": 4})

    folded = fold_all([make_statement(3, 2), make_statement(4, 5)], ruling)

    claim = folded.claims["a.request.n#maximum"]
    assert (claim.value, claim.decision) == (4, "d")
    assert [each.lines for each in claim.evidence] == [(2, 2), (5, 5), (8, 8)]
    assert folded.findings == ()


def test_decision_alone_makes_a_claim() -> None:
    """Where documents are silent, a decision speaks."""
    folded = fold_all([], make_ruling(sets={"a.request.n#minimum": 1}))

    assert folded.claims["a.request.n#minimum"].decision == "d"


def test_withdrawal_removes_a_claim() -> None:
    """A withdrawn claim is gone, contradiction or not."""
    ruling = make_ruling(withdraws=["a.request.n#maximum"])

    folded = fold_all([make_statement(3), make_statement(4)], ruling)

    assert folded.claims == {}
    assert folded.findings == ()


def test_idle_decision_is_found() -> None:
    """A decision for what documents say anyway can go."""
    folded = fold_all([make_statement(3)], make_ruling(sets={"a.request.n#maximum": 3}))

    assert [each.rule for each in folded.findings] == ["decision-claim-idle"]
    assert folded.findings[0].claim == "a.request.n#maximum"


def test_decision_against_the_documents_is_not_idle() -> None:
    """A decision that changes the value has an effect."""
    folded = fold_all([make_statement(3)], make_ruling(sets={"a.request.n#maximum": 9}))

    assert folded.findings == ()
    assert folded.claims["a.request.n#maximum"].value == 9


def test_idle_withdrawal_is_found() -> None:
    """A withdrawal of what no document states can go, unless another of the same decision acts."""
    idle = make_ruling(withdraws=["a.request.x#maximum"])
    half = make_ruling("e", withdraws=["a.request.y#maximum", "a.request.n#maximum"])

    folded = fold_all([make_statement(3)], idle, half)

    (finding,) = folded.findings
    assert finding.rule == "decision-withdrawal-idle"
    assert finding.where == "decisions.yaml: d"


def test_wildcard_stands_for_each_operation() -> None:
    """A star in front sets or withdraws a claim of every operation."""
    ruling = make_ruling(sets={"*.request.k#minimum": 1}, withdraws=["*.request.n#maximum"])

    folded = fold_all([make_statement(3)], ruling)

    assert set(folded.claims) == {"a.request.k#minimum", "b.request.k#minimum"}


def test_two_decisions_about_one_claim_are_refused() -> None:
    """Which of two decisions counts would be chance."""
    rulings = [
        make_ruling("d", sets={"a.request.n#maximum": 1}),
        make_ruling("e", sets={"*.request.n#maximum": 2}),
    ]

    with pytest.raises(DeriveError, match=r"'d' and 'e' both set a\.request\.n#maximum"):
        fold_all([], *rulings)


@pytest.mark.parametrize(
    ("reading", "decided", "ground"),
    [
        (Reading.STATED, None, Ground.STATED),
        (Reading.EXAMPLE, None, Ground.EXAMPLE),
        (Reading.STATED, 3, Ground.STATED),
        (Reading.STATED, 6, Ground.RESOLUTION),
        (Reading.EXAMPLE, 3, Ground.RESOLUTION),
    ],
)
def test_a_sentence_that_states_the_value_is_its_ground(
    reading: Reading, decided: int | None, ground: Ground
) -> None:
    """Even where a decision chose the value; where no sentence has it, the decision's kind is the ground."""
    rulings = [] if decided is None else [make_ruling(sets={"a.request.n#maximum": decided})]

    folded = fold_all([make_statement(3, 2, reading=reading)], *rulings)

    assert folded.claims["a.request.n#maximum"].ground is ground


def test_of_several_sentences_one_that_states_the_value_is_enough() -> None:
    """A decision that settles a contradiction chooses between sentences, and one of them says it."""
    ruling = make_ruling(sets={"a.request.n#maximum": 6})

    folded = fold_all([make_statement(1, 2), make_statement(6, 4)], ruling)

    assert folded.claims["a.request.n#maximum"].ground is Ground.STATED


def test_entries_that_a_document_lists_are_surer_than_what_a_decision_adds() -> None:
    """A decision that only adds to a list leaves the ground of the others; one that takes away does not."""
    stated = make_statement(["a", "b"], keyword="enum")

    added = fold_all([stated], make_ruling(sets={"a.request.n#enum": ["a", "b", "c"]}))
    taken = fold_all([stated], make_ruling(sets={"a.request.n#enum": ["a", "c"]}))

    claim = added.claims["a.request.n#enum"]
    assert claim.ground is Ground.RESOLUTION
    assert [claim.ground_of(each) for each in "abc"] == [
        Ground.STATED,
        Ground.STATED,
        Ground.RESOLUTION,
    ]
    assert claim.ground_of_refusals is Ground.STATED
    assert taken.claims["a.request.n#enum"].parts == {}
