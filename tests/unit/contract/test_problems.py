"""Problems and how they are told."""

from tests.examining import load

from truecopy.contract.problems import Problem, shown


def test_long_values_are_shown_short() -> None:
    """A message shows the offending value, cut to a readable length."""
    assert len(shown("x" * 10_000_000)) < 150
    assert len(shown(list(range(1000)))) == 80
    assert shown("short") == "'short'"


def test_a_problem_names_its_place() -> None:
    """A problem of the whole body says so."""
    assert str(Problem(pointer="/n", message="is missing")) == "/n: is missing"
    assert str(Problem(pointer="", message="is not JSON")) == "body: is not JSON"


def test_an_explanation_names_the_claim_and_its_sentence() -> None:
    """Where a claim is broken, it is told with the place in the documents; else the problem alone is told."""
    claim = next(each for each in load("mulerouter").claims.values() if each.evidence)

    explained = Problem(pointer="/n", message="is 7", claim=claim).explanation

    assert explained == f"/n: is 7 [{claim.id}; {claim.source}]"
    assert Problem(pointer="/n", message="is 7").explanation == "/n: is 7"
