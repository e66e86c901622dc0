"""Statements and decisions become claims."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.decisions import Ruling, Rulings
from truecopy.derive.fold import Folded, admits, fold, require_agreement
from truecopy.derive.statements import Statement
from truecopy.errors import DeriveError
from truecopy.model import Decision, Ground, Reading

PAGE = make_document("\n".join(f"sentence {number}" for number in range(1, 9)))


def make_statement(
    value: Any, line: int = 1, *, keyword: str = "maximum", reading: Reading = Reading.STATED
) -> Statement:
    """Return a statement about `request.n` at a line of the page."""
    place = PAGE.lines[line - 1]
    return Statement(
        subject="request.n",
        keyword=keyword,
        value=value,
        evidence=PAGE.evidence(place.start, place.end, reading),
    )


def make_ruling(
    name: str = "d", sets: Mapping[str, Any] | None = None, withdraws: Iterable[str] = ()
) -> Ruling:
    """Return a decision that saw the last line of the page."""
    place = PAGE.lines[-1]
    seen = PAGE.evidence(place.start, place.end, Reading.DECISION)
    decision = Decision(id=name, kind=Ground.RESOLUTION, why="because", sees=(seen,))
    return Ruling(decision=decision, sets=sets or {}, withdraws=tuple(withdraws))


def fold_all(
    statements: Iterable[Statement],
    *rulings: Ruling,
    subject: str = "a.request.n",
    operations: Iterable[str] = ("a", "b"),
) -> Folded:
    """Fold statements about one subject with decisions."""
    folded = fold(
        [(subject, each) for each in statements],
        Rulings(rulings=rulings, remarks=(), descriptions={}),
        operations,
    )
    require_agreement(folded.contradictions, {"page": PAGE})
    return folded


def test_statements_that_agree_are_one_claim() -> None:
    """One claim carries the evidence of each statement, in order of where it stands, each once."""
    folded = fold_all([make_statement(3, 4), make_statement(3, 2), make_statement(3, 2)])

    claim = folded.claims["a.request.n#maximum"]
    assert claim.value == 3
    assert [each.lines for each in claim.evidence] == [(2, 2), (4, 4)]
    assert claim.decision is None
    assert folded.findings == ()


def test_contradiction_stops_and_shows_both_sentences() -> None:
    """Every pair that cannot both hold is shown with lines, values and words."""
    statements = [make_statement(3, 2), make_statement(4, 5)]

    with pytest.raises(DeriveError) as caught:
        fold_all([*statements, make_statement("x", 6, keyword="type")])

    text = str(caught.value)
    assert "a.request.n#maximum" in text
    assert "page:2 says 3: sentence 2" in text
    assert "page:5 says 4: sentence 5" in text
    assert "#type" not in text


def test_every_contradiction_is_shown_at_once() -> None:
    """A person settles all of them in one go."""
    with pytest.raises(DeriveError, match=r"(?s)#maximum.*#minimum"):
        fold_all(
            [
                make_statement(3),
                make_statement(4),
                make_statement(1, keyword="minimum"),
                make_statement(2, keyword="minimum"),
            ]
        )


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
    ("stated", "shown", "agrees"),
    [
        ("number", "integer", True),
        (["string", "null"], "null", True),
        (["number", "null"], "integer", True),
        ("integer", "number", False),
        ("string", "null", False),
    ],
)
def test_example_must_have_a_stated_type(stated: Any, shown: str, *, agrees: bool) -> None:
    """What is stated leads; an example may show any of the stated types."""
    statements = [
        make_statement(shown, 2, keyword="type", reading=Reading.EXAMPLE),
        make_statement(stated, 5, keyword="type"),
    ]

    if agrees:
        assert fold_all(statements).claims["a.request.n#type"].value == stated
    else:
        with pytest.raises(DeriveError, match="contradict"):
            fold_all(statements)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_examples_with_and_without_a_fraction_are_numbers(order: tuple[int, int]) -> None:
    """Of a number that examples show in both ways the type is number, whichever comes first."""
    statements = [
        make_statement("integer", 2, keyword="type", reading=Reading.EXAMPLE),
        make_statement("number", 5, keyword="type", reading=Reading.EXAMPLE),
    ]

    folded = fold_all(statements[index] for index in order)

    assert folded.claims["a.request.n#type"].value == "number"


def test_examples_of_a_value_add_up() -> None:
    """Lists of examples and aliases are joined, each value once."""
    folded = fold_all(
        [
            make_statement(["x", "y"], keyword="examples"),
            make_statement(["y", "z"], keyword="examples"),
            make_statement("/v1/", keyword="alias"),
        ]
    )

    assert folded.claims["a.request.n#examples"].value == ["x", "y", "z"]
    assert folded.claims["a.request.n#alias"].value == ["/v1/"]


def test_first_example_of_a_request_counts() -> None:
    """Requests that differ do not contradict each other."""
    folded = fold_all(
        [make_statement({"n": 1}, keyword="example"), make_statement({"n": 2}, keyword="example")]
    )

    assert folded.claims["a.request.n#example"].value == {"n": 1}


def test_lists_that_are_sets_agree_in_any_order() -> None:
    """Choices named in another order are the same choices; an order that matters is not ignored."""
    from truecopy.derive.fold import _same

    assert _same(["a", "b"], ["b", "a"], "enum")
    assert not _same(["a", "b"], ["b", "a"], "default")


def test_examples_of_several_types_fold_alike_in_any_order() -> None:
    """The widest type that examples show admits the others, whichever comes first."""
    assert admits("type", ["string", "null"], "string")
    assert not admits("type", "string", ["string", "null"])
    assert admits("type", ["number", "null"], ["integer", "null"])


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
