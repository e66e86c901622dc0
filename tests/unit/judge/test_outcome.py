"""What an answer tells before any contract is asked."""

import pytest
from tests.cassettes import make_interaction

from truecopy.errors import CredentialsError, TargetError
from truecopy.judge.outcome import body_of, outcome_of, reason_of, require_target, words_of
from truecopy.model import Outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACCEPTED),
        (299, Outcome.ACCEPTED),
        (301, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (404, Outcome.REFUSED),
        (402, None),
        (429, None),
        (500, None),
        (0, None),
        (100, None),
    ],
)
def test_an_outcome_is_told_by_the_status(status: int, outcome: Outcome | None) -> None:
    """Statuses that speak of the account or of the moment tell nothing of the request."""
    made = make_interaction(status=status, failure="reset" if status == 0 else "")

    assert outcome_of(made) is outcome
    assert bool(reason_of(made)) == (outcome is None)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0, "no answer: reset"),
        (429, "429: the target answers too many requests"),
        (503, "503: the server failed"),
        (402, "402: says nothing of this request"),
        (200, ""),
    ],
)
def test_a_reason_says_why_nothing_is_told(status: int, reason: str) -> None:
    """Each kind of silence has its words."""
    assert reason_of(make_interaction(status=status, failure="reset")) == reason


@pytest.mark.parametrize(
    ("body", "value"), [(b'{"a": 1}', {"a": 1}), (b"<html>", None), (b"", None)]
)
def test_a_body_is_json_or_none(body: bytes, value: object) -> None:
    """What is no JSON has no value."""
    assert body_of(make_interaction(body=body)) == value


def test_words_are_one_short_line() -> None:
    """Whatever a target says, and however much, is told in two lines of a terminal at most."""
    said = words_of(make_interaction(body=b"no\n\n  such\tmodel \xff" + b"x" * 1_000_000))

    assert said.startswith("no such model \ufffdx")
    assert len(said) == 160


def test_the_explanation_of_a_mock_goes_before_its_body() -> None:
    """Bodies in a vendor's envelope say less of why."""
    said = words_of(
        make_interaction(body=b"no", headers=(("x-truecopy-explain", "/n: 7 is too much"),))
    )

    assert said == "/n: 7 is too much"


def test_a_target_that_takes_no_key_is_none() -> None:
    """The first good request tells whether to go on."""
    require_target(make_interaction(status=200))
    require_target(make_interaction(status=404))
    for status in (401, 402, 403):
        with pytest.raises(CredentialsError, match=f"refused with {status}: no key"):
            require_target(make_interaction(status=status, body=b"no key"))
    with pytest.raises(TargetError, match="nobody there"):
        require_target(make_interaction(status=0, failure="nobody there"))
