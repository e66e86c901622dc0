"""What is known of a request, and why it is refused."""

from tests.examining import load

from truecopy.contract import Problem
from truecopy.mock.context import MOST_PROBLEMS, Refusal, refuse

CLAIM = load("mulerouter").claims["create-generation.request.n#maximum"]


def test_a_refusal_names_the_field_and_the_claim() -> None:
    """The vendor's message has the field alone, the explanation has the claim too."""
    made = refuse("invalid", [Problem(pointer="/data/3/n", message="is 7", claim=CLAIM)])

    assert (made.cause, made.field) == ("invalid", "n")
    assert made.why == (f"/data/3/n: is 7 [{CLAIM.id}; {CLAIM.source}]",)


def test_numbers_are_no_names() -> None:
    """An element is called by its list, and the body has no name."""
    assert refuse("invalid", [Problem(pointer="/images/0", message="x")]).field == "images"
    assert refuse("body", [Problem(pointer="", message="x")]).field == ""


def test_the_first_few_problems_are_told() -> None:
    """Whoever mends ten asks again."""
    problems = [Problem(pointer=f"/f{number}", message="x") for number in range(50)]

    assert len(refuse("invalid", problems).why) == MOST_PROBLEMS


def test_a_refusal_may_have_its_own_status_and_headers() -> None:
    """A scenario answers otherwise than the cause would."""
    plain, own = Refusal("rate-limit"), Refusal("rate-limit", status=503, headers={"a": "1"})

    assert (plain.status, plain.headers, plain.why) == (None, {}, ())
    assert (own.status, own.headers) == (503, {"a": "1"})
