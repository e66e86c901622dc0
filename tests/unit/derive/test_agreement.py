"""What the statements of one claim come to."""

from typing import Any

import pytest
from tests.unit.derive.folding import fold_all, make_statement

from truecopy.derive.agreement import admits, is_same
from truecopy.errors import DeriveError
from truecopy.model import Reading


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
    assert is_same(["a", "b"], ["b", "a"], "enum")
    assert not is_same(["a", "b"], ["b", "a"], "default")


def test_examples_of_several_types_fold_alike_in_any_order() -> None:
    """The widest type that examples show admits the others, whichever comes first."""
    assert admits("type", ["string", "null"], "string")
    assert not admits("type", "string", ["string", "null"])
    assert admits("type", ["number", "null"], ["integer", "null"])
